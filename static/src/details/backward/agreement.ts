/** That a turned kernel which slides and kernels that are painted make the same gradient, with the numbers. */
import { html, nothing } from "lit";
import { formatFixed } from "../../format.ts";
import type { DetailContext } from "../context.ts";
import type { UnitSum } from "../convolution.ts";
import { groupOf } from "../geometry.ts";
import { isTransposed } from "../operation-names.ts";
import { paintersOf, type Rule } from "./painting.ts";

/** What all values of dL/dY paint onto the opened place of dL/dX; of the way back of a convolution. */
export function paintedSum({ layer, inputs, output, weights, map, unit }: DetailContext): number {
  const [upstream, weight] = [inputs[0]?.tensor, weights.weight];
  if (!upstream || !weight) return Number.NaN;
  const [filters = 1, ...places] = upstream.shape;
  const [channels = 1] = output.shape;
  const groups = layer.groups ?? 1;
  const { first, count } = groupOf(map, channels, filters, groups);
  const painters = paintersOf(layer as Rule, places, unit);
  let sum = 0;
  for (let filter = first; filter < first + count; filter++)
    for (const { at, cell } of painters)
      sum += upstream.at(filter, ...at) * weight.at(filter, map % (channels / groups), ...cell);
  return sum;
}

/** One line below the sum; its button goes to the other telling. */
export function agreement(context: DetailContext, { total, together, decimals }: UnitSum) {
  const { back, layer, how } = context;
  if (!back || !isTransposed(layer) || !context.weights.weight) return nothing;
  const isPainted = how === "scatter";
  const painted = paintedSum(context);
  const other = isPainted ? together.value : painted;
  const isSame = Math.abs(painted - together.value) < 0.5 * 10 ** -decimals;
  const go = (event: Event) =>
    event.currentTarget?.dispatchEvent(
      new CustomEvent("choose-how", { detail: isPainted ? "" : "scatter", bubbles: true, composed: true }),
    );
  return html`
    <p class="agreement" data-testid="agreement">
      <button class="link" @click=${go}>${isPainted ? "Turned and slid" : "Painted, one by one"}</button>:
      <b data-value=${other}>${isSame ? total.text : formatFixed(other, decimals)}</b>${isSame ? ", the same" : ""}
    </p>
  `;
}
