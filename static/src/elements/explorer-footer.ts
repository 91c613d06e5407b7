/** The explorer's last line: how far a slow run has come, and the playhead. */
import { html } from "lit";
import { INPUT } from "../graph/connectivity.ts";
import type { Playhead } from "../playhead.ts";
import type { RunState } from "../run-state.ts";
import type { Runner } from "../runner.ts";
import type { State } from "../state.ts";
import type { Chapter } from "./cs-playhead.ts";
import "./cs-playhead.ts";
import "./cs-progress.ts";

/** More layers are no chapters any more: nobody could read their names. */
const MOST_CHAPTERS = 48;

/** Bar above the playhead; nothing while a run is quick. */
export function progressBar({ slow, busy, run }: Runner, { pass }: State) {
  if (!slow || !busy) return "";
  const steps = (run?.layers.length ?? 1) * (pass === "backward" ? 2 : 1);
  const done = run ? run.milliseconds.size + run.gradients.size : 0;
  return html`<cs-progress .steps=${steps} .done=${done}></cs-progress>`;
}

export function playheadBar(playhead: Playhead, run: RunState | null, { layer, pass }: State) {
  return html`<cs-playhead
    .playhead=${playhead}
    .label=${layer ? `${layer}, positions` : "Layers"}
    .chapters=${layer ? [] : chaptersOf(run, pass)}
  ></cs-playhead>`;
}

/** The playhead of the overview: at the end of the input and all layers. */
export function seekLastLayer(playhead: Playhead, run: RunState | null): void {
  const nodes = (run?.layers.length ?? 0) + 1;
  playhead.pause();
  playhead.length = nodes;
  playhead.seek(nodes - 1);
}

function chaptersOf(run: RunState | null, pass: State["pass"]): Chapter[] {
  const names = [INPUT, ...(run?.layers ?? []).map(({ name }) => name)];
  if (names.length > MOST_CHAPTERS) return [];
  if (pass === "backward") names.reverse();
  return names.map((label, start) => ({ label, start }));
}
