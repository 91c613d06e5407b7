import { html, nothing, type PropertyValues } from "lit";
import { formatNumber } from "../format.ts";
import { shared } from "../styles/shared.ts";
import { Tensor } from "../wire/tensor.ts";
import type { Shown } from "./adding-up.ts";
import { commonScale } from "./common-scale.ts";
import { type ConvLayout, convLayout } from "./conv-layout.ts";
import { convStyles } from "./conv-styles.ts";
import {
  type ChannelSum,
  inputSize,
  type OpenedFilter,
  openFilter,
  sumOfUnit,
  type UnitSum,
} from "./convolution.ts";
import type { ChannelCard, CsChannels } from "./cs-channels.ts";
import "./cs-channels.ts";
import { type CsMap, UNIT_FRAME } from "./cs-map.ts";
import "./cs-map.ts";
import "./cs-products.ts";
import { DetailElement, limitFor } from "./detail-element.ts";
import { type Pair, paddingRing, unitAround, type WindowRule, windowRule, windowStart } from "./geometry.ts";
import { type MapImage, mapImage } from "./map-image.ts";

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

  constructor() {
    super();
    this.channel = 0;
    this.lit = null;
    this.shows = "input";
  }

  static override styles = [shared, convStyles];

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    this.#filter = openFilter(this.context);
    const { first, count } = this.#filter;
    if (this.channel < first || this.channel >= first + count) this.channel = first;
  }

  override render() {
    const filter = this.#filter as OpenedFilter;
    const sum = sumOfUnit(filter, this.context.unit);
    const chosen = sum.channels[this.channel - filter.first] as ChannelSum;
    const layout = convLayout(this.room.width, this.room.height, this.#rule.kernel[1], filter.count);
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

  get #rule(): WindowRule {
    return windowRule(this.context.layer);
  }

  get #outputSize(): Pair {
    const { height, width } = this.steps;
    return [height, width];
  }

  get #ring() {
    return paddingRing(this.#rule, inputSize(this.context), this.#outputSize);
  }

  #input(layout: ConvLayout, { products }: ChannelSum) {
    const { inputs, unit } = this.context;
    const lit = this.lit === null ? undefined : products[this.lit];
    const of = inputs[0]?.tensor.shape[0] ?? 1;
    return html`
      <section class="input">
        <h3>${inputs[0]?.name} <small>channel ${this.channel} of ${of}</small></h3>
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
          .caption=${`window of unit ${unit.join(", ")}`}
          @cell-pick=${(event: CustomEvent<Pair>) => this.go({ unit: unitAround(this.#rule, event.detail, this.#outputSize) })}
        ></cs-map>
        ${this.context.gradient ? this.#inputToggle() : nothing}
      </section>
    `;
  }

  #inputToggle() {
    const button = (shows: "input" | "gradient", label: string) => html`
      <button class="toggle" aria-pressed=${this.shows === shows} @click=${() => {
        this.shows = shows;
      }}>${label}</button>
    `;
    return html`<div role="group" aria-label="Input maps show">${button("input", "values")} ${button("gradient", "dL/dX")}</div>`;
  }

  #products(layout: ConvLayout, sum: UnitSum, chosen: ChannelSum) {
    const { kernel } = this.#rule;
    const dWeights = this.#dKernel(chosen.channel);
    const scale = commonScale(this.#dWeightLimit);
    const view = {
      sum: chosen,
      columns: kernel[1],
      image: this.inputImage(chosen.channel),
      weightLimit: this.#weightLimit,
      productLimit: this.#productLimit,
      dWeights: dWeights?.tensor.data,
      dWeightLimit: this.#dWeightLimit,
    };
    const few = layout.arrangement === "tiny";
    return html`
      <section class="products">
        <h3>window × kernel <small>channel ${chosen.channel}${dWeights ? `, ∂ = dL/dW ${scale.label}` : ""}</small></h3>
        <cs-products
          .view=${view}
          .lit=${this.lit}
          .room=${layout.products}
          .high=${layout.map}
          @cell-lit=${this.#light}
        ></cs-products>
        <div class="equation" data-testid="equation">${few ? this.#inOneLine(sum) : this.#equation(chosen, dWeights)}</div>
      </section>
    `;
  }

  /** The products' sum; or, with a cell pointed at, that cell's product. */
  #equation({ products, sum, channel }: ChannelSum, dWeights: MapImage | undefined) {
    const cell = this.lit === null ? undefined : products[this.lit];
    if (!cell)
      return html`Σ ${products.length} products = <b>${written(sum)}</b>, the sum of channel ${channel}`;
    const slope = dWeights?.tensor.data[this.lit as number];
    return html`
      ${cell.inside ? `row ${cell.y}, column ${cell.x}` : "padding"}: ${cell.inputText} × ${cell.weightText} = <b>${written(cell.product)}</b>
      ${slope === undefined ? nothing : html` · dL/dw = <b data-testid="d-weight-lit" data-value=${slope}>${formatNumber(slope)}</b>`}
    `;
  }

  #inOneLine({ channels, together, bias, total }: UnitSum) {
    return html`Σ ${channels.length} channels ${together.text} + bias ${written(bias)} = <b data-testid="total" data-value=${total.value}>${total.text}</b>`;
  }

  #channels(layout: ConvLayout, { channels }: UnitSum) {
    const limit = Math.max(...channels.map(({ sum }) => Math.abs(sum.value)));
    const cards = channels.map(
      (sum): ChannelCard => ({
        sum,
        map: this.#inputMap(sum.channel),
        kernel: this.#kernel(sum.channel),
        dKernel: this.#dKernel(sum.channel),
      }),
    );
    const words = this.context.gradient ? "input, kernel, dL/dW, sum" : "input, kernel, sum of products";
    return html`
      <section class="channels">
        <h3>${channels.length === 1 ? "The one channel" : `All ${channels.length} channels`} <small>${words}</small></h3>
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

  #sum({ channels, together, bias, total }: UnitSum) {
    const { gradient, map, unit, weights } = this.context;
    const moved =
      bias.adjusted ||
      channels.some(({ sum, products }) => sum.adjusted || products.some((p) => p.product.adjusted));
    const dBias = gradient?.dBias?.at(map);
    return html`
      <section class="sum">
        <h3>The sum</h3>
        <dl class="lines">
          <dt>Σ ${channels.length === 1 ? "1 channel" : `${channels.length} channels`}</dt>
          <dd data-testid="together" data-value=${together.value}>${together.text}</dd>
          <dt>+ ${weights.bias ? "bias" : "no bias"}</dt>
          <dd data-testid="bias" data-value=${bias.value} title=${`bias ${bias.value}`}>${written(bias)}</dd>
          <dt class="total">= unit ${unit.join(", ")}</dt>
          <dd class="total" data-testid="total" data-value=${total.value} title=${String(total.value)}>${total.text}</dd>
          ${gradient ? html`<dt>dL/dy here</dt><dd data-testid="d-output" data-value=${gradient.dOutput.at(map, ...unit)}>${formatNumber(gradient.dOutput.at(map, ...unit))}</dd>` : nothing}
          ${dBias === undefined ? nothing : html`<dt>dL/db</dt><dd data-testid="d-bias" data-value=${dBias}>${formatNumber(dBias)}</dd>`}
        </dl>
        ${moved ? html`<p class="note"><span class="adjusted">Dotted</span>: last digit moved,<br />so that the sum is exact.</p>` : nothing}
      </section>
    `;
  }

  #output(layout: ConvLayout, { total }: UnitSum) {
    const { layer, map, unit, gradient } = this.context;
    const image = gradient
      ? mapImage(gradient.dOutput, map, "gradient", limitFor(gradient.dOutput))
      : this.outputImage(map);
    const value = gradient ? formatNumber(gradient.dOutput.at(map, ...unit)) : total.text;
    return html`
      <section class="output">
        <div class="heading">
          <h3>${gradient ? "dL/dY of " : ""}${layer.name} <small>map ${map} of ${this.steps.maps}</small></h3>
          ${this.#mapStepper(map)}
        </div>
        <cs-map
          id="output"
          data-testid="output-map"
          .image=${image}
          .frame=${UNIT_FRAME}
          .size=${this.#outputPixels(layout)}
          .pickable=${true}
          .unit=${unit}
          .label=${`${layer.name}, map ${map}: choose a unit`}
          .caption=${`unit ${unit.join(", ")} = ${value}`}
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

  #mapStepper(map: number) {
    const last = this.steps.maps - 1;
    return html`
      <span class="stepper" role="group" aria-label="Map">
        <button class="quiet" aria-label="Previous map" ?disabled=${map === 0} @click=${() => this.go({ map: map - 1 })}>‹</button>
        <button class="quiet" aria-label="Next map" ?disabled=${map === last} @click=${() => this.go({ map: map + 1 })}>›</button>
      </span>
    `;
  }

  readonly #light = (event: CustomEvent<number | null>): void => {
    this.lit = event.detail;
  };

  #inputMap(channel: number): MapImage {
    const dInput = this.context.gradient?.dInputs[0];
    if (this.shows === "gradient" && dInput) return mapImage(dInput, channel, "gradient", limitFor(dInput));
    return this.inputImage(channel);
  }

  #kernel(channel: number): MapImage {
    return mapImage(this.#slice(this.context.weights.weight, channel), 0, "weight", this.#weightLimit);
  }

  #dKernel(channel: number): MapImage | undefined {
    const { gradient } = this.context;
    if (!gradient?.dWeight) return undefined;
    return mapImage(this.#slice(gradient.dWeight, channel), 0, "gradient", this.#dWeightLimit);
  }

  /** The kernel for one input channel out of an O×I×H×W tensor, as 1×H×W. */
  #slice(filters: Tensor | undefined, channel: number): Tensor {
    const [height, width] = this.#rule.kernel;
    const size = height * width;
    const start = (channel - (this.#filter?.first ?? 0)) * size;
    const values = filters?.map(this.context.map).subarray(start, start + size) ?? new Float32Array(size);
    return new Tensor([1, height, width], values);
  }

  get #weightLimit(): number {
    return largest(this.context.weights.weight?.map(this.context.map));
  }

  get #dWeightLimit(): number {
    return largest(this.context.gradient?.dWeight?.map(this.context.map));
  }

  /** Steady while the window slides: half of what the largest input and weight could give. */
  get #productLimit(): number {
    const [input] = this.context.inputs;
    return (input ? limitFor(input.tensor) * this.#weightLimit : 1) / 2;
  }
}

const largest = (values: Float32Array = new Float32Array()): number =>
  values.reduce((limit, value) => Math.max(limit, Math.abs(value)), 0);

function middleOf(products: ChannelSum["products"]): Pair {
  const middle = products[Math.floor(products.length / 2)];
  return [middle?.y ?? 0, middle?.x ?? 0];
}

const written = ({ text, adjusted, value }: Shown) =>
  html`<span class=${adjusted ? "adjusted" : ""} title=${String(value)}>${text}</span>`;

customElements.define("cs-conv-detail", CsConvDetail);

declare global {
  interface HTMLElementTagNameMap {
    "cs-conv-detail": CsConvDetail;
  }
}
