import { html, nothing, type PropertyValues } from "lit";
import { briefName, formatNumber } from "../format.ts";
import "../elements/cs-legend.ts";
import { shared } from "../styles/shared.ts";
import { commonScale } from "./common-scale.ts";
import { type ConvContent, type ConvLayout, convLayout } from "./conv-layout.ts";
import { convStyles } from "./conv-styles.ts";
import {
  addedUp,
  type ChannelSum,
  inputSize,
  type OpenedFilter,
  openFilter,
  strongestChannels,
  sumOfUnit,
  type UnitSum,
} from "./convolution.ts";
import type { ChannelCard, CsChannels } from "./cs-channels.ts";
import "./cs-channels.ts";
import { type CsMap, UNIT_FRAME } from "./cs-map.ts";
import "./cs-map.ts";
import "./cs-products.ts";
import { ConvImages } from "./conv-images.ts";
import { sumLine, sumView, written } from "./conv-sum.ts";
import { DetailElement } from "./detail-element.ts";
import {
  cellOf,
  type Pair,
  paddingRing,
  unitAround,
  type WindowRule,
  windowRule,
  windowStart,
} from "./geometry.ts";
import { limitFor } from "./limits.ts";
import { type MapImage, mapImage } from "./map-image.ts";
import { mapStepper, mapStepperStyles } from "./map-stepper.ts";

/** More channels than these are not laid out one by one. */
const MOST_CARDS = 64;

/** A convolution, number by number: input, window × kernel = products, channel sums, bias, output. */
export class CsConvDetail extends DetailElement {
  static override properties = {
    ...DetailElement.properties,
    channel: { state: true },
    lit: { state: true },
    shows: { state: true },
  };

  /** The input channel that is enlarged. */
  declare channel: number;
  /** The window's cell under the pointer. */
  declare lit: number | null;
  /** What the input maps show in a backward pass. */
  declare shows: "input" | "gradient";

  #filter: OpenedFilter | undefined;
  #images: ConvImages | undefined;
  #openedFor = "";
  #product: number | null = null;
  #cardsFor: { of: string; channels: number[] } | undefined;

  constructor() {
    super();
    this.channel = 0;
    this.lit = null;
    this.shows = "input";
  }

  static override styles = [shared, mapStepperStyles, convStyles];

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    this.#filter = openFilter(this.context);
    this.#images = new ConvImages(this.#filter);
    this.#chooseChannel(this.#filter);
    this.#followProduct(this.#filter);
  }

  /** Stepping through products enlarges their channel and points at their cell. */
  #followProduct({ first }: OpenedFilter): void {
    const { product } = this.context;
    if (product === this.#product) return;
    this.#product = product;
    const cells = this.#rule.kernel[0] * this.#rule.kernel[1];
    if (product !== null) this.channel = first + Math.floor(product / cells);
    this.lit = product === null ? null : product % cells;
  }

  /** The channels that have a card: those with the largest kernels, where there are very many. */
  get #strongest(): number[] {
    const { layer, map } = this.context;
    const of = `${layer.name} ${map}`;
    if (this.#cardsFor?.of !== of) {
      this.#cardsFor = { of, channels: strongestChannels(this.#filter as OpenedFilter, MOST_CARDS) };
    }
    return this.#cardsFor.channels;
  }

  override render() {
    const filter = this.#filter as OpenedFilter;
    const sum = sumOfUnit(filter, cellOf(this.context.unit));
    const chosen = sum.channels[this.channel - filter.first] as ChannelSum;
    const layout = convLayout(this.room, this.#content(filter));
    this.setAttribute("arrangement", layout.arrangement);
    return html`
      ${this.#input(layout, chosen)} ${this.#products(layout, sum, chosen)} ${this.#output(layout, sum)}
      ${layout.arrangement === "tiny" ? nothing : html`${this.#channels(layout, sum)}${this.#sum(sum)}`}
    `;
  }

  protected override slide(): void {
    const [y, x] = this.between((unit) => windowStart(this.#rule, unit));
    this.renderRoot.querySelector<CsMap>("#input")?.moveFrame(y, x);
    this.renderRoot.querySelector<CsChannels>("cs-channels")?.moveFrames(y, x);
    this.renderRoot.querySelector<CsMap>("#output")?.moveFrame(...this.between((unit) => unit));
  }

  /** A newly opened map begins with the channel that counts most; from then on it is the person's choice. */
  #chooseChannel(filter: OpenedFilter): void {
    const { layer, map, unit } = this.context;
    const opened = `${layer.name} ${map}`;
    if (opened === this.#openedFor) return;
    this.#openedFor = opened;
    const [first, ...others] = sumOfUnit(filter, cellOf(unit)).channels;
    const weight = (each: ChannelSum | undefined) => Math.abs(each?.sum.value ?? 0);
    this.channel =
      others.reduce((most, each) => (weight(each) > weight(most) ? each : most), first)?.channel ?? 0;
  }

  get #rule(): WindowRule {
    return windowRule(this.context.layer);
  }

  get #outputSize(): Pair {
    return this.steps.size;
  }

  get #ring() {
    return paddingRing(this.#rule, inputSize(this.context), this.#outputSize);
  }

  #content({ count }: OpenedFilter): ConvContent {
    const [height, width] = inputSize(this.context);
    const [top, left, bottom, right] = this.#ring;
    const { kernel } = this.#rule;
    const isBackward = this.context.gradient !== undefined;
    return {
      cells: Math.max(height + top + bottom, width + left + right),
      columns: kernel[1],
      lines: kernel[0] * (isBackward ? 4 : 3),
      channels: Math.min(count, MOST_CARDS),
      kernels: isBackward ? 2 : 1,
    };
  }

  #input(layout: ConvLayout, { products }: ChannelSum) {
    const { inputs, unit } = this.context;
    const lit = this.lit === null ? undefined : products[this.lit];
    const captioned = layout.arrangement !== "tiny";
    const of = inputs[0]?.tensor.shape[0] ?? 1;
    return html`
      <section class="input">
        <h3>${briefName(inputs[0]?.name ?? "")} <small>channel ${this.channel} of ${of}</small></h3>
        <cs-map
          id="input"
          data-testid="input-map"
          .image=${this.#inputMap(this.channel)}
          .ring=${this.#ring}
          .frame=${this.#rule}
          .size=${layout.map}
          .pickable=${true}
          .unit=${middleOf(products)}
          .lit=${lit && [lit.y, lit.x]}
          .label=${`${inputs[0]?.name}, channel ${this.channel}, with the window`}
          .caption=${captioned ? `window of unit ${unit.join(", ")}` : undefined}
          @cell-pick=${(event: CustomEvent<Pair>) => this.go({ unit: unitAround(this.#rule, event.detail, this.#outputSize) })}
        ></cs-map>
      </section>
    `;
  }

  #inputToggle() {
    const button = (shows: "input" | "gradient", label: string) => html`
      <button class="toggle" aria-pressed=${this.shows === shows} @click=${() => {
        this.shows = shows;
      }}>${label}</button>
    `;
    return html`<div class="toggles" role="group" aria-label="Input maps show">${button("input", "values")} ${button("gradient", "dL/dX")}</div>`;
  }

  #products(layout: ConvLayout, sum: UnitSum, chosen: ChannelSum) {
    const { kernel } = this.#rule;
    const images = this.#images as ConvImages;
    const dWeights = images.dKernel(chosen.channel);
    const view = {
      sum: chosen,
      columns: kernel[1],
      image: this.inputImage(chosen.channel),
      weightLimit: images.weightLimit,
      productLimit: images.productLimit,
      dWeights: dWeights?.tensor.data,
      dWeightLimit: images.dWeightLimit,
    };
    const scale = commonScale(images.dWeightLimit);
    const few = layout.arrangement === "tiny";
    return html`
      <section class="products">
        <div class="heading">
          <h3>window × kernel <small>channel ${chosen.channel}${dWeights ? `, ∂ = dL/dW ${scale.label}` : ""}</small></h3>
          <cs-legend class="legend" kind="weight" .limit=${images.weightLimit} .scheme=${this.scheme.scheme}></cs-legend>
        </div>
        <cs-products
          .view=${view}
          .lit=${this.lit}
          .room=${layout.products}
          .high=${layout.map}
          @cell-lit=${this.#light}
        ></cs-products>
        <div class="equation" data-testid="equation">${few ? sumLine(sum) : this.#equation(chosen, dWeights)}</div>
      </section>
    `;
  }

  /** The products' sum; or, with a cell pointed at, that cell's product. */
  #equation({ products, sum, channel }: ChannelSum, dWeights: MapImage | undefined) {
    const cell = this.lit === null ? undefined : products[this.lit];
    if (!cell)
      return html`${products.length === 1 ? "The one product" : `Σ ${products.length} products`} = <b>${written(sum)}</b>, the sum of channel ${channel}`;
    const slope = dWeights?.tensor.data[this.lit as number];
    return html`
      ${cell.inside ? `row ${cell.y}, column ${cell.x}` : "padding"}: ${cell.inputText} × ${cell.weightText} = <b>${written(cell.product)}</b>
      ${slope === undefined ? nothing : html` · dL/dw = <b data-testid="d-weight-lit" data-value=${slope}>${formatNumber(slope)}</b>`}
    `;
  }

  #channels(layout: ConvLayout, { channels, decimals }: UnitSum) {
    const images = this.#images as ConvImages;
    const limit = Math.max(...channels.map(({ sum }) => Math.abs(sum.value)));
    const isShown = new Set([...this.#strongest, this.channel]);
    const shown = channels.filter(({ channel }) => isShown.has(channel));
    const others = channels.filter(({ channel }) => !isShown.has(channel));
    const cards = shown.map(
      (sum): ChannelCard => ({
        sum,
        map: this.#inputMap(sum.channel),
        kernel: images.kernel(sum.channel),
        dKernel: images.dKernel(sum.channel),
      }),
    );
    const words = this.context.gradient ? "input, kernel, dL/dW, sum" : "input, kernel, sum of products";
    return html`
      <section class="channels">
        <div class="heading">
          <h3>${headingOf(shown.length, channels.length)} <small>${words}${
            others.length
              ? html`; the ${others.length} others together
                <b data-testid="others-sum">${addedUp(others, decimals)}</b>`
              : nothing
          }</small></h3>
          ${this.context.gradient ? this.#inputToggle() : nothing}
        </div>
        <div class="scroll">
          <cs-channels
            .cards=${cards}
            .frame=${this.#rule}
            .ring=${this.#ring}
            .chosen=${this.channel}
            .thumb=${layout.thumb}
            .limit=${limit}
            @channel-choose=${(event: CustomEvent<number>) => {
              this.channel = event.detail;
            }}
          ></cs-channels>
        </div>
      </section>
    `;
  }

  #sum(sum: UnitSum) {
    return html`<section class="sum" tabindex="0" aria-label="The sum"><h3>The sum</h3>${sumView(this.context, sum)}</section>`;
  }

  #output(layout: ConvLayout, { total }: UnitSum) {
    const { layer, map, unit, gradient } = this.context;
    const image = gradient
      ? mapImage(gradient.dOutput, map, "gradient", limitFor(gradient.dOutput))
      : this.outputImage(map);
    const captioned = layout.arrangement !== "tiny";
    const value = gradient ? formatNumber(gradient.dOutput.at(map, ...unit)) : total.text;
    return html`
      <section class="output">
        <div class="heading">
          <h3>${gradient ? "dL/dY of " : ""}${briefName(layer.name)} <small>map ${map} of ${this.steps.maps}</small></h3>
          ${mapStepper(map, this.steps.maps, (next) => this.go({ map: next }))}
        </div>
        <cs-map
          id="output"
          data-testid="output-map"
          .image=${image}
          .frame=${UNIT_FRAME}
          .size=${this.#outputPixels(layout)}
          .pickable=${true}
          .unit=${cellOf(unit)}
          .label=${`${layer.name}, map ${map}: choose a unit`}
          .caption=${captioned ? `unit ${unit.join(", ")} = ${value}` : undefined}
          @cell-pick=${(event: CustomEvent<Pair>) => this.go({ unit: event.detail })}
        ></cs-map>
      </section>
    `;
  }

  /** As large as the input's map without its ring, so that equal cells are equally large. */
  #outputPixels({ map }: ConvLayout): number {
    const [height, width] = inputSize(this.context);
    const [top, left, bottom, right] = this.#ring;
    return (map * Math.max(height, width)) / Math.max(height + top + bottom, width + left + right);
  }

  readonly #light = (event: CustomEvent<number | null>): void => {
    this.lit = event.detail;
  };

  #inputMap(channel: number): MapImage {
    const dInput = this.shows === "gradient" ? this.#images?.dInput(channel) : undefined;
    return dInput ?? this.inputImage(channel);
  }
}

function headingOf(shown: number, channels: number): string {
  if (channels === 1) return "The one channel";
  return shown === channels ? `All ${channels} channels` : `${shown} of ${channels} channels`;
}

function middleOf(products: ChannelSum["products"]): Pair {
  const middle = products[Math.floor(products.length / 2)];
  return [middle?.y ?? 0, middle?.x ?? 0];
}

customElements.define("cs-conv-detail", CsConvDetail);

declare global {
  interface HTMLElementTagNameMap {
    "cs-conv-detail": CsConvDetail;
  }
}
