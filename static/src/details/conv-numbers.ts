/** What stands between a convolution's input and output: its products, the network at a pixel, or the editor. */
import { html } from "lit";
import type { DetailContext } from "./context.ts";
import type { ConvImages } from "./conv-images.ts";
import type { ConvPlan } from "./conv-plan.ts";
import { type ChannelSum, type OpenedFilter, strongestChannels, type UnitSum } from "./convolution.ts";
import "./cs-kernel-editor.ts";
import "./cs-pixel-network.ts";
import "./cs-products.ts";
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

/** Input × weight = product, for every cell of the window. */
export function productsView({ plan, images, chosen, lit, imageOf, light }: Numbers) {
  const { window } = plan;
  const { weightLimit, productLimit, dWeightLimit } = images;
  const [down, across] = window.rule.dilation;
  const view = {
    sum: chosen,
    columns: plan.columns,
    holes: [down - 1, across - 1] as const,
    planes: planesUnder(window, chosen.products).map(({ name }) => name),
    image: imageOf(chosen.channel),
    weightLimit,
    productLimit,
    dWeights: images.dWeights(chosen.channel),
    dWeightLimit,
  };
  return html`<cs-products
    .view=${view}
    .lit=${lit}
    .room=${plan.layout.products}
    .high=${plan.numbers}
    @cell-lit=${light}
  ></cs-products>`;
}

/** A 1×1 kernel as the dense network that it is. */
export function pixelView({ plan, filter, images, sum, chosen, imageOf, choose }: Numbers) {
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
