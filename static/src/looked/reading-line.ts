/** The line that says what is at the place pointed at. */
import { html } from "lit";
import { describeUnit, unitWithin } from "../graph/raster.ts";
import type { RunState } from "../run-state.ts";
import { Tensor } from "../wire/tensor.ts";
import type { CsLooked } from "./cs-looked.ts";
import { readingOf, valuesAt } from "./reading.ts";
import { titleOf } from "./target.ts";

export function readingLine(view: CsLooked, run: RunState) {
  const { place, method, answers, targets } = view;
  if (!method || method.id === "patches") return "";
  if (!place || !run.input) {
    return html`<p class="reading" data-testid="reading">Point at a picture, or focus it and use the arrow keys, to read its numbers.</p>`;
  }
  const [, ...axes] = run.inputShape;
  const at = unitWithin(place, axes);
  const { heats } = view.heats(run);
  return html`<p class="reading" data-testid="reading" aria-live="polite">
    <b>${describeUnit(at)}</b>: input ${valuesAt(run.input, at)}${answers.map((answer, i) => {
      const map = answer?.found?.map;
      const heat = heats[i];
      const target = targets[i];
      if (!target) return "";
      const isWhole = map && view.progress >= (answer?.steps.length ?? 0) - 1 && !answer?.covered.length;
      const shown = isWhole ? map : heat ? new Tensor([1, ...axes], heat) : null;
      if (!shown || method.holds === "picture") return "";
      const { sum, terms } = readingOf(shown, at);
      return html` · ${titleOf(target, run.classes)} <b data-testid="attribution">${sum}</b>${terms.length ? ` = ${terms.join(" + ").replaceAll("+ −", "− ")}` : ""}`;
    })}
  </p>`;
}
