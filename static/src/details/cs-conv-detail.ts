import { html, nothing, type PropertyValues } from "lit";
import { briefName } from "../format.ts";
import "../elements/cs-legend.ts";
import { shared } from "../styles/shared.ts";
import { sizeOf } from "../wire/tensor.ts";
import { commonScale } from "./common-scale.ts";
import { type ConvContent, type ConvLayout, convLayout } from "./conv-layout.ts";
import { inputMarks, paintedMarks } from "./conv-marks.ts";
import { convStyles } from "./conv-styles.ts";
import type { ConvWindow } from "./conv-window.ts";
import {
  addedUp,
  type ChannelSum,
  type OpenedFilter,
  openFilter,
  type Product,
  strongestChannels,
  sumOfUnit,
  type UnitSum,
} from "./convolution.ts";
import type { ChannelCard, CsChannels } from "./cs-channels.ts";
import "./cs-channels.ts";
import { editButton, isKernelEditable } from "./cs-kernel-editor.ts";
import "./cs-products.ts";
import { ConvImages } from "./conv-images.ts";
import { equation, sumLine, sumView } from "./conv-sum.ts";
import { windowSentences } from "./conv-words.ts";
import type { CsConvInput, InputFrame } from "./cs-conv-input.ts";
import "./cs-conv-input.ts";
import { type CsConvOutput, unitOfCell } from "./cs-conv-output.ts";
import "./cs-conv-output.ts";
import { DetailElement } from "./detail-element.ts";
import { drawnInput, planesUnder } from "./drawn-input.ts";
import { tooManyWeights } from "./explain/dense.ts";
import { cellOf, type Pair, paddingRing, unitAround, windowStart } from "./geometry.ts";
import type { MapImage } from "./map-image.ts";
import type { Place } from "./steps.ts";

/** More channels than these are not laid out one by one. */
const MOST_CARDS = 64;
/** CSS pixels that a column of numbers needs: below each other, and at the least. */
const LEAST_COLUMN = 78;
const LEAST_NUMBER = 50;
/** Smaller cells have no room for a mark in each. */
const LEAST_MARKED_CELL = 6;
/** A signal is so many times as wide as high: over all of the view, or in a column of it. */
const SIGNAL_ASPECT = 10;
const NARROW_SIGNAL_ASPECT = 3;
/** CSS pixels for the numbers below a signal. */
const SIGNAL_NUMBERS = 69;

/** A convolution, number by number: input, window × kernel = products, channel sums, bias, output. */
export class CsConvDetail extends DetailElement {
  static override properties = {
    ...DetailElement.properties,
    channel: { state: true },
    lit: { state: true },
    shows: { state: true },
    edits: { state: true },
  };

  /** The input channel that is enlarged. */
  declare channel: number;
  /** The window's cell under the pointer. */
  declare lit: number | null;
  /** What the input maps show in a backward pass. */
  declare shows: "input" | "gradient";
  /** Whether the kernel is being edited, in the place of the products. */
  declare edits: boolean;

  #filter: OpenedFilter | undefined;
  #images: ConvImages | undefined;
  #openedFor = "";
  #product: number | null = null;
  #drawnMarks: { of: readonly unknown[]; marks: unknown } | undefined;
  #cardsFor: { of: string; channels: number[] } | undefined;

  constructor() {
    super();
    this.channel = 0;
    this.lit = null;
    this.shows = "input";
    this.edits = false;
  }

  static override styles = [shared, convStyles];

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    this.#filter = openFilter(this.context);
    this.#images = new ConvImages(this.#filter);
    this.#chooseChannel(this.#filter);
    this.#followProduct(this.#filter);
  }

  /** Stepping through products enlarges their channel and points at their cell. */
  #followProduct({ first, window }: OpenedFilter): void {
    const { product } = this.context;
    if (product === this.#product) return;
    this.#product = product;
    const cells = sizeOf(window.kernel);
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
    if (!this.context.weights.weight) return html`<p>${tooManyWeights(this.context).rule}</p>`;
    const sum = sumOfUnit(filter, this.context.unit);
    const chosen = sum.channels[this.channel - filter.first] as ChannelSum;
    const layout = convLayout(this.room, this.#content(filter));
    this.setAttribute("arrangement", layout.arrangement);
    const sentences = layout.arrangement === "tiny" ? [] : windowSentences(filter);
    return html`
      ${sentences.length ? html`<p class="words" data-testid="window-words">${sentences.join(" ")}</p>` : nothing}
      ${this.#input(layout, chosen)} ${this.#products(layout, sum, chosen)} ${this.#output(layout, sum, chosen)}
      ${layout.arrangement === "tiny" ? nothing : html`${this.#channels(layout, sum, chosen)}${this.#sum(sum)}`}
    `;
  }

  protected override slide(): void {
    const { rule } = this.#window;
    const [y, x] = this.between((unit) => windowStart(rule, unit));
    this.renderRoot.querySelector<CsConvInput>("cs-conv-input")?.moveFrames(y, x);
    this.renderRoot.querySelector<CsChannels>("cs-channels")?.moveFrames(y, x);
    this.renderRoot.querySelector<CsConvOutput>("cs-conv-output")?.moveFrame(...this.between((unit) => unit));
  }

  /** A newly opened map begins with the channel that counts most; from then on it is the person's choice. */
  #chooseChannel(filter: OpenedFilter): void {
    const { layer, map, unit } = this.context;
    const opened = `${layer.name} ${map}`;
    if (opened === this.#openedFor) return;
    this.#openedFor = opened;
    const [first, ...others] = sumOfUnit(filter, unit).channels;
    const weight = (each: ChannelSum | undefined) => Math.abs(each?.sum.value ?? 0);
    this.channel =
      others.reduce((most, each) => (weight(each) > weight(most) ? each : most), first)?.channel ?? 0;
  }

  get #window(): ConvWindow {
    return (this.#filter as OpenedFilter).window;
  }

  get #ring() {
    return paddingRing(this.#window.rule, this.#window.size, this.steps.size);
  }

  #content({ count, window }: OpenedFilter): ConvContent {
    const { kernel } = window.rule;
    const isBackward = this.context.gradient !== undefined;
    return {
      cells: this.#cells,
      across: kernel[1] * LEAST_COLUMN,
      lines: kernel[0] * (isBackward ? 4 : 3),
      planes: window.planes,
      isSignal: window.kernel.length === 1,
      channels: Math.min(count, MOST_CARDS),
      kernels: isBackward ? 2 : 1,
    };
  }

  #input(layout: ConvLayout, chosen: ChannelSum) {
    const { inputs, unit } = this.context;
    const { rule } = this.#window;
    const captioned = layout.arrangement !== "tiny";
    const of = inputs[0]?.tensor.shape[0] ?? 1;
    const view = {
      frames: this.#frames(chosen),
      ring: this.#ring,
      window: rule,
      marks: this.#marks(layout),
      middle: middleOf(chosen),
      label: `${inputs[0]?.name}, channel ${this.channel}, with the window`,
      caption: captioned ? `window of unit ${unit.join(", ")}` : undefined,
    };
    return html`
      <section class="input">
        <h3>${briefName(inputs[0]?.name ?? "")} <small>channel ${this.channel} of ${of}</small></h3>
        <cs-conv-input
          .view=${view}
          .size=${layout.map}
          .aspect=${layout.arrangement === "signal" ? SIGNAL_ASPECT : NARROW_SIGNAL_ASPECT}
          @cell-pick=${(event: CustomEvent<Pair>) => this.go({ unit: unitOfCell(this.context, unitAround(rule, event.detail, this.steps.size)) })}
        ></cs-conv-input>
      </section>
    `;
  }

  #frames({ products }: ChannelSum): InputFrame[] {
    const lit = this.lit === null ? undefined : products[this.lit]?.cell.place;
    return planesUnder(this.#window, products).map(({ name, lead }) => ({
      name,
      image: this.#inputMap(this.channel, lead),
      lit: lit && String(lit.slice(0, -2)) === String(lead) ? cellOf(lit) : undefined,
    }));
  }

  /** Drawn once for a layer and a size: hundreds of marks need not be laid anew at every step. */
  #marks(layout: ConvLayout): unknown {
    const { layer, output } = this.context;
    const isRoomy = this.#cell(layout) >= LEAST_MARKED_CELL;
    const tall = layout.arrangement === "signal" ? layout.map / SIGNAL_ASPECT / this.#cell(layout) : 1;
    const of = [layer, output, isRoomy, tall];
    if (!this.#drawnMarks || of.some((part, i) => part !== this.#drawnMarks?.of[i]))
      this.#drawnMarks = { of, marks: inputMarks(this.#window, this.#ring, isRoomy, tall) };
    return this.#drawnMarks.marks;
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
    const images = this.#images as ConvImages;
    const columns = this.#window.rule.kernel[1];
    const dWeights = images.dWeights(chosen.channel);
    const view = {
      sum: chosen,
      columns: Math.min(columns, Math.max(1, Math.floor(layout.products / LEAST_NUMBER))),
      planes: planesUnder(this.#window, chosen.products).map(({ name }) => name),
      image: this.inputImage(chosen.channel),
      weightLimit: images.weightLimit,
      productLimit: images.productLimit,
      dWeights,
      dWeightLimit: images.dWeightLimit,
    };
    const scale = commonScale(images.dWeightLimit);
    const few = layout.arrangement === "tiny";
    return html`
      <section class="products">
        <div class="heading">
          <h3>window × kernel <small>channel ${chosen.channel}${dWeights ? `, ∂ = dL/dW ${scale.label}` : ""}</small></h3>
          ${
            isKernelEditable(this.context)
              ? editButton(this.edits, (edits) => {
                  this.edits = edits;
                })
              : nothing
          }
          <cs-legend class="legend" kind="weight" .limit=${images.weightLimit} .scheme=${this.scheme.scheme}></cs-legend>
        </div>
        ${
          this.edits
            ? html`<cs-kernel-editor .context=${this.context} .channel=${chosen.channel} .first=${(this.#filter as OpenedFilter).first} .room=${layout.products} .high=${layout.map}></cs-kernel-editor>`
            : html`<cs-products
          .view=${view}
          .lit=${this.lit}
          .room=${layout.products}
          .high=${layout.arrangement === "signal" ? SIGNAL_NUMBERS : layout.map}
          @cell-lit=${this.#light}
        ></cs-products>`
        }
        <div class="equation" data-testid="equation">${few ? sumLine(sum) : equation(this.#window, chosen, this.lit, dWeights)}</div>
      </section>
    `;
  }

  #channels(layout: ConvLayout, { channels, decimals }: UnitSum, chosen: ChannelSum) {
    const lead = middle(chosen.products)?.cell.place.slice(0, -2) ?? [];
    const images = this.#images as ConvImages;
    const limit = Math.max(...channels.map(({ sum }) => Math.abs(sum.value)));
    const isShown = new Set([...this.#strongest, this.channel]);
    const shown = channels.filter(({ channel }) => isShown.has(channel));
    const others = channels.filter(({ channel }) => !isShown.has(channel));
    const cards = shown.map(
      (sum): ChannelCard => ({
        sum,
        map: this.#inputMap(sum.channel, lead),
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
            .frame=${this.#window.rule}
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

  #output(layout: ConvLayout, { total }: UnitSum, chosen: ChannelSum) {
    const isSignal = layout.arrangement === "signal";
    const [, left] = this.#ring;
    return html`
      <section class="output">
        <cs-conv-output
          .context=${this.context}
          .text=${total.text}
          .size=${this.#outputPixels(layout)}
          .aspect=${isSignal ? SIGNAL_ASPECT : NARROW_SIGNAL_ASPECT}
          .inset=${isSignal ? left * this.#cell(layout) : 0}
          .marks=${this.#window.isTransposed ? this.#painted(chosen) : nothing}
          .captioned=${layout.arrangement !== "tiny"}
          @choose=${(event: CustomEvent<Place>) => this.go(event.detail)}
        ></cs-conv-output>
      </section>
    `;
  }

  /** The kernels painted by the inputs that reach this unit; only one of them while its product is pointed at. */
  #painted({ products }: ChannelSum) {
    const lit = this.lit === null ? undefined : products[this.lit];
    const shown = lit?.cell.at ? [lit] : products;
    return paintedMarks(
      this.#window,
      shown.flatMap(({ cell: { at } }) => (at ? [at] : [])),
    );
  }

  /** As large as the input's map without its ring, so that equal cells are equally large. */
  #outputPixels(layout: ConvLayout): number {
    if (layout.arrangement === "wide" && this.#window.planes > 1) return layout.output;
    return (layout.output * Math.max(...this.#window.size)) / this.#cells;
  }

  /** CSS pixels of a cell of the input. */
  #cell({ map }: ConvLayout): number {
    const fitting = map / this.#cells;
    return fitting >= 2 ? Math.floor(fitting) : fitting;
  }

  /** Along the longer side of the input with its ring. */
  get #cells(): number {
    const [height, width] = this.#window.size;
    const [top, left, bottom, right] = this.#ring;
    return Math.max(height + top + bottom, width + left + right);
  }

  readonly #light = (event: CustomEvent<number | null>): void => {
    this.lit = event.detail;
  };

  #inputMap(channel: number, lead: readonly number[]): MapImage {
    const dInput = this.shows === "gradient" ? this.#images?.dInput(channel) : undefined;
    return drawnInput(dInput ?? this.inputMapImage(channel), this.#window, lead);
  }
}

function headingOf(shown: number, channels: number): string {
  if (channels === 1) return "The one channel";
  return shown === channels ? `All ${channels} channels` : `${shown} of ${channels} channels`;
}

const middle = (products: readonly Product[]): Product | undefined => products[products.length >> 1];

const middleOf = ({ products }: ChannelSum): Pair => cellOf(middle(products)?.cell.place ?? []);

customElements.define("cs-conv-detail", CsConvDetail);

declare global {
  interface HTMLElementTagNameMap {
    "cs-conv-detail": CsConvDetail;
  }
}
