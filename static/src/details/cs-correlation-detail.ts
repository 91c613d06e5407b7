import { html, nothing, type PropertyValues } from "lit";
import "../elements/cs-legend.ts";
import { limitOf } from "../colour.ts";
import { formatCount } from "../format.ts";
import { describeUnit, unitAt } from "../graph/raster.ts";
import { shared } from "../styles/shared.ts";
import { inputName, outputName } from "./backward/gradient-names.ts";
import { roleStyles } from "./backward/roles.ts";
import { commonScale } from "./common-scale.ts";
import { written } from "./conv-sum.ts";
import {
  cellOfWeight,
  type Line,
  linesOf,
  type Meeting,
  meetingsOf,
  type OpenedCorrelation,
  openCorrelation,
  type Side,
  totalOf,
} from "./correlation.ts";
import { correlationSymbols, meetingFormula } from "./correlation-formula.ts";
import { correlationStyles } from "./correlation-styles.ts";
import { cellInImage, frameShown, kernelImage, numbersIn, productsImage } from "./correlation-view.ts";
import "./cs-channels.ts";
import "./cs-formula.ts";
import type { Limits } from "./cs-formula.ts";
import { type CsMap, UNIT_FRAME } from "./cs-map.ts";
import "./cs-map.ts";
import { indexOf } from "../graph/raster.ts";
import { shown } from "./adding-up.ts";
import { DetailElement } from "./detail-element.ts";
import { drawnInput } from "./drawn-input.ts";
import { cellOf, lastTwo, type Pair, paddingRing, windowStart } from "./geometry.ts";
import { lineHeadingStyles } from "./heading-styles.ts";
import { limitFor } from "./limits.ts";
import { type MapImage, mapImage } from "./map-image.ts";
import { mapStepper, mapStepperStyles } from "./map-stepper.ts";

/** CSS pixels: below which everything is in one column, of a large map, and of a kernel's longer side. */
const NARROW_BELOW = 620;
const LEAST_MAP = 110;
const LARGEST_MAP = 300;
const KERNEL = 176;
const LEAST_NUMBERED = 40;
const GAPS = 52;
/** Of the height: what is below the maps, and a line of the sum. */
const BELOW = 250;
const LINE = 24;
const SUM_WORDS = 66;
const THUMB = 40;
/** How many times as wide as high a signal is drawn. */
const SIGNAL_ASPECT = 12;

/** dL/dW, one weight at a time: what slides over what, all products as a map, their sum, and the kernel it fills. */
export class CsCorrelationDetail extends DetailElement {
  static override properties = { ...DetailElement.properties, lit: { state: true } };

  /** The product pointed at: its place in the raster of what slides. */
  declare lit: number | null;

  #opened: OpenedCorrelation | undefined;
  #meetings: readonly Meeting[] = [];
  #product: number | null = null;

  constructor() {
    super();
    this.lit = null;
  }

  static override styles = [shared, roleStyles, mapStepperStyles, lineHeadingStyles, correlationStyles];

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    this.#opened = openCorrelation(this.context);
    this.#meetings = meetingsOf(this.#opened);
    const { product } = this.context;
    if (product !== this.#product) this.lit = product;
    this.#product = product;
  }

  override render() {
    const opened = this.#opened as OpenedCorrelation;
    this.setAttribute("arrangement", this.#arrangement);
    return html`
      ${this.#words(opened)}
      ${this.#over(opened)} ${this.#kernel(opened)} ${this.#products(opened)} ${this.#weights(opened)}
      ${this.#sum(opened)} ${this.#channels(opened)}
    `;
  }

  get #arrangement(): "wide" | "signal" | "narrow" | "tiny" {
    const { width, isLow } = this.room;
    if (isLow) return "tiny";
    if (width < NARROW_BELOW) return "narrow";
    return this.#opened?.window.kernel.length === 1 ? "signal" : "wide";
  }

  /** CSS pixels of a large map. */
  get #size(): number {
    const { width, height } = this.room;
    const arrangement = this.#arrangement;
    if (arrangement === "narrow") return Math.min(width - 8, LARGEST_MAP);
    if (arrangement === "tiny") return Math.max(60, Math.min(width / 3 - 12, height - 90));
    if (arrangement === "signal") return width - KERNEL - 24;
    const across = (width - KERNEL - GAPS) / 3;
    return Math.max(LEAST_MAP, Math.min(across, LARGEST_MAP, height - BELOW));
  }

  #words(opened: OpenedCorrelation) {
    return html`
      <div class="words">
        <cs-formula .symbols=${[correlationSymbols(opened)]}></cs-formula>
        <p>${sentence(opened)}</p>
      </div>
    `;
  }

  #over(opened: OpenedCorrelation) {
    const { over, window } = opened;
    const { rule, size } = window;
    const cells = lastTwo(
      window.axes.map(({ units }) => units),
      1,
    );
    const lead = frameShown(this.#meetings, this.lit);
    const reading = this.#meetings[indexOf([...lead, 0, 0], window.kernel)]?.cell.place.slice(0, -2) ?? [];
    const lit = this.lit === null ? undefined : this.#meetings[this.lit]?.cell.place;
    return html`<section class="over">
      <h3>${this.#name(over)}</h3>
      <cs-map
        class="slid-over"
        data-testid="input-map"
        .image=${drawnInput(this.#image(over), window, reading)}
        .ring=${paddingRing(rule, size, cells)}
        .frame=${rule}
        .size=${this.#size}
        .aspect=${SIGNAL_ASPECT}
        .lit=${lit && cellOf(lit)}
        .label=${`${over.name}, channel ${over.channel}, with what slides over it`}
        .caption=${this.#arrangement === "tiny" ? undefined : `shifted by ${cellOfWeight(opened).join(", ")}`}
        @cell-point=${(event: CustomEvent<Pair | null>) => this.#pointAt([...reading, ...(event.detail ?? [])])}
      ></cs-map>
    </section>`;
  }

  #kernel(opened: OpenedCorrelation) {
    const { kernel } = opened;
    return html`<section class="kernel">
      <h3><span class="sign" aria-hidden="true">×</span> ${this.#name(kernel)}</h3>
      ${this.#raster(this.#image(kernel), `${kernel.name}, map ${kernel.channel}, which slides`, "")}
    </section>`;
  }

  #products(opened: OpenedCorrelation) {
    const lead = frameShown(this.#meetings, this.lit);
    const image = productsImage(opened, this.#meetings, lead);
    return html`<section class="products">
      <h3><span class="sign" aria-hidden="true">=</span> products <small>${formatCount(this.#meetings.length)}</small></h3>
      ${this.#raster(image, "The products, each at its place", "")}
    </section>`;
  }

  /** A map with a cell for every product; of a clip, a frame of it. */
  #raster(image: MapImage, label: string, caption: string) {
    const lead = frameShown(this.#meetings, this.lit);
    const place = this.lit === null ? undefined : this.#meetings[this.lit]?.place;
    const frame = indexOf(lead, (this.#opened as OpenedCorrelation).window.kernel.slice(0, -2));
    return html`<cs-map
      .image=${{ ...image, frame }}
      .size=${this.#size}
      .aspect=${SIGNAL_ASPECT}
      .lit=${place && cellOf(place)}
      .label=${label}
      .caption=${this.#arrangement === "tiny" ? undefined : caption}
      @cell-point=${(event: CustomEvent<Pair | null>) => this.#pointAtPlace(lead, event.detail)}
    ></cs-map>`;
  }

  /** The kernel's gradient, with its numbers where they fit. */
  #weights(opened: OpenedCorrelation) {
    const { output, map, unit } = this.context;
    const [filters = 1, , ...cells] = output.shape;
    const limit = limitOf(output.map(map));
    const image = kernelImage(opened, unit[0] ?? 0, limit);
    const side = this.#arrangement === "tiny" ? this.#size : KERNEL;
    const isNumbered = side / Math.max(image.width, image.height) >= LEAST_NUMBERED;
    const { label } = commonScale(limit);
    const [symbol] = [this.context.back?.way.symbol ?? "dL/dW"];
    return html`<section class="weights">
      <div class="heading">
        <h3>${outputName(this.context)} <small>filter ${map} of ${filters}${isNumbered && label ? html`, ${label}` : nothing}</small></h3>
        ${mapStepper(map, filters, (next) => this.go({ map: next }), "filter")}
      </div>
      <cs-map
        data-testid="output-map"
        .image=${image}
        .frame=${UNIT_FRAME}
        .size=${side}
        .aspect=${image.width}
        .marks=${isNumbered ? numbersIn(image, limit) : nothing}
        .pickable=${true}
        .unit=${cellInImage(unit.slice(1), cells)}
        .label=${`${symbol}, filter ${map}, channel ${opened.over.channel}: choose a weight`}
        .caption=${this.#arrangement === "tiny" ? undefined : `${unit.slice(1).join(", ")} = ${totalOf(opened).text}`}
        @cell-pick=${({ detail: [y, x] }: CustomEvent<Pair>) => this.#choose(unit[0] ?? 0, y * image.width + x)}
      ></cs-map>
    </section>`;
  }

  #choose(channel: number, cell: number): void {
    const [, , ...cells] = this.context.output.shape;
    this.go({ unit: [channel, ...unitAt(cell, cells)] });
  }

  #sum(opened: OpenedCorrelation) {
    const { width, height } = this.room;
    const most =
      width < NARROW_BELOW ? 8 : Math.max(3, Math.floor((height - this.#size - SUM_WORDS - 150) / LINE));
    const lines = linesOf(opened, this.#meetings, most);
    const total = totalOf(opened);
    const lit = this.lit === null ? undefined : this.#meetings[this.lit];
    return html`<section class="sum" tabindex="0" aria-label="The sum">
      <div class="equation" data-testid="equation">
        ${
          lit
            ? html`<cs-formula .lines=${[meetingFormula(opened, lit)]} .limits=${this.#limits(opened)}></cs-formula>`
            : html`<span>Σ ${formatCount(this.#meetings.length)} products = <b>${total.text}</b></span>`
        }
      </div>
      <table>
        <caption class="visually-hidden">The largest products, and the others together</caption>
        <tbody>${lines.map((line) => this.#line(line))}</tbody>
        <tfoot><tr><td colspan="2">= dL/dw ${cellOfWeight(opened).join(", ")}</td><td data-testid="total" data-value=${total.value}>${total.text}</td></tr></tfoot>
      </table>
    </section>`;
  }

  #line({ meeting, shown }: Line) {
    if (!meeting) {
      return html`<tr><td colspan="2">all other places together</td><td data-testid="term" data-value=${shown.value}>${written(shown)}</td></tr>`;
    }
    const index = this.#meetings.indexOf(meeting);
    const light = (lit: number | null) => () => {
      this.lit = lit;
    };
    return html`
      <tr class=${this.lit === index ? "lit" : ""} tabindex="0" @pointerenter=${light(index)} @pointerleave=${light(null)} @focus=${light(index)} @blur=${light(null)}>
        <td>${describeUnit(meeting.place)}</td>
        <td class="factors">${meeting.overText} × ${meeting.kernelText}</td>
        <td data-testid="term" data-value=${shown.value}>${written(shown)}</td>
      </tr>
    `;
  }

  /** The filter's kernels for all channels, each with the gradient of the weight at the same place. */
  #channels(opened: OpenedCorrelation) {
    const { output, map, unit } = this.context;
    const [, channels = 1] = output.shape;
    const first = opened.over.channel - (unit[0] ?? 0);
    const limit = limitOf(output.map(map));
    const { rule, size } = opened.window;
    const cards = Array.from({ length: channels }, (_, i) => ({
      sum: {
        channel: first + i,
        products: [],
        sum: shown(output.at(map, i, ...unit.slice(1)), opened.decimals),
      },
      map: this.#image({ ...opened.over, channel: first + i }),
      kernel: [kernelImage(opened, i, limit)],
    }));
    return html`<section class="channels">
      <h3>${channels === 1 ? "The filter's one kernel" : `All ${channels} kernels of filter ${map}`} <small>channel, dL/dW</small></h3>
      <cs-channels
        .cards=${cards}
        .frame=${rule}
        .ring=${paddingRing(rule, size, lastTwo(output.shape.slice(2), 1))}
        .chosen=${opened.over.channel}
        .thumb=${THUMB}
        .limit=${limit}
        .kind=${this.context.kinds.output}
        .valued=${"gradient"}
        @channel-choose=${(event: CustomEvent<number>) => this.go({ unit: [event.detail - first, ...unit.slice(1)] })}
      ></cs-channels>
    </section>`;
  }

  protected override slide(): void {
    const { playhead, map, grain, unit } = this.context;
    const { rule } = (this.#opened as OpenedCorrelation).window;
    const walked = (position: number) =>
      grain === "position" ? this.steps.placeAt(position, map).unit : unit;
    const [from, to] = [walked(playhead.from), walked(playhead.position)];
    const move = (selector: string, pointOf: (cell: readonly number[]) => Pair) => {
      const [a, b] = [pointOf(from.slice(1)), pointOf(to.slice(1))];
      const travel = grain === "position" ? playhead.travel : 1;
      for (const map of this.renderRoot.querySelectorAll<CsMap>(selector))
        map.moveFrame(a[0] + (b[0] - a[0]) * travel, a[1] + (b[1] - a[1]) * travel);
    };
    move(".slid-over", (cell) => windowStart(rule, cellOf(cell)));
    move("[data-testid=output-map]", (cell) => cellInImage(cell, this.context.output.shape.slice(2)));
    const [y, x] = windowStart(rule, cellOf(unit.slice(1)));
    this.renderRoot.querySelector("cs-channels")?.moveFrames(y, x);
  }

  #name({ channel, tensor, input }: Side) {
    const called = input === 0 ? "map" : "channel";
    return html`${inputName(this.context, input)} <small>${called} ${channel} of ${tensor.shape[0]}</small>`;
  }

  #image({ input, channel, tensor }: Side): MapImage {
    if (input === 1) return this.inputImage(channel, input);
    return mapImage(tensor, channel, "gradient", limitFor(tensor));
  }

  #limits({ over, kernel }: OpenedCorrelation): Limits {
    const gradient = over.input === 0 ? over : kernel;
    const read = over.input === 0 ? kernel : over;
    return {
      activation: limitFor(read.tensor),
      gradient: limitFor(gradient.tensor),
      weight: 1,
      difference: 1,
      grey: 1,
    };
  }

  /** A cell of what is slid over: the product that lies there. */
  #pointAt(place: readonly number[]): void {
    const index = this.#meetings.findIndex(({ cell }) => String(cell.place) === String(place));
    this.lit = index < 0 ? null : index;
  }

  #pointAtPlace(lead: readonly number[], cell: Pair | null): void {
    const { kernel } = (this.#opened as OpenedCorrelation).window;
    const place = cell && [...lead, ...cell].slice(-kernel.length);
    const isInside = place?.every((each, axis) => each >= 0 && each < (kernel[axis] ?? 1));
    this.lit = place && isInside ? indexOf(place, kernel) : null;
  }
}

/** What happens here, with the layer's own numbers. */
function sentence({ window, over }: OpenedCorrelation): string {
  const { axes } = window;
  const same = (numbers: number[]) =>
    numbers.every((each) => each === numbers[0]) ? `${numbers[0]}` : numbers.join("×");
  const slides = over.input === 1 ? "dL/dY slides over the input" : "The input slides over dL/dY";
  const spread = axes.some(({ dilation }) => dilation > 1)
    ? ` Its values lie ${same(axes.map(({ dilation }) => dilation))} apart: that is the stride.`
    : "";
  const steps = axes.some(({ step }) => step > 1)
    ? ` It moves ${same(axes.map(({ step }) => step))} at a time: that is the dilation.`
    : "";
  return `${slides}; each position is one weight.${spread}${steps}`;
}

customElements.define("cs-correlation-detail", CsCorrelationDetail);

declare global {
  interface HTMLElementTagNameMap {
    "cs-correlation-detail": CsCorrelationDetail;
  }
}
