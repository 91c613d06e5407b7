/** The line below a convolution's products: their sum; or, with one of them pointed at, that product in full. */
import { html, nothing } from "lit";
import { formatNumber } from "../format.ts";
import { describeUnit, unitAt } from "../graph/raster.ts";
import { productFormula, sumSoFar } from "./conv-formula.ts";
import { written } from "./conv-sum.ts";
import type { ConvWindow } from "./conv-window.ts";
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
  dWeights: Float32Array | undefined;
}

export function equation({ filter, sum, chosen, lit, limits, dWeights }: Equation) {
  const { products, channel } = chosen;
  const product = lit === null ? undefined : products[lit];
  if (!product) {
    const words = products.length === 1 ? "The one product" : `Σ ${products.length} products`;
    return html`<span>${words} = <b>${written(chosen.sum)}</b>, the sum of channel ${channel}</span>`;
  }
  const slope = dWeights?.[product.cell.weight];
  return html`
    <span>${placeOf(filter.window, product)}:</span>
    <cs-formula .lines=${[productFormula(filter, channel, product)]} .limits=${limits}></cs-formula>
    ${slope === undefined ? nothing : html`<span>dL/dw = <b data-testid="d-weight-lit" data-value=${slope}>${formatNumber(slope)}</b></span>`}
    ${filter.context.product === null ? nothing : html`<span>so far <b data-testid="so-far">${sumSoFar(sum, channel, lit as number)}</b></span>`}
  `;
}

function placeOf({ isTransposed, kernel }: ConvWindow, { cell: { at, zero, weight } }: Product): string {
  if (!at) return zero === "padding" ? "padding" : "a zero between two values";
  const place = describeUnit(at);
  return isTransposed ? `${place} paints its kernel's ${describeUnit(unitAt(weight, kernel))}` : place;
}
