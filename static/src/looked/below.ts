/** Below the figures: what explains them, as each method has it. */
import { html } from "lit";
import { decimalsFor, shown, without } from "../details/adding-up.ts";
import { formatPercent } from "../format.ts";
import type { RunState } from "../run-state.ts";
import type { MethodDescription } from "../wire/attributions.ts";
import { placeInMaps } from "./cam.ts";
import { curvesOf, stepInWords } from "./course.ts";
import "./cs-cam.ts";
import "./cs-course.ts";
import type { CsLooked } from "./cs-looked.ts";
import "./cs-sanity.ts";
import { titleOf } from "./target.ts";

export function below(view: CsLooked, run: RunState, method: MethodDescription) {
  if (method.id === "patches") return "";
  return html`${view.state.sanity && method.holds !== "picture" ? sanity(view, run, method) : html`${completeness(view, run)} ${course(view, run)} ${cams(view, run)}`}`;
}

function sanity(view: CsLooked, run: RunState, method: MethodDescription) {
  const [target] = view.targets;
  if (!target || !run.ended) return "";
  return html`<cs-sanity
    .run=${run}
    .query=${view.query(method)}
    .target=${target}
    .trained=${view.answers[0] ?? null}
    .frame=${view.frame}
    .scheme=${view.scheme}
  ></cs-sanity>`;
}

/** Σ of all numbers = target here − target on the empty picture, but for the error of the steps. */
function completeness(view: CsLooked, run: RunState) {
  const rows = view.answers.flatMap((answer, i) => {
    const { total, expected } = answer?.found ?? {};
    const { value, baseline } = answer?.asked ?? {};
    const target = view.targets[i];
    if (total == null || expected == null || value == null || baseline == null || !target) return [];
    const decimals = decimalsFor(Math.max(Math.abs(value), Math.abs(baseline)));
    const [here, empty, sum] = [value, baseline, total].map((each) => shown(each, decimals));
    if (!here || !empty || !sum) return [];
    const should = without(here, empty, expected, decimals);
    const gap = without(sum, should, total - expected, decimals);
    return [
      html`<tr data-testid="completeness">
        <th scope="row">${titleOf(target, run.classes)}</th>
        <td>${here.text}</td><td>− ${empty.text.startsWith("−") ? `(${empty.text})` : empty.text}</td><td>= ${should.text}</td>
        <td><b>${sum.text}</b></td><td>${gap.text} (${formatPercent(Math.abs((total - expected) / expected))})</td>
      </tr>`,
    ];
  });
  if (!rows.length) return "";
  return html`<table class="sums">
    <thead><tr><td></td><th scope="col">score here</th><th scope="col">on the empty picture</th><th scope="col">should be shared out</th><th scope="col">Σ of all pixels</th><th scope="col">gap</th></tr></thead>
    <tbody>${rows}</tbody>
  </table>`;
}

function course(view: CsLooked, run: RunState) {
  const answers = view.answers.filter((answer) => answer !== null);
  const [first] = answers;
  if (!first?.steps.length) return "";
  const position = Math.min(Math.floor(view.progress), first.positions - 1);
  const words = stepInWords(first, position);
  const series = answers.flatMap((answer) => {
    const { values, totals } = curvesOf(answer);
    const copy = answer.averaged.length && !totals.length ? " on this copy" : "";
    const name = `${titleOf(answer.target, run.classes)}${copy}`;
    // Of one target only: two and their sums would be four lines.
    const way =
      totals.length && answers.length === 1
        ? [{ name: "empty + Σ so far", values: totals, dashed: true }]
        : [];
    return [{ name, values }, ...way];
  });
  return html`<p data-testid="step">${words}</p><cs-course .series=${series} .length=${Math.max(first.length, 2)} .position=${position} .label=${`The target's value at every step; ${words}`}></cs-course>`;
}

function cams(view: CsLooked, run: RunState) {
  const parts = view.answers.flatMap((answer, i) => {
    const { coarse, weights, layer } = answer?.found ?? {};
    const target = view.targets[i];
    if (!coarse || !weights || !layer || !target) return [];
    const place = view.place && placeInMaps(view.place, run.inputShape.slice(1), coarse.shape);
    return [
      html`<cs-cam
        .weights=${weights}
        .coarse=${coarse}
        .maps=${run.activations.get(layer) ?? null}
        .place=${place}
        .layer=${layer}
        .target=${titleOf(target, run.classes)}
        .most=${view.answers.length > 1 ? 4 : 8}
        .scheme=${view.scheme}
      ></cs-cam>`,
    ];
  });
  return parts.length ? html`<div class="cams">${parts}</div>` : "";
}
