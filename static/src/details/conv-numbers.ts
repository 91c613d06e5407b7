/** What stands between a convolution's input and output: its products, the network at a pixel, or the editor. */
import { html } from "lit";
import type { DetailContext } from "./context.ts";
import type { ConvImages } from "./conv-images.ts";
import { paints } from "./conv-names.ts";
import type { ConvPlan, Turn } from "./conv-plan.ts";
import { type ChannelSum, type OpenedFilter, strongestChannels, type UnitSum } from "./convolution.ts";
import "./cs-kernel-editor.ts";
import "./cs-kernel-turn.ts";
import "./cs-painted.ts";
import "./cs-pixel-network.ts";
import "./cs-products.ts";
import { sizeOf } from "../wire/tensor.ts";
import { planesUnder } from "./drawn-input.ts";
import type { MapImage } from "./map-image.ts";

export interface Numbers {
  plan: ConvPlan;
  filter: OpenedFilter;
  images: ConvImages;
  sum: UnitSum;
  chosen: ChannelSum;
  /** Index of the product pointed at. */
  lit: number | null;
  /** An input channel in the colours it is drawn in. */
  imageOf(channel: number): MapImage;
  light(event: CustomEvent<number | null>): void;
  choose(event: CustomEvent<number>): void;
}

/** A 1×1 kernel as a dense network; values that paint; else the products, on the way back beside the turned kernel. */
export function numbersView(numbers: Numbers, isPixel: boolean) {
  const { context } = numbers.filter;
  if (isPixel) return pixelView(numbers);
  if (context.back && paints(context)) return paintedView(numbers);
  if (!numbers.plan.turn) return productsView(numbers);
  return html`<div class="turning">${turnedKernel(numbers)} ${productsView(numbers)}</div>`;
}

/** The kernel before and after it is turned. */
function turnedKernel({ plan, images, chosen, lit }: Numbers) {
  const { cell, isWide } = plan.turn as Turn;
  return html`<cs-kernel-turn
    .kernel=${images.kernel(chosen.channel)}
    .lit=${lit === null ? null : (chosen.products[lit]?.cell.weight ?? null)}
    .cell=${cell}
    .wide=${isWide}
  ></cs-kernel-turn>`;
}

function paintedView({ plan, filter, images, chosen, lit, light }: Numbers) {
  const { kernel } = filter.window;
  const columns = kernel.at(-1) ?? 1;
  const view = {
    sum: chosen,
    kernel: filter.kernels.of(chosen.channel),
    rows: sizeOf(kernel) / columns,
    columns,
    kinds: images.kinds,
    limit: images.productLimit,
    room: plan.layout.products,
    high: plan.numbers,
  };
  return html`<cs-painted .view=${view} .lit=${lit} @cell-lit=${light}></cs-painted>`;
}

/** Input × weight = product, for every cell of the window. */
function productsView({ plan, images, chosen, lit, imageOf, light }: Numbers) {
  const { window } = plan;
  const { weightLimit, productLimit, kinds } = images;
  const [down, across] = window.rule.dilation;
  const view = {
    sum: chosen,
    columns: plan.columns,
    holes: [down - 1, across - 1] as const,
    planes: planesUnder(window, chosen.products).map(({ name }) => name),
    image: imageOf(chosen.channel),
    weightLimit,
    productLimit,
    kinds,
  };
  return html`<cs-products
    .view=${view}
    .lit=${lit}
    .room=${plan.room}
    .high=${plan.numbers}
    @cell-lit=${light}
  ></cs-products>`;
}

/** A 1×1 kernel as the dense network that it is. */
function pixelView({ plan, filter, images, sum, chosen, imageOf, choose }: Numbers) {
  const { weightLimit, productLimit } = images;
  const shown = strongestChannels(filter, plan.pixelLines(sum.channels.length));
  const view = {
    sum,
    shown: shown.includes(chosen.channel) ? shown : [...shown.slice(0, -1), chosen.channel],
    chosen: chosen.channel,
    imageOf,
    weightLimit,
    productLimit,
  };
  return html`<cs-pixel-network .view=${view} @channel-choose=${choose}></cs-pixel-network>`;
}

export function editorView(context: DetailContext, { plan, filter, chosen }: Numbers) {
  return html`<cs-kernel-editor
    .context=${context}
    .channel=${chosen.channel}
    .first=${filter.first}
    .room=${plan.layout.products}
    .high=${plan.numbers}
  ></cs-kernel-editor>`;
}
