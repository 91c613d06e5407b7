/** The explorer's last line: how far a slow run has come, and the playhead. */
import { html } from "lit";
import type { Grain } from "../grain.ts";
import { INPUT } from "../graph/connectivity.ts";
import type { Playhead } from "../playhead.ts";
import type { RunState } from "../run-state.ts";
import type { Runner } from "../runner.ts";
import type { State } from "../state.ts";
import type { Whereabouts } from "../whereabouts.ts";
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

export function playheadBar(
  playhead: Playhead,
  run: RunState | null,
  { layer, pass }: State,
  whereabouts: Whereabouts,
) {
  const { grains, grain } = whereabouts;
  return html`<cs-playhead
    .playhead=${playhead}
    .label=${layer ? labelOf(layer, grain) : "Layers"}
    .chapters=${layer ? openedChapters(run, grain) : chaptersOf(run, pass)}
    .grains=${layer ? grains : []}
    .grain=${grain}
    @choose-grain=${(event: CustomEvent<Grain>) => whereabouts.chooseGrain(event.detail)}
  ></cs-playhead>`;
}

const STEPS: Record<Grain, string> = {
  layer: "layers",
  channel: "maps",
  position: "positions",
  product: "products",
};

const labelOf = (layer: string, grain: Grain): string =>
  grain === "layer" ? "Layers" : `${layer}, ${STEPS[grain]}`;

/** Inside a layer only steps from layer to layer have names. */
const openedChapters = (run: RunState | null, grain: Grain): Chapter[] =>
  grain === "layer"
    ? chaptersOf(run, "forward")
        .slice(1)
        .map(({ label }, start) => ({ label, start }))
    : [];

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
