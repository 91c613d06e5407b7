import { html, nothing, type PropertyValues } from "lit";
import { formatNumber, formatShape } from "../format.ts";
import { rasterOf, type Unit, unitAt } from "../graph/raster.ts";
import { shared } from "../styles/shared.ts";
import { Tensor } from "../wire/tensor.ts";
import { roleOf } from "./backward/back.ts";
import { roleName, roleStyles } from "./backward/roles.ts";
import { sendersView } from "./backward/senders.ts";
import { inputKind } from "./context.ts";
import { UNIT_FRAME } from "./cs-map.ts";
import { type CsValues, isVector, type Look } from "./cs-values.ts";
import { headingStyles } from "./heading-styles.ts";
import "./cs-values.ts";
import { DetailElement } from "./detail-element.ts";
import type { Curve } from "./explain/curves.ts";
import { type CellLink, type Explanation, frameOf, type Reading } from "./explain/explanation.ts";
import { explained } from "./explain/table.ts";
import { cellOf, type Pair, paddingRing, windowStart } from "./geometry.ts";
import { limitFor } from "./limits.ts";
import { mapImage } from "./map-image.ts";
import { mapStepper, mapStepperStyles } from "./map-stepper.ts";
import { belowStyles, belowView, factsView, type Scope } from "./plain-below.ts";
import { type PlainRoom, roomFor } from "./plain-layout.ts";
import { curveView, formulaView, MOST_NUMBERS, windowView } from "./plain-middle.ts";
import { plainStyles } from "./plain-styles.ts";
import { termsStyles, termsView } from "./terms.ts";

/** CSS pixels that a matrix is wide at least: it has many columns, and few rows. */
const MATRIX_WIDTH = 320;
/** CSS pixels that a function is high below its formula. */
const BELOW_CURVE = 168;

/** Any operation: its input, the formula with the current numbers in place, its output. */
export class CsPlainDetail extends DetailElement {
  static override properties = {
    ...DetailElement.properties,
    lit: { state: true },
    scope: { state: true },
  };

  /** The input's value that is pointed at: on a map, in the formula, or among the window's numbers. */
  declare lit: CellLink | null;
  /** Whose values the histograms count; until one is chosen, whose the operation is about. */
  declare scope: Scope | null;

  #explanation!: Explanation;
  #layout!: PlainRoom;
  #unitShown = "";

  constructor() {
    super();
    this.lit = null;
    this.scope = null;
  }

  static override styles = [
    shared,
    headingStyles,
    mapStepperStyles,
    plainStyles,
    belowStyles,
    termsStyles,
    roleStyles,
  ];

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { layer, map, unit, back } = this.context;
    this.#explanation = explained(this.context);
    const { compares, facts } = this.#explanation;
    const hasBelow = compares !== undefined || (facts !== undefined && !back);
    this.#layout = roomFor(this.room, { hasBelow });
    const shown = `${layer.name} ${back?.way.wrt} ${map} ${unit}`;
    if (shown !== this.#unitShown) this.lit = null;
    this.#unitShown = shown;
  }

  override render() {
    const { inputs, back } = this.context;
    this.setAttribute("arrangement", this.#layout.arrangement);
    // Backward, what comes in is upstream alone: local stands between it and downstream.
    const outer = back ? inputs.slice(0, 1) : inputs;
    // Bars with their names and numbers need a line's length.
    const hasBars = [...outer.map(({ tensor }) => tensor), this.context.output].some(isVector);
    this.toggleAttribute("slim", this.#layout.isSlim || hasBars);
    const parts = [
      html`<section class="inputs" @link-lit=${this.#light}>
        ${outer.map((_, input) => this.#input(input))} ${back ? sendersView(this.context, this.#explanation) : nothing}
      </section>`,
      html`<section class="middle" @link-lit=${this.#light}>${back ? this.#backward() : this.#middle()}</section>`,
      html`<section class="output">${this.#output()}</section>`,
    ];
    // The layer's output side stays on the right: backward that is where things come from.
    return html`${back ? parts.reverse() : parts} ${this.#below()}`;
  }

  /** What upstream is multiplied with, and the formula; the curve stands below. */
  #backward() {
    const { rule, terms, facts, compares } = this.#explanation;
    const locals = this.context.inputs.slice(1);
    const sum = { lit: this.lit, light: (at: CellLink | null) => this.#show(at) };
    return html`
      <p class="rule">${rule}</p>
      <div class="told">
        ${locals.map((_, i) => html`<div class="local">${this.#input(i + 1, this.#layout.local)}</div>`)}
        <div class="formula">
          ${formulaView(this.context, this.#explanation, this.lit)} ${terms ? termsView({ ...terms, ...sum }) : nothing}
          ${facts && !compares ? factsView(facts) : nothing}
        </div>
      </div>
    `;
  }

  #below() {
    const { compares, facts, curve } = this.#explanation;
    if (this.context.back && !compares) return nothing;
    const isTiny = this.#layout.arrangement === "tiny";
    if (isTiny || !(compares || facts || curve)) return nothing;
    return html`
      <section class="below" @link-lit=${this.#light}>
        ${curve ? html`<div>${this.#besideFigures(curve)}</div>` : nothing}
        ${belowView({
          context: this.context,
          explanation: this.#explanation,
          scope: this.scope ?? compares ?? "layer",
          choose: (scope) => {
            this.scope = scope;
          },
        })}
      </section>
    `;
  }

  /** Forward the curve stands between input and output, and the formula below; backward the other way round. */
  #besideFigures(curve: Curve) {
    if (this.context.back) return curveView(this.context, curve, BELOW_CURVE);
    return formulaView(this.context, this.#explanation, this.lit);
  }

  protected override slide(): void {
    for (const reading of this.#explanation.readings) {
      const values = this.renderRoot.querySelector<CsValues>(`#input-${reading.input}`);
      if (values) this.#moveTo(values, reading);
    }
    const isVectorOfUnits = this.steps.overMaps;
    const values = this.renderRoot.querySelector<CsValues>("#output");
    const { map, unit } = this.context;
    if (this.#isMatrix) values?.moveFrame(map, unit[0] ?? 0);
    else if (isVectorOfUnits) values?.moveToIndex(this.context.map);
    else values?.moveFrame(...this.between((unit) => unit));
  }

  #moveTo(values: CsValues, { window, index }: Reading): void {
    if (window) {
      const { rule, unit, leaps } = window;
      const isFixed = leaps || this.steps.overMaps;
      values.moveFrame(
        ...(isFixed ? windowStart(rule, unit) : this.between((each) => windowStart(rule, each))),
      );
    } else if (index !== undefined) values.moveToIndex(index);
  }

  #readingOf(input: number): Reading | undefined {
    return this.#explanation.readings.find((each) => each.input === input);
  }

  #input(input: number, size = this.#layout.map) {
    const { name, tensor } = this.context.inputs[input] as { name: string; tensor: Tensor };
    const reading = this.#readingOf(input);
    const channel = reading?.channel ?? Math.min(this.context.map, (tensor.shape[0] ?? 1) - 1);
    const frame = reading?.frame ?? 0;
    const image = this.inputMapImage(channel, input, frame);
    const title = isVector(tensor)
      ? sizeIn(tensor)
      : `map ${channel} of ${tensor.shape[0]}${inFrames(tensor, frame)}`;
    const kind = inputKind(this.context, input);
    const role = roleOf(this.context, input);
    const labels = role === "upstream" ? this.#labels(tensor.data.length) : [];
    return html`
      <h3>${roleName(role)} ${name} <small>${title}</small></h3>
      ${this.#values(`input-${input}`, { ...this.#reads(input, tensor, reading), image, kind, size, labels })}
    `;
  }

  /** How an input is looked at where the unit reads it. */
  #reads(
    input: number,
    tensor: Tensor,
    reading: Reading | undefined,
  ): Omit<Look, "image" | "kind" | "label"> {
    const rule = reading?.window?.rule;
    const { rows, columns } = rasterOf(tensor.shape);
    const ring =
      !this.context.back && this.context.layer.kernel && rule
        ? paddingRing(rule, [rows, columns], this.steps.size)
        : undefined;
    const { winner, unread } = this.#explanation;
    const marks = input === 0 ? { winner, unread } : {};
    return {
      tensor,
      input,
      ring,
      frame: rule,
      chosen: reading?.index ?? -1,
      size: this.#layout.map,
      ...marks,
    };
  }

  #values(id: string, look: Omit<Look, "label">, label = id) {
    return html`<cs-values id=${id} data-testid=${id} .look=${{ ...look, label }} .lit=${this.lit}></cs-values>`;
  }

  /** A dense layer's weights' gradient: all of it is one picture, a row for each unit. */
  get #isMatrix(): boolean {
    const { back, output } = this.context;
    return back?.way.input === null && output.shape.length === 2;
  }

  #matrix(dWeight: Tensor, name: string) {
    const { map, unit } = this.context;
    const image = mapImage(asPicture(dWeight), 0, this.context.kinds.output, limitFor(dWeight));
    const look: Look = {
      ...this.#unitOf(dWeight),
      image,
      kind: "gradient",
      unit: [map, unit[0] ?? 0],
      size: Math.max(this.#layout.map, MATRIX_WIDTH),
      pickable: true,
      label: `${name}, a row for each unit, a column for each input: choose a weight`,
      caption: `unit ${map}, input ${unit[0]} = ${formatNumber(dWeight.at(map, ...unit))}`,
    };
    return html`
      <h3>${roleName("downstream")} ${name} <small>${formatShape(dWeight.shape)}</small></h3>
      <cs-values
        id="output"
        data-testid="output-map"
        .look=${look}
        @cell-pick=${({ detail: [y, x] }: CustomEvent<Pair>) => this.go({ map: y, unit: [x] })}
      ></cs-values>
    `;
  }

  #output() {
    if (this.#isMatrix) return this.#matrix(this.context.output, this.context.back?.way.symbol ?? "");
    const { layer, output, map, unit, kinds, back } = this.context;
    const name = back ? back.way.symbol : layer.name;
    const alone = isVector(output);
    const note = alone
      ? html`<small>${sizeIn(output)}</small>`
      : html`<small>map ${map} of ${this.steps.maps}</small>${mapStepper(map, this.steps.maps, (next) => this.go({ map: next }))}`;
    const look: Look = {
      ...this.#unitOf(output),
      image: this.outputImage(map, this.#frame),
      kind: kinds.output,
      labels: this.#labels(output.data.length),
      pickable: true,
      label: alone ? name : `${name}, map ${map}: choose a unit`,
      caption: `unit ${unit.join(", ")} = ${formatNumber(output.at(map, ...unit))}`,
    };
    return html`
      <h3>${roleName(back && "downstream")} ${name} ${note}</h3>
      ${alone ? nothing : this.#frameStepper()}
      <cs-values
        id="output"
        data-testid="output-map"
        .look=${look}
        @cell-pick=${(event: CustomEvent<Pair>) => this.go({ unit: this.#unitOfCell(event.detail) })}
        @bar-choose=${(event: CustomEvent<number>) => this.go({ map: event.detail })}
      ></cs-values>
    `;
  }

  /** How the output is looked at: its unit is framed. */
  #unitOf(tensor: Tensor) {
    const { map, unit } = this.context;
    const { map: size } = this.#layout;
    return { tensor, input: -1, frame: UNIT_FRAME, chosen: map, unit: cellOf(unit), size };
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

  /** Class names where the values are one for each class. */
  #labels(length: number): readonly string[] {
    const { classes, isLogits, layer } = this.context;
    return (isLogits || layer.op === "softmax") && classes.length === length ? classes : [];
  }

  #middle() {
    const { rule, numbers, terms, curve, formula } = this.#explanation;
    const isDrawn = curve && this.#layout.arrangement !== "tiny";
    const lit = { lit: this.lit, light: (at: CellLink | null) => this.#show(at) };
    const window = numbers && numbers.cells.length <= MOST_NUMBERS && { numbers, ...lit };
    return html`
      <p class="rule">${rule}</p>
      ${isDrawn ? curveView(this.context, curve, this.#layout.curve) : nothing}
      ${window ? windowView({ ...window, image: this.inputImage(this.context.map), lines: formula.length, layout: this.#layout }) : nothing}
      ${isDrawn ? nothing : formulaView(this.context, this.#explanation, this.lit)}
      ${terms ? termsView({ ...terms, ...lit }) : nothing}
    `;
  }

  readonly #light = (event: CustomEvent<CellLink | null>): void => this.#show(event.detail);

  #show(at: CellLink | null): void {
    this.lit = at;
  }
}

/** Rows and columns as one map. Kept, so that one tensor stays one image. */
const pictures = new WeakMap<Tensor, Tensor>();

function asPicture(matrix: Tensor): Tensor {
  const picture = pictures.get(matrix) ?? new Tensor([1, ...matrix.shape], matrix.data);
  pictures.set(matrix, picture);
  return picture;
}

const inFrames = ({ shape }: Tensor, frame: number): string => {
  const { frames } = rasterOf(shape);
  return frames > 1 ? `, frame ${frame} of ${frames}` : "";
};

const sizeIn = ({ data }: Tensor): string => `${data.length} values`;

customElements.define("cs-plain-detail", CsPlainDetail);

declare global {
  interface HTMLElementTagNameMap {
    "cs-plain-detail": CsPlainDetail;
  }
}
