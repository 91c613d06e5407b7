import { html } from "lit";
import type { SeenSource } from "../fields/seen-source.ts";
import type { UnitOf } from "../reading.ts";
import type { RunState } from "../run-state.ts";

/** The list of the units that see the chosen place, below the network; nothing while no place is chosen. */
export function seenPanel(seen: SeenSource, run: RunState | null, open: (at: UnitOf) => void) {
  if (!seen.at || !run) return "";
  void import("../fields/cs-seen.ts");
  return html`<cs-seen
    .at=${seen.at}
    .seen=${seen.layers}
    .layers=${run.layers}
    .problem=${seen.problem}
    @close=${() => seen.choose(null)}
    @open-unit=${(event: CustomEvent<UnitOf>) => open(event.detail)}
  ></cs-seen>`;
}
