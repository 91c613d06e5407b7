import { html, nothing } from "lit";
import type { UnitOf } from "../reading.ts";
import type { View } from "../state.ts";
import type { CsOpened } from "./cs-opened.ts";

type Shown = Pick<CsOpened, "view" | "runner" | "unit">;

const VIEWS: readonly [View, string, string][] = [
  ["computes", "Computes", "How the layer computes"],
  ["sees", "Sees", "What the unit sees of the picture"],
];

/** The choice between how a layer computes and what its units see, and the latter where it is chosen. */
export function openedView(
  { view, runner, unit }: Shown,
  choose: (view: View) => void,
  take: (name: "pin" | "ask" | "excite", unit: UnitOf) => void,
  isBackward: boolean,
) {
  if (!unit) return nothing;
  if (view === "sees") void import("../fields/cs-field.ts");
  return html`
    <div class="views" role="group" aria-label="View">
      <button title="What excites this unit?" @click=${() => take("excite", unit)}>What excites it?</button>
      ${VIEWS.map(
        ([name, label, title]) =>
          html`<button aria-pressed=${view === name} title=${title} @click=${() => choose(name)}>${label}</button>`,
      )}
      <button title="Keep this unit, and compare others with it" @click=${() => take("pin", unit)}>Pin</button>
      ${isBackward ? html`<button title="Take the gradient of this unit's value, back to the picture" @click=${() => take("ask", unit)}>Ask for this unit</button>` : ""}
    </div>
    ${view === "sees" ? html`<cs-field .runner=${runner} .layer=${unit.layer} .map=${unit.map} .unit=${unit.unit}></cs-field>` : ""}
  `;
}
