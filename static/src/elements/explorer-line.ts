/** The line below the network: what is pointed at, finding and zooming in the overview, and what colours mean. */
import { html } from "lit";
import type { Reading } from "../reading.ts";
import type { Back, State } from "../state.ts";
import type { LayerDescription } from "../wire/events.ts";
import type { CsNetworkView } from "./cs-network-view.ts";
import "./cs-find.ts";
import "./cs-legend.ts";
import "./cs-pointer-line.ts";
import "./cs-zoom.ts";

interface Line {
  state: State;
  reading: Reading | null;
  layers: readonly LayerDescription[];
  scheme: string;
  /** Whether maps show how they differ from those before an edit. */
  differs: boolean;
  network: () => CsNetworkView;
  /** Begins the film of the whole pass. */
  play: () => void;
  /** Shows what the network looked at. */
  look: () => void;
  choose: (change: Partial<State>) => void;
}

/** What maps show of a backward pass. */
const BACK: Record<Back, string> = {
  gradients: "gradients",
  both: "both",
  outputs: "outputs",
};

export function explorerLine({ state, reading, layers, scheme, differs, network, play, look, choose }: Line) {
  const idle = state.layer
    ? "Click or drag on the output to move; space plays, Enter goes in, Escape goes back."
    : "Point at a map to read its values, click it to open the layer.";
  const find = (event: CustomEvent<string>) => void network().focusLayer(event.detail);
  const tools = html`<button class="what-looked" @click=${look}>What did it look at?</button><button class="play-network" @click=${play}>▶ Play the network</button><cs-find .layers=${layers} @find=${find}></cs-find><cs-zoom
      .of=${network} .layers=${layers} .toggled=${state.blocks}></cs-zoom>`;
  const gradients = state.pass === "backward" && (Boolean(state.layer) || state.back !== "outputs");
  const isOver = state.pass === "backward" && !state.layer && state.back === "both";
  return html`
    <cs-pointer-line .reading=${reading} .idle=${idle}></cs-pointer-line>
    ${state.layer ? "" : tools}
    ${state.pass === "backward" && !state.layer ? backChoice(state, choose) : ""}
    ${isOver ? html`<span>grey: output</span>` : ""}
    <cs-legend wide .kind=${differs ? "difference" : gradients ? "gradient" : "activation"} .scheme=${scheme}></cs-legend>
  `;
}

function backChoice({ back }: State, choose: (change: Partial<State>) => void) {
  const chosen = (event: Event) => choose({ back: (event.target as HTMLSelectElement).value as Back });
  return html`<select aria-label="Maps show" @change=${chosen}>
    ${Object.entries(BACK).map(([value, name]) => html`<option value=${value} ?selected=${value === back}>${name}</option>`)}
  </select>`;
}
