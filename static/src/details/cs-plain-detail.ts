import { html, nothing } from "lit";
import { formatNumber } from "../format.ts";
import { rasterOf, type Unit, unitAt } from "../graph/raster.ts";
import { styled } from "../styled.ts";
import { shared } from "../styles/shared.ts";
import { Tensor } from "../wire/tensor.ts";
import "./cs-bars.ts";
import { type CsMap, UNIT_FRAME } from "./cs-map.ts";
import "./cs-map.ts";
import "./cs-matrix.ts";
import type { Arrangement } from "./conv-layout.ts";
import type { MatrixCell } from "./cs-matrix.ts";
import { DetailElement } from "./detail-element.ts";
import { type Explanation, frameOf, type Reading, type WindowNumbers } from "./explain/explanation.ts";
import { explanationOf } from "./explain/table.ts";
import { formulaStyles, formulaView, type Limits, termsView } from "./formula.ts";
import { cellOf, type Pair, paddingRing, windowStart } from "./geometry.ts";
import { limitFor } from "./limits.ts";
import { coloursIn, folded, type MapImage, mapImage } from "./map-image.ts";
import { mapStepper, mapStepperStyles } from "./map-stepper.ts";
import { plainStyles } from "./plain-styles.ts";

/** Vectors up to this length are labelled bars, longer ones rows of cells. */
const MOST_BARS = 20;
const WIDEST_NUMBER = 84;
const NARROW_BELOW = 620;
/** CSS pixels for the formula and the gaps on both sides of it. */
const LEAST_FORMULA = 400;
const SMALLEST_MAP = 96;
const LARGEST_MAP = 400;
/** Heading and line below a map. */
const MAP_WORDS = 60;

/** Any operation: its input, the formula with the current numbers in place, its output. */
export class CsPlainDetail extends DetailElement {
  static override styles = [shared, mapStepperStyles, plainStyles, formulaStyles];

  override render() {
    const explanation = this.#explanation;
    const { inputs, gradient } = this.context;
    this.setAttribute("arrangement", this.#arrangement);
    return html`
      <section class="inputs">
        ${inputs.map((_, input) => this.#input(input, explanation))}
        ${gradient ? this.#inputGradients(explanation) : nothing}
      </section>
      <section class="middle">${this.#middle(explanation)}</section>
      <section class="output">${this.#output()} ${gradient ? this.#outputGradient(gradient.dOutput) : nothing}</section>
    `;
  }

  protected override slide(): void {
    for (const reading of this.#explanation.readings) {
      if (!reading.window) {
        this.#moveToIndex(reading);
        continue;
      }
      const { rule, unit } = reading.window;
      const isFixed = this.steps.overMaps;
      const [y, x] = isFixed ? windowStart(rule, unit) : this.between((each) => windowStart(rule, each));
      this.#move(`input-${reading.input}`, y, x);
      this.#move(`d-input-${reading.input}`, y, x);
    }
    const spot = this.steps.overMaps
      ? foldedAt(this.context.map, this.steps.maps)
      : this.between((unit) => unit);
    this.#move("output", ...spot);
    this.#move("d-output", ...spot);
  }

  #moveToIndex({ input, index }: Reading): void {
    const length = this.context.inputs[input]?.tensor.data.length ?? 1;
    if (index === undefined) return;
    this.#move(`input-${input}`, ...foldedAt(index, length));
    this.#move(`d-input-${input}`, ...foldedAt(index, length));
  }

  #move(id: string, y: number, x: number): void {
    this.renderRoot.querySelector<CsMap>(`cs-map#${id}`)?.moveFrame(y, x);
  }

  get #explanation(): Explanation {
    return explanationOf(this.context.layer.op)(this.context);
  }

  get #arrangement(): Arrangement {
    if (this.room.isLow) return "tiny";
    return this.room.width < NARROW_BELOW ? "narrow" : "wide";
  }

  /** CSS pixels of a map's longer side. */
  get #size(): number {
    const { width, height } = this.room;
    if (this.#arrangement === "tiny") return SMALLEST_MAP;
    if (this.#arrangement === "narrow") return Math.min(LARGEST_MAP, width - 12);
    const rows = this.context.gradient ? 2 : 1;
    const highest = height === 0 ? LARGEST_MAP : height / rows - MAP_WORDS;
    return Math.max(SMALLEST_MAP, Math.min(LARGEST_MAP, (width - LEAST_FORMULA) / 2, highest));
  }

  #input(input: number, { readings }: Explanation) {
    const { name, tensor } = this.context.inputs[input] as { name: string; tensor: Tensor };
    const reading = readings.find((each) => each.input === input);
    if (isVector(tensor)) return this.#vector(`input-${input}`, name, tensor, reading?.index ?? -1);
    const channel = reading?.channel ?? Math.min(this.context.map, (tensor.shape[0] ?? 1) - 1);
    const frame = reading?.frame ?? 0;
    return html`
      <h3>${name} <small>map ${channel} of ${tensor.shape[0]}${inFrames(tensor, frame)}</small></h3>
      ${this.#map(`input-${input}`, this.inputImage(channel, input, frame), reading)}
    `;
  }

  #inputGradients({ readings }: Explanation) {
    const { gradient, inputs } = this.context;
    return gradient?.dInputs.map((tensor, input) => {
      const reading = readings.find((each) => each.input === input);
      const title = `dL/dX to ${inputs[input]?.name}`;
      if (isVector(tensor))
        return this.#vector(`d-input-${input}`, title, tensor, reading?.index ?? -1, true);
      const frame = reading?.frame ?? 0;
      const image = mapImage(tensor, reading?.channel ?? 0, "gradient", limitFor(tensor), undefined, frame);
      return html`<h3>${title}</h3>${this.#map(`d-input-${input}`, image, reading)}`;
    });
  }

  #map(id: string, image: MapImage, reading: Reading | undefined) {
    const rule = reading?.window?.rule;
    const ring =
      this.context.layer.kernel && rule
        ? paddingRing(rule, [image.height, image.width], this.steps.size)
        : undefined;
    return html`<cs-map
      id=${id}
      data-testid=${id}
      .image=${image}
      .ring=${ring ?? [0, 0, 0, 0]}
      .frame=${rule}
      .size=${this.#size}
      .label=${id}
      .caption=${""}
    ></cs-map>`;
  }

  #output() {
    const { layer, output, map, unit } = this.context;
    if (isVector(output)) return this.#vector("output", layer.name, output, map, false, true);
    return html`
      <h3>${layer.name} <small>map ${map} of ${this.steps.maps}</small>${mapStepper(map, this.steps.maps, (next) => this.go({ map: next }))}</h3>
      ${this.#frameStepper()}
      <cs-map
        id="output"
        data-testid="output-map"
        .image=${this.outputImage(map, this.#frame)}
        .frame=${UNIT_FRAME}
        .size=${this.#size}
        .pickable=${true}
        .unit=${cellOf(unit)}
        .label=${`${layer.name}, map ${map}: choose a unit`}
        .caption=${`unit ${unit.join(", ")} = ${formatNumber(output.at(map, ...unit))}`}
        @cell-pick=${(event: CustomEvent<Pair>) => this.go({ unit: this.#unitOfCell(event.detail) })}
      ></cs-map>
    `;
  }

  /** The frame that the opened unit lies in; 0 where there is one. */
  get #frame(): number {
    return frameOf(this.context.unit, this.context.output);
  }

  /** The unit at a row and column of the frame shown. */
  #unitOfCell([y, x]: Pair): Unit {
    const { axes } = this.steps;
    return axes.length === 1 ? [x] : [...this.context.unit.slice(0, -2), y, x];
  }

  #frameStepper() {
    const { axes } = this.steps;
    const { frames } = rasterOf(this.context.output.shape);
    if (frames < 2) return nothing;
    const choose = (frame: number) =>
      this.go({ unit: [...unitAt(frame, axes.slice(0, -2)), ...cellOf(this.context.unit)] });
    return html`<p class="frames">frame ${this.#frame} of ${frames}${mapStepper(this.#frame, frames, choose, "frame")}</p>`;
  }

  #outputGradient(dOutput: Tensor) {
    const { layer, map, unit } = this.context;
    const title = `dL/dY of ${layer.name}`;
    if (isVector(dOutput)) return this.#vector("d-output", title, dOutput, map, true);
    return html`
      <h3>${title}</h3>
      <cs-map
        id="d-output"
        .image=${mapImage(dOutput, map, "gradient", limitFor(dOutput), undefined, this.#frame)}
        .frame=${UNIT_FRAME}
        .size=${this.#size}
        .label=${title}
        .caption=${`dL/dy = ${formatNumber(dOutput.at(map, ...unit))}`}
      ></cs-map>
    `;
  }

  #vector(id: string, title: string, tensor: Tensor, chosen: number, isGradient = false, pickable = false) {
    const length = tensor.data.length;
    const kind = isGradient ? "gradient" : "activation";
    const heading = html`<h3>${title} <small>${length} values</small></h3>`;
    const choose = (index: number) => pickable && index < length && this.go({ map: index });
    if (length <= MOST_BARS) {
      return html`${heading}<cs-bars
        id=${id}
        .values=${tensor.data}
        .labels=${this.#labels(length)}
        .kind=${kind}
        .chosen=${chosen}
        .pickable=${pickable}
        @bar-choose=${(event: CustomEvent<number>) => choose(event.detail)}
      ></cs-bars>`;
    }
    return html`${heading}<cs-map
      id=${id}
      data-testid=${pickable ? "output-map" : id}
      .image=${mapImage(flat(tensor), 0, kind, limitFor(tensor))}
      .frame=${chosen < 0 ? undefined : UNIT_FRAME}
      .size=${this.#size}
      .pickable=${pickable}
      .unit=${foldedAt(Math.max(0, chosen), length)}
      .label=${title}
      .caption=${chosen < 0 ? "" : `value ${chosen} = ${formatNumber(tensor.data[chosen] ?? Number.NaN)}`}
      @cell-pick=${(event: CustomEvent<Pair>) => choose(event.detail[0] * folded(length).width + event.detail[1])}
    ></cs-map>`;
  }

  /** Class names where the values are one for each class. */
  #labels(length: number): readonly string[] {
    const { classes, isLogits, layer } = this.context;
    return (isLogits || layer.op === "softmax") && classes.length === length ? classes : [];
  }

  #middle({ rule, formula, numbers, terms }: Explanation) {
    const limits = this.#limits;
    return html`
      <p class="rule">${rule}</p>
      ${numbers ? this.#numbers(numbers) : nothing}
      ${formulaView(formula, limits)}
      ${terms ? termsView(terms.list, terms.total.text, terms.total.value, terms.heading) : nothing}
    `;
  }

  #numbers({ columns, cells, winner }: WindowNumbers) {
    const image = this.inputImage(this.context.map);
    const entries = cells.map(
      ({ inside, value }, i): MatrixCell => ({
        outside: !inside,
        marked: i === winner,
        entries: [
          inside
            ? { name: "input", text: formatNumber(value), value, colours: coloursIn(image, value) }
            : { name: "padding", text: "–", value: 0, colours: { background: "none", ink: "inherit" } },
        ],
      }),
    );
    return html`<cs-matrix class="numbers" ${styled({ "max-width": `${columns * WIDEST_NUMBER}px` })} .columns=${columns} .cells=${entries} label="The window's values"></cs-matrix>`;
  }

  get #limits(): Limits {
    const { inputs, output, weights, gradient } = this.context;
    const values = Math.max(limitFor(output), ...inputs.map(({ tensor }) => limitFor(tensor)));
    return {
      activation: values,
      weight: Math.max(0, ...Object.values(weights).map(limitFor)),
      gradient: gradient ? limitFor(gradient.dOutput) : 1,
      grey: 1,
    };
  }
}

const inFrames = ({ shape }: Tensor, frame: number): string => {
  const { frames } = rasterOf(shape);
  return frames > 1 ? `, frame ${frame} of ${frames}` : "";
};

const isVector = ({ shape }: Tensor): boolean => shape.slice(1).every((length) => length === 1);

const flats = new WeakMap<Tensor, Tensor>();

/** C×1×1 maps as a vector. Kept, so that one tensor stays one image. */
function flat(tensor: Tensor): Tensor {
  if (tensor.shape.length === 1) return tensor;
  const vector = flats.get(tensor) ?? new Tensor([tensor.data.length], tensor.data);
  flats.set(tensor, vector);
  return vector;
}

/** Where a vector's value is drawn. */
function foldedAt(index: number, length: number): Pair {
  const { width } = folded(length);
  return [Math.floor(index / width), index % width];
}

customElements.define("cs-plain-detail", CsPlainDetail);

declare global {
  interface HTMLElementTagNameMap {
    "cs-plain-detail": CsPlainDetail;
  }
}
