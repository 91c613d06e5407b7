import { html, nothing, type PropertyValues } from "lit";
import { briefName, formatNumber } from "../format.ts";
import { styled } from "../styled.ts";
import { shared } from "../styles/shared.ts";
import { sizeOf, type Tensor } from "../wire/tensor.ts";
import "./cs-formula.ts";
import "./cs-segments.ts";
import type { Segment } from "./cs-segments.ts";
import { type CsValues, isVector, type Look } from "./cs-values.ts";
import "./cs-values.ts";
import { UNIT_FRAME } from "./cs-map.ts";
import { DetailElement } from "./detail-element.ts";
import { letterOf, type Operand, operandsOf } from "./explain/arithmetic.ts";
import { type CellLink, cellAt, type Explanation, frameOf } from "./explain/explanation.ts";
import { explained } from "./explain/table.ts";
import { limitFor } from "./limits.ts";
import { type MapImage, mapImage } from "./map-image.ts";
import { mapStepperStyles } from "./map-stepper.ts";
import { type Meeting, meetingOf, percentages } from "./meeting.ts";
import { type MergeRoom, mergeRoom } from "./merge-layout.ts";
import { mergeResult } from "./merge-result.ts";
import { mergeStyles } from "./merge-styles.ts";

/** How an operation puts its operands together, and what it means to contribute. */
interface Way {
  sign: string;
  /** Written before and behind all operands. */
  around?: readonly [string, string];
  by: "size" | "winning" | "factor";
}

const WAYS: Record<string, Way> = {
  add: { sign: "+", by: "size" },
  sub: { sign: "−", by: "size" },
  mul: { sign: "×", by: "factor" },
  div: { sign: "÷", by: "factor" },
  maximum: { sign: ",", around: ["max(", ")"], by: "winning" },
  minimum: { sign: ",", around: ["min(", ")"], by: "winning" },
};

/** Layers that meet value by value: their maps and the result, and what each of them contributed. */
export class CsMergeDetail extends DetailElement {
  static override properties = { ...DetailElement.properties, lit: { state: true } };

  /** The input's value that is pointed at. */
  declare lit: CellLink | null;

  #explanation!: Explanation;
  #operands: Operand[] = [];
  #whole: { of: Tensor; meeting: Meeting } | undefined;

  constructor() {
    super();
    this.lit = null;
  }

  static override styles = [shared, mapStepperStyles, mergeStyles];

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    this.#operands = operandsOf(this.context);
    this.#explanation = explained(this.context);
  }

  override render() {
    const room = mergeRoom(this.room, this.#operands.length + 1);
    this.setAttribute("arrangement", room.arrangement);
    const { sign, around } = this.#way;
    return html`
      <div class="meeting" ${styled({ "--map": `${room.map}px` })} @link-lit=${(event: CustomEvent<CellLink | null>) => this.#show(event.detail)}>
        ${around ? html`<span class="sign">${around[0]}</span>` : nothing}
        ${this.#operands.map((operand, i) => html`${i === 0 ? nothing : html`<span class="sign">${sign}</span>`}${this.#operand(operand, i, room)}`)}
        ${around ? html`<span class="sign">${around[1]}</span>` : nothing}
        <span class="sign">=</span>
        ${this.#output(room)}
      </div>
      <cs-formula
        .lines=${this.#explanation.formula}
        .limits=${this.#limits}
        .lit=${this.lit}
        @link-lit=${(event: CustomEvent<CellLink | null>) => this.#show(event.detail)}
      ></cs-formula>
      ${this.#contributions()}
    `;
  }

  protected override slide(): void {
    const { steps } = this;
    for (const values of this.renderRoot.querySelectorAll<CsValues>("cs-values")) {
      const { tensor, chosen } = values.look;
      const [rows, columns] = [tensor.shape.at(-2) ?? 1, tensor.shape.at(-1) ?? 1];
      if (isVector(tensor)) values.moveToIndex(chosen);
      else if (steps.overMaps) values.moveFrame(0, 0);
      else values.moveFrame(...this.between(([y, x]) => [Math.min(y, rows - 1), Math.min(x, columns - 1)]));
    }
  }

  get #way(): Way {
    return WAYS[this.context.layer.op] ?? { sign: "∘", by: "factor" };
  }

  #operand(operand: Operand, place: number, room: MergeRoom) {
    const { tensor, name, input, index, value } = operand;
    if (tensor.data.length === 1) {
      return html`<section class="operand">
        <h3><i>${letterOf(place)}</i> ${briefName(name)}</h3>
        <p class="of">one number for all</p>
        <p class="constant" data-testid="operand">${formatNumber(value)}</p>
      </section>`;
    }
    const { channel, frame = 0 } = cellAt(this.context, index, input ?? undefined);
    const flat = isVector(tensor);
    const image =
      input === null
        ? mapImage(tensor, channel, "weight", limitFor(tensor))
        : this.#onCommonScale(this.inputImage(flat ? 0 : channel, input, frame));
    const look: Look = {
      tensor,
      kind: operand.kind,
      image,
      input: input ?? -1,
      frame: UNIT_FRAME,
      chosen: index[0] ?? 0,
      size: room.map,
      label: `${name}, map ${channel}`,
      caption: formatNumber(value),
      bare: room.arrangement !== "wide",
    };
    const repeats = tensor.data.length < this.context.output.data.length ? ", repeated" : "";
    return html`<section class="operand">
      <h3 title=${name}><i>${letterOf(place)}</i> ${briefName(name, room.letters)}</h3>
      <p class="of">${flat ? `value ${index[0] ?? 0} of ${tensor.data.length}` : `map ${channel} of ${tensor.shape[0]}`}${repeats}</p>
      <cs-values id="operand-${place}" data-testid="operand" .look=${look} .lit=${this.lit}></cs-values>
    </section>`;
  }

  #output(room: MergeRoom) {
    const { output, map, unit } = this.context;
    const image = this.#onCommonScale(this.outputImage(isVector(output) ? 0 : map, frameOf(unit, output)));
    const caption = `unit ${unit.join(", ")}`;
    return mergeResult(this.context, room, image, caption, (place) => this.go(place));
  }

  /** Where values are added or compared, equal colours mean equal numbers; factors have scales of their own. */
  #onCommonScale(image: MapImage): MapImage {
    return this.#way.by === "factor" ? image : { ...image, limit: this.#limits.activation };
  }

  /** What each contributed to the unit, to its map, to the layer. */
  #contributions() {
    const { output, map, unit } = this.context;
    const { by } = this.#way;
    const { shape } = output;
    const perMap = sizeOf(shape.slice(1));
    const tensors = this.#operands.map(({ tensor }) => tensor);
    const extreme = this.context.layer.op === "minimum" ? "smallest" : "largest";
    const at = map * perMap + unit.reduce((place, each, axis) => place * (shape[axis + 1] ?? 1) + each, 0);
    const ofUnit = meetingOf(tensors, shape, at, 1, extreme);
    const ofMap = meetingOf(tensors, shape, map * perMap, perMap, extreme);
    const ofLayer = this.#ofLayer(tensors, extreme);
    const words = {
      size: "by size, |a| / Σ|…|",
      winning: "by units won",
      factor: "mean size of the factors",
    }[by];
    return html`
      <div class="shares" role="group" aria-label="What each contributed">
        <h3>What each contributed <small>${words}</small></h3>
        ${this.#bar("this unit", ofUnit)}
        ${perMap > 1 ? this.#bar("this map", ofMap) : nothing}
        ${this.#bar("the whole layer", ofLayer)}
        ${by === "size" ? this.#agreement(ofMap) : nothing}
      </div>
    `;
  }

  #bar(heading: string, meeting: Meeting) {
    return html`<cs-segments data-testid="shares" .heading=${heading} .segments=${this.#segments(meeting)}></cs-segments>`;
  }

  #segments({ sizes, won }: Meeting): Segment[] {
    const { by } = this.#way;
    const name = (i: number) => briefName(this.#operands[i]?.name ?? "", 28);
    if (by === "factor")
      return sizes.map((size, i) => ({ name: name(i), text: formatNumber(size), size: 1 }));
    const shares = percentages(by === "winning" ? won : sizes);
    return sizes.map((_, i) => ({
      name: name(i),
      text: shares ? `${shares[i]?.text} %` : "0",
      size: shares ? (shares[i]?.value ?? 0) : 1,
    }));
  }

  #agreement({ agreeing, units }: Meeting) {
    const share = formatNumber((100 * agreeing) / units);
    return html`<p class="rule">In this map they agree in sign at <b>${agreeing} of ${units}</b> units (${share} %); at the others they work against each other.</p>`;
  }

  /** Over all units; kept while the layer is open, because it may be large. */
  #ofLayer(tensors: readonly Tensor[], extreme: "largest" | "smallest"): Meeting {
    const { output } = this.context;
    if (this.#whole?.of !== output) {
      const meeting = meetingOf(tensors, output.shape, 0, output.data.length, extreme);
      this.#whole = { of: output, meeting };
    }
    return this.#whole.meeting;
  }

  get #limits() {
    const { inputs, output, weights } = this.context;
    const activation = Math.max(limitFor(output), ...inputs.map(({ tensor }) => limitFor(tensor)));
    return { activation, weight: Math.max(0, ...Object.values(weights).map(limitFor)), gradient: 1, grey: 1 };
  }

  #show(at: CellLink | null): void {
    this.lit = at;
  }
}

customElements.define("cs-merge-detail", CsMergeDetail);

declare global {
  interface HTMLElementTagNameMap {
    "cs-merge-detail": CsMergeDetail;
  }
}
