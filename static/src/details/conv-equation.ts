/** The line below a convolution's products: their sum; or, with one of them pointed at, that product in full. */
import { html, nothing } from "lit";
import { describeUnit, unitAt } from "../graph/raster.ts";
import { productFormula, sumSoFar } from "./conv-formula.ts";
import { namesOf, paints } from "./conv-names.ts";
import { written } from "./conv-sum.ts";
import type { ChannelSum, OpenedFilter, Product, UnitSum } from "./convolution.ts";
import "./cs-formula.ts";
import type { Limits } from "./cs-formula.ts";

export interface Equation {
  filter: OpenedFilter;
  sum: UnitSum;
  chosen: ChannelSum;
  /** Index of the product pointed at. */
  lit: number | null;
  limits: Limits;
}

export function equation({ filter, sum, chosen, lit, limits }: Equation) {
  const { products, channel } = chosen;
  const product = lit === null ? undefined : products[lit];
  if (!product) {
    const words = products.length === 1 ? "The one product" : `Σ ${products.length} products`;
    return html`<span>${words} = <b>${written(chosen.sum)}</b>, the sum of ${namesOf(filter.context).input} ${channel}</span>`;
  }
  return html`
    <span>${placeOf(filter, product)}:</span>
    <cs-formula .lines=${[productFormula(filter, channel, product)]} .limits=${limits}></cs-formula>
    ${filter.context.product === null ? nothing : html`<span>so far <b data-testid="so-far">${sumSoFar(sum, channel, lit as number)}</b></span>`}
  `;
}

function placeOf({ window, context }: OpenedFilter, { cell: { at, zero, weight } }: Product): string {
  if (!at) return zero === "padding" ? "padding" : "a zero between two values";
  const place = describeUnit(at);
  return paints(context)
    ? `${place} paints its kernel's ${describeUnit(unitAt(weight, window.kernel))}`
    : place;
}
