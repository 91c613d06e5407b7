import { html, nothing, type PropertyValues } from "lit";
import { inputName } from "./backward/gradient-names.ts";
import "../elements/cs-legend.ts";
import { shared } from "../styles/shared.ts";
import { sizeOf } from "../wire/tensor.ts";
import { roleStyles } from "./backward/roles.ts";
import { cardsHeading, cardsOf, unreadBeside } from "./conv-cards.ts";
import { equation } from "./conv-equation.ts";
import { convSymbols } from "./conv-formula.ts";
import { outputColumn } from "./conv-layout.ts";
import { paintedMarks } from "./conv-marks.ts";
import { namesOf, paints } from "./conv-names.ts";
import { editorView, numbersView } from "./conv-numbers.ts";
import { ConvPlan, MOST_CARDS } from "./conv-plan.ts";
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
import type { CsChannels } from "./cs-channels.ts";
import "./cs-channels.ts";
import { editButton, isKernelEditable } from "./cs-kernel-editor.ts";
import "./cs-formula.ts";
import { ConvImages } from "./conv-images.ts";
import { sumLine, sumView } from "./conv-sum.ts";
import { windowSentences } from "./conv-words.ts";
import type { CsConvInput, InputFrame } from "./cs-conv-input.ts";
import "./cs-conv-input.ts";
import { type CsConvOutput, unitOfCell } from "./cs-conv-output.ts";
import "./cs-conv-output.ts";
import { DetailElement } from "./detail-element.ts";
import { drawnInput, planesUnder } from "./drawn-input.ts";
import { tooManyWeights } from "./explain/dense.ts";
import { cellOf, type Pair, unitAround, windowStart } from "./geometry.ts";
import { lineHeadingStyles } from "./heading-styles.ts";
import type { MapImage } from "./map-image.ts";
import type { Place } from "./steps.ts";

/** A convolution, number by number: input, window × kernel = products, channel sums, bias, output. */
export class CsConvDetail extends DetailElement {
  static override properties = {
    ...DetailElement.properties,
    channel: { state: true },
    lit: { state: true },
    edits: { state: true },
  };

  /** The input channel that is enlarged. */
  declare channel: number;
  /** The window's cell under the pointer. */
  declare lit: number | null;
  /** Whether the kernel is being edited, in the place of the products. */
  declare edits: boolean;

  #filter: OpenedFilter | undefined;
  #images: ConvImages | undefined;
  #openedFor = "";
  #product: number | null = null;
  #plan: { of: readonly unknown[]; plan: ConvPlan } | undefined;
  #cardsFor: { of: string; channels: number[] } | undefined;

  constructor() {
    super();
    this.channel = 0;
    this.lit = null;
    this.edits = false;
  }

  static override styles = [shared, roleStyles, lineHeadingStyles, convStyles];

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
    const plan = this.#planFor(filter);
    this.setAttribute("arrangement", plan.layout.arrangement);
    this.style.setProperty("--output", `${outputColumn(plan.layout.output)}px`);
    const parts = [
      this.#input(plan, chosen),
      this.#products(plan, sum, chosen),
      this.#output(plan, sum, chosen),
    ];
    if (plan.isTiny) return parts;
    return html`${this.#words(filter)} ${parts} ${this.#channels(plan, sum, chosen)} ${this.#sum(sum)}`;
  }

  /** Kept while the layer and the room stay what they are. */
  #planFor(filter: OpenedFilter): ConvPlan {
    const { layer, output, map, how } = this.context;
    const { width, height, isLow } = this.room;
    const of = [layer, output, map, how, width, height, isLow];
    if (!this.#plan || of.some((part, i) => part !== this.#plan?.of[i]))
      this.#plan = { of, plan: new ConvPlan(filter, this.steps.size, this.room) };
    return this.#plan.plan;
  }

  /** The sum in letters, and what is special about how this window moves. */
  #words(filter: OpenedFilter) {
    const sentences = windowSentences(filter).join(" ");
    return html`
      <div class="words">
        <cs-formula .symbols=${[convSymbols(filter)]}></cs-formula>
        ${sentences ? html`<p data-testid="window-words">${sentences}</p>` : nothing}
      </div>
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

  #input(plan: ConvPlan, chosen: ChannelSum) {
    const { inputs, unit } = this.context;
    const { rule } = this.#window;
    const of = inputs[0]?.tensor.shape[0] ?? 1;
    const { input, value } = namesOf(this.context);
    const view = {
      frames: this.#frames(chosen),
      ring: plan.ring,
      window: rule,
      marks: plan.marks,
      middle: middleOf(chosen),
      label: `${inputs[0]?.name}, ${input} ${this.channel}, with the window`,
      caption: plan.isTiny ? undefined : `window of ${value}${unit.join(", ")}`,
    };
    return html`
      <section class="input">
        <h3>${inputName(this.context, 0)} <small>${input} ${this.channel} of ${of}</small></h3>
        <cs-conv-input
          .view=${view}
          .size=${plan.layout.map}
          .aspect=${plan.aspect}
          @cell-pick=${(event: CustomEvent<Pair>) => this.go({ unit: unitOfCell(this.context, unitAround(rule, event.detail, this.steps.size)) })}
          @place-point=${(event: CustomEvent<readonly number[] | null>) => this.#pointAt(chosen, event.detail)}
        ></cs-conv-input>
      </section>
    `;
  }

  /** A cell of the input pointed at: where the window lies over it, its product lights up. */
  #pointAt({ products }: ChannelSum, place: readonly number[] | null): void {
    const axes = this.#window.kernel.length;
    const index = products.findIndex(({ cell }) => String(cell.place) === String(place?.slice(-axes)));
    this.lit = index < 0 ? null : index;
  }

  #frames({ products }: ChannelSum): InputFrame[] {
    const lit = this.lit === null ? undefined : products[this.lit]?.cell.place;
    return planesUnder(this.#window, products).map(({ name, lead }) => ({
      name,
      lead,
      image: this.#inputMap(this.channel, lead),
      lit: lit && String(lit.slice(0, -2)) === String(lead) ? cellOf(lit) : undefined,
    }));
  }

  #products(plan: ConvPlan, sum: UnitSum, chosen: ChannelSum) {
    const filter = this.#filter as OpenedFilter;
    const images = this.#images as ConvImages;
    const { input, isTurned } = namesOf(this.context);
    const isPixel = filter.window.isPixel && !plan.isTiny;
    const imageOf = (channel: number) => this.inputImage(channel);
    const { lit } = this;
    const numbers = {
      plan,
      filter,
      images,
      sum,
      chosen,
      lit,
      imageOf,
      light: this.#light,
      choose: this.#choose,
    };
    const heading = paints(this.context) ? "painted here" : `window × ${isTurned ? "turned " : ""}kernel`;
    const title = isPixel
      ? html`a dense network <small>at one pixel</small>`
      : html`${heading} <small>${input} ${chosen.channel}</small>`;
    return html`
      <section class="products">
        <div class="heading">
          <h3>${title}</h3>
          ${
            isKernelEditable(this.context) && !plan.isTiny
              ? editButton(this.edits, (edits) => {
                  this.edits = edits;
                })
              : nothing
          }
          <cs-legend class="legend" .kind=${images.kinds.weights} .limit=${images.weightLimit} .scheme=${this.scheme.scheme}></cs-legend>
        </div>
        ${this.edits ? editorView(this.context, numbers) : numbersView(numbers, isPixel)}
        <div class="equation" data-testid="equation">${plan.isTiny ? sumLine(sum, !this.context.back) : equation({ filter, sum, chosen, lit, limits: images.limits })}</div>
      </section>
    `;
  }

  #channels(plan: ConvPlan, { channels, decimals }: UnitSum, chosen: ChannelSum) {
    const lead = middle(chosen.products)?.cell.place.slice(0, -2) ?? [];
    const images = this.#images as ConvImages;
    const limit = Math.max(...channels.map(({ sum }) => Math.abs(sum.value)));
    const isShown = new Set([...this.#strongest, this.channel]);
    const shown = channels.filter(({ channel }) => isShown.has(channel));
    const others = channels.filter(({ channel }) => !isShown.has(channel));
    const mapOf = (channel: number) => this.#inputMap(channel, lead);
    const { input, cards } = namesOf(this.context);
    return html`
      <section class="channels">
        <div class="heading">
          <h3>${cardsHeading(shown.length, channels.length, input)} <small>${cards}${
            others.length
              ? html`; the ${others.length} others together
                <b data-testid="others-sum">${addedUp(others, decimals)}</b>`
              : nothing
          }</small></h3>
        </div>
        <div class="scroll">
          <cs-channels
            .cards=${cardsOf(shown, images, mapOf)}
            .frame=${this.#window.rule}
            .ring=${plan.ring}
            .chosen=${this.channel}
            .thumb=${plan.layout.thumb}
            .limit=${limit}
            .kind=${images.kinds.output}
            .called=${input}
            .lit=${this.lit === null ? null : (chosen.products[this.lit]?.cell.weight ?? null)}
            .unread=${unreadBeside(this.#filter as OpenedFilter, mapOf)}
            @channel-choose=${this.#choose}
          ></cs-channels>
        </div>
      </section>
    `;
  }

  #sum(sum: UnitSum) {
    return html`<section class="sum" tabindex="0" aria-label="The sum"><h3>The sum</h3>${sumView(this.context, sum)}</section>`;
  }

  #output(plan: ConvPlan, { total }: UnitSum, chosen: ChannelSum) {
    return html`
      <section class="output">
        <cs-conv-output
          .context=${this.context}
          .text=${total.text}
          .size=${plan.outputPixels}
          .aspect=${plan.aspect}
          .inset=${plan.inset}
          .marks=${paints(this.context) ? this.#painted(chosen) : nothing}
          .captioned=${!plan.isTiny}
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

  readonly #choose = (event: CustomEvent<number>): void => {
    this.channel = event.detail;
  };

  readonly #light = (event: CustomEvent<number | null>): void => {
    this.lit = event.detail;
  };

  #inputMap(channel: number, lead: readonly number[]): MapImage {
    return drawnInput(this.inputMapImage(channel), this.#window, lead);
  }
}

const middle = (products: readonly Product[]): Product | undefined => products[products.length >> 1];

const middleOf = ({ products }: ChannelSum): Pair => cellOf(middle(products)?.cell.place ?? []);

customElements.define("cs-conv-detail", CsConvDetail);

declare global {
  interface HTMLElementTagNameMap {
    "cs-conv-detail": CsConvDetail;
  }
}
