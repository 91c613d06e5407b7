/** The figures: one for each target, and what one has more than the other. */
import { html } from "lit";
import { decimalsFor, shown, without } from "../details/adding-up.ts";
import { formatNumber } from "../format.ts";
import { rasterOf, type Unit } from "../graph/raster.ts";
import type { RunState } from "../run-state.ts";
import type { MethodDescription } from "../wire/attributions.ts";
import type { Answer } from "./answer.ts";
import { chosenIn } from "./controls.ts";
import { patchAt } from "./course.ts";
import type { CsLooked } from "./cs-looked.ts";
import type { Patch } from "./cs-looked-figure.ts";
import { formatTarget, NOBODY, type Target, titleOf } from "./target.ts";

export function figures(view: CsLooked, run: RunState, method: MethodDescription) {
  if (method.id === "patches") return exciting(view, run);
  const { heats, limit } = view.heats(run);
  const { targets, answers } = view;
  const difference = method.holds === "picture" ? null : view.difference(heats);
  const { kind } = rasterOf(run.inputShape);
  return html`<div class="figures ${kind === "signal" ? "signals" : ""}">
    ${targets.map((target, i) => {
      const answer = answers[i] ?? null;
      const painting = answer?.pictureAt(Math.floor(view.progress)) ?? null;
      const heat = heats[i] ?? null;
      return html`<figure>
        <figcaption>${i ? against(view, run, targets) : about(view, run, target)}</figcaption>
        <div class="fact" data-testid="fact">${factOf(answer, view)}</div>
        ${figureOf(view, run, {
          heat,
          limit,
          input: painting ?? run.input,
          patch: answer && patchAt(answer, view.progress),
          label: `${method.title} for ${titleOf(target, run.classes)}`,
        })}
      </figure>`;
    })}
    ${targets.length === 1 && method.holds !== "picture" ? alone(view, run, targets) : ""}
    ${
      difference && targets[0] && targets[1]
        ? html`<figure class="difference">
          <figcaption><b>${titleOf(targets[0], run.classes)} − ${titleOf(targets[1], run.classes)}</b></figcaption>
          <div class="fact">the difference, on the same scale</div>
          ${figureOf(view, run, { heat: difference, limit, input: run.input, patch: null, label: "What the first has more than the second" })}
        </figure>`
        : ""
    }
  </div>`;
}

interface Drawn {
  heat: Float32Array | null;
  limit: number;
  input: RunState["input"];
  patch: Patch | null;
  label: string;
}

function figureOf(view: CsLooked, run: RunState, { heat, limit, input, patch, label }: Drawn) {
  return html`<cs-looked-figure
    .input=${input}
    .preprocessing=${run.preprocessing}
    .frame=${view.frame}
    .heat=${heat}
    .limit=${limit}
    .opacity=${view.opacity / 100}
    .patch=${patch}
    .place=${view.place}
    .label=${label}
    .scheme=${view.scheme}
    @choose-place=${(event: CustomEvent<Unit | null>) => {
      view.place = event.detail;
    }}
  ></cs-looked-figure>`;
}

/** The picture itself, where there is room for it. */
const alone = (view: CsLooked, run: RunState, targets: readonly Target[]) => html`<figure class="difference">
  <figcaption>${against(view, run, targets)}</figcaption>
  <div class="fact">the picture alone</div>
  ${figureOf(view, run, { heat: null, limit: 0, input: run.input, patch: null, label: "The picture as the network sees it" })}
</figure>`;

/** Whom the first figure is about. */
function about(view: CsLooked, run: RunState, target: Target) {
  const { about } = view.state;
  const best = run.scores[0];
  const unit =
    target.kind === "unit"
      ? html`<option value=${about} selected>unit ${titleOf(target, run.classes)}</option>`
      : "";
  return html`<span class="word">for</span> <select aria-label="What is asked about" @change=${(event: Event) => view.choose({ about: chosenIn(event) })}>
      ${unit}
      <option value="" ?selected=${!about}>${best?.label} (predicted)</option>
      ${classOptions(run, about)}
    </select>`;
}

/** And whom it is compared with. */
function against(view: CsLooked, run: RunState, targets: readonly Target[]) {
  const { against } = view.state;
  const [first, second] = targets;
  const next = run.scores.find(({ index }) => first && formatTarget(first) !== String(index));
  const unit =
    second?.kind === "unit"
      ? html`<option value=${against} selected>unit ${titleOf(second, run.classes)}</option>`
      : "";
  const usual =
    first?.kind === "unit" ? "nothing" : `${next?.label} (${next === run.scores[0] ? "predicted" : "next"})`;
  return html`<span class="word">beside</span> <select aria-label="What it is compared with" @change=${(event: Event) => view.choose({ against: chosenIn(event) })}>
      ${unit}
      <option value="" ?selected=${!against}>${usual}</option>
      ${first?.kind === "unit" ? "" : html`<option value=${NOBODY} ?selected=${against === NOBODY}>nothing</option>`}
      ${classOptions(run, against)}
    </select>`;
}

const classOptions = (run: RunState, chosen: string) =>
  run.classes.map((label, i) => html`<option value=${i} ?selected=${chosen === String(i)}>${label}</option>`);

/** The target's value; under the patch also what is left of it. */
function factOf(answer: Answer | null, { progress, busy }: CsLooked) {
  const { asked } = answer ?? {};
  if (!answer || !asked) return busy ? html`<span role="status">asking…</span>` : "the picture alone";
  const value = formatNumber(asked.value);
  const covered = answer.covered[Math.floor(progress)];
  if (covered) {
    const decimals = decimalsFor(Math.max(Math.abs(asked.value), Math.abs(covered.value)));
    const [open, under] = [shown(asked.value, decimals), shown(covered.value, decimals)];
    const fall = without(open, under, covered.fall, decimals);
    return html`covered <b>${under.text}</b>, uncovered <b>${open.text}</b>: fell by <b>${fall.text}</b>`;
  }
  const painted = answer.painted[Math.min(Math.floor(progress), answer.painted.length - 1)];
  if (painted)
    return html`value <b>${formatNumber(painted.value)}</b>, began at <b>${formatNumber(answer.painted[0]?.value ?? Number.NaN)}</b>`;
  return html`${asked.unit ? "value" : "score"} <b>${value}</b>`;
}

/** Of a class, the patches that its score is largest for. */
function exciting(view: CsLooked, run: RunState) {
  const [target] = view.targets;
  if (!target) return "";
  const [layer, map] = target.kind === "class" ? [run.logits, target.index] : [target.layer, target.index[0]];
  return html`<figure class="exciting">
    <figcaption>${about(view, run, target)}</figcaption>
    <cs-exciting
      .run=${run}
      .layer=${layer}
      .map=${map ?? 0}
      .samples=${view.samples}
      .scheme=${view.scheme}
      @open-sample=${(event: CustomEvent) => view.dispatchEvent(new CustomEvent("open-sample", { detail: event.detail }))}
    ></cs-exciting>
  </figure>`;
}
