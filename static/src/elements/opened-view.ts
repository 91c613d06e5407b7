import { html } from "lit";
import type { View } from "../state.ts";
import type { CsOpened } from "./cs-opened.ts";

type Shown = Pick<CsOpened, "view" | "runner" | "layer" | "spot">;

const VIEWS: readonly [View, string, string][] = [
  ["computes", "Computes", "How the layer computes"],
  ["sees", "Sees", "What the unit sees of the picture"],
];

/** The choice between how a layer computes and what its units see, and the latter where it is chosen. */
export function openedView(
  { view, runner, layer, spot }: Shown,
  choose: (view: View) => void,
  pin: () => void,
  excite: () => void,
  ask: (() => void) | null,
) {
  if (view === "sees") void import("../fields/cs-field.ts");
  return html`
    <div class="views" role="group" aria-label="View">
      ${VIEWS.map(
        ([name, label, title]) =>
          html`<button aria-pressed=${view === name} title=${title} @click=${() => choose(name)}>${label}</button>`,
      )}
      <button title="Keep this unit, and compare others with it" @click=${pin}>Pin</button>
      ${ask ? html`<button title="Take the gradient of this unit's value, back to the picture" @click=${ask}>Ask for this unit</button>` : ""}
      <button title="What excites this unit?" @click=${excite}>What excites it?</button>
    </div>
    ${view === "sees" ? html`<cs-field .runner=${runner} .layer=${layer} .map=${spot.map} .unit=${spot.unit}></cs-field>` : ""}
  `;
}
