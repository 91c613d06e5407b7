import { html, nothing } from "lit";
import { briefName, formatCount, formatNumber } from "../format.ts";
import { styled } from "../styled.ts";
import { shared } from "../styles/shared.ts";
import type { Tensor } from "../wire/tensor.ts";
import "./cs-formula.ts";
import { UNIT_FRAME } from "./cs-map.ts";
import "./cs-segments.ts";
import type { Segment } from "./cs-segments.ts";
import "./cs-tiles.ts";
import { type CsValues, isVector, type Look } from "./cs-values.ts";
import "./cs-values.ts";
import { DetailElement } from "./detail-element.ts";
import { concat, sourceOf } from "./explain/concat.ts";
import { type CellLink, cellAt, frameOf } from "./explain/explanation.ts";
import { cellOf } from "./geometry.ts";
import { limitFor } from "./limits.ts";
import { mapStepperStyles } from "./map-stepper.ts";
import { percentages } from "./meeting.ts";
import { type MergeRoom, mergeRoom } from "./merge-layout.ts";
import { mergeResult } from "./merge-result.ts";
import { mergeStyles } from "./merge-styles.ts";

/** Inputs one after the other: which of them the opened map came from, and how much each brings. */
export class CsConcatDetail extends DetailElement {
  static override properties = { ...DetailElement.properties, lit: { state: true } };

  /** The input's value that is pointed at. */
  declare lit: CellLink | null;

  #sizes: { of: Tensor; sizes: number[] } | undefined;

  constructor() {
    super();
    this.lit = null;
  }

  static override styles = [shared, mapStepperStyles, mergeStyles];

  override render() {
    const room = mergeRoom(this.room, 2);
    this.setAttribute("arrangement", room.arrangement);
    const { input } = sourceOf(this.context);
    return html`
      ${this.#parts(input)}
      <div class="meeting" ${styled({ "--map": `${room.map}px` })} @link-lit=${this.#light}>
        ${this.#source(room)}
        <span class="sign">=</span>
        ${this.#output(room)}
        <div class="aside">${this.#formula()} ${this.#tiles(input)}</div>
      </div>
      ${this.#contributions()}
    `;
  }

  protected override slide(): void {
    const { index } = sourceOf(this.context);
    const [source, output] = this.renderRoot.querySelectorAll<CsValues>("cs-values");
    if (!source || !output) return;
    const { unit, map } = this.context;
    const isMoved = this.#axis > 0;
    if (isVector(source.look.tensor)) source.moveToIndex(index[0] ?? 0);
    else source.moveFrame(...(isMoved ? cellOf(index.slice(1)) : this.between((each) => each)));
    if (isVector(output.look.tensor)) output.moveToIndex(map);
    else output.moveFrame(...(isMoved ? cellOf(unit) : this.between((each) => each)));
  }

  /** Along which the inputs stand one after the other. */
  get #axis(): number {
    return typeof this.context.layer.axis === "number" ? this.context.layer.axis : 0;
  }

  get #lengths(): number[] {
    return this.context.inputs.map(({ tensor }) => tensor.shape[this.#axis] ?? 1);
  }

  /** All inputs as one bar, the opened map (or place) marked. */
  #parts(input: number) {
    const { inputs, map, unit } = this.context;
    const lengths = this.#lengths;
    const whole = lengths.reduce((sum, length) => sum + length, 0);
    const what = this.#axis === 0 ? "maps" : "places";
    const segments = inputs.map(
      ({ name }, i): Segment => ({
        name: briefName(name, 28),
        text: formatCount(lengths[i] ?? 0),
        size: lengths[i] ?? 0,
        chosen: i === input,
      }),
    );
    const at = [map, ...unit][this.#axis] ?? 0;
    return html`
      <div class="shares">
        <h3>${formatCount(whole)} ${what} from ${inputs.length} inputs <small>the opened one is marked</small></h3>
        <cs-segments
          data-testid="parts"
          .heading=${what}
          .segments=${segments}
          .mark=${(at + 0.5) / whole}
          .pickable=${true}
          @segment-choose=${(event: CustomEvent<number>) => this.#goTo(event.detail, 0)}
        ></cs-segments>
      </div>
    `;
  }

  /** Opens a place of an input along the axis. */
  #goTo(input: number, place: number): void {
    const before = this.#lengths.slice(0, input).reduce((sum, length) => sum + length, 0);
    const { map, unit } = this.context;
    const [next = 0, ...rest] = [map, ...unit].map((each, axis) =>
      axis === this.#axis ? before + place : each,
    );
    this.go({ map: next, unit: rest });
  }

  #source(room: MergeRoom) {
    const { input, index } = sourceOf(this.context);
    const { name, tensor } = this.context.inputs[input] as { name: string; tensor: Tensor };
    const { channel, frame = 0 } = cellAt(this.context, index, input);
    const flat = isVector(tensor);
    const look: Look = {
      tensor,
      kind: "activation",
      image: { ...this.inputImage(flat ? 0 : channel, input, frame), limit: limitFor(this.context.output) },
      input,
      frame: UNIT_FRAME,
      chosen: index[0] ?? 0,
      size: room.map,
      label: `${name}, map ${index[0]}`,
      bare: room.arrangement !== "wide",
    };
    return html`<section class="operand">
      <h3 title=${name}>${briefName(name, room.letters)}</h3>
      <p class="of" data-testid="source">${flat ? "value" : "map"} ${index[0]} of ${tensor.shape[0]}</p>
      <cs-values data-testid="operand" .look=${look} .lit=${this.lit}></cs-values>
    </section>`;
  }

  #output(room: MergeRoom) {
    const { output, map, unit } = this.context;
    const image = this.outputImage(isVector(output) ? 0 : map, frameOf(unit, output));
    const caption = `unit ${unit.join(", ")} = ${formatNumber(output.at(map, ...unit))}`;
    return mergeResult(this.context, room, image, caption, (place) => this.go(place));
  }

  #formula() {
    const { formula, rule } = concat(this.context);
    const activation = limitFor(this.context.output);
    return html`
      <p class="rule">${rule}</p>
      <cs-formula
        .lines=${formula}
        .limits=${{ activation, weight: 1, gradient: 1, grey: 1 }}
        .lit=${this.lit}
        @link-lit=${this.#light}
      ></cs-formula>
    `;
  }

  /** How large the values are that each input brings: at the opened place, and in all. */
  #contributions() {
    const { inputs } = this.context;
    const bar = (heading: string, sizes: readonly number[]) => {
      const shares = percentages(sizes);
      const segments = inputs.map(
        ({ name }, i): Segment => ({
          name: briefName(name, 28),
          text: shares ? `${shares[i]?.text} %` : "0",
          size: shares ? (shares[i]?.value ?? 0) : 1,
        }),
      );
      return html`<cs-segments data-testid="shares" .heading=${heading} .segments=${segments}></cs-segments>`;
    };
    const atPlace = this.#axis === 0 && !this.steps.overMaps ? this.#sizesHere() : null;
    return html`
      <div class="shares" role="group" aria-label="What each contributed">
        <h3>What each contributed <small>by size, Σ |value|</small></h3>
        ${atPlace ? bar("at this place", atPlace) : nothing}
        ${bar("the whole layer", this.#sizesOfAll())}
      </div>
    `;
  }

  #sizesHere(): number[] {
    const { unit } = this.context;
    return this.context.inputs.map(({ tensor }) => {
      let sum = 0;
      for (let map = 0; map < (tensor.shape[0] ?? 0); map++) sum += Math.abs(tensor.at(map, ...unit));
      return sum;
    });
  }

  /** Kept while the layer is open, because it may be large. */
  #sizesOfAll(): number[] {
    const { output, inputs } = this.context;
    if (this.#sizes?.of !== output) {
      const sizes = inputs.map(({ tensor }) => tensor.data.reduce((sum, value) => sum + Math.abs(value), 0));
      this.#sizes = { of: output, sizes };
    }
    return this.#sizes.sizes;
  }

  /** All maps of the input that the opened one came from. */
  #tiles(input: number) {
    const { name, tensor } = this.context.inputs[input] as { name: string; tensor: Tensor };
    const [maps = 1, ...axes] = tensor.shape;
    if (this.#axis !== 0 || axes.length === 0 || axes.length > 2 || isVector(tensor)) return nothing;
    const { index } = sourceOf(this.context);
    return html`
      <section>
        <h3>All its ${formatCount(maps)} maps</h3>
        <cs-tiles
          .tensor=${tensor}
          .limit=${limitFor(this.context.output)}
          .chosen=${index[0] ?? 0}
          .most=${48}
          .high=${96}
          .label=${`All maps of ${name}`}
          @tile-choose=${(event: CustomEvent<number>) => this.#goTo(input, event.detail)}
        ></cs-tiles>
      </section>
    `;
  }

  readonly #light = (event: CustomEvent<CellLink | null>): void => {
    this.lit = event.detail;
  };
}

customElements.define("cs-concat-detail", CsConcatDetail);

declare global {
  interface HTMLElementTagNameMap {
    "cs-concat-detail": CsConcatDetail;
  }
}
