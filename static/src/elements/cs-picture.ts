import { html, LitElement, type PropertyValues } from "lit";
import { limitOf, paint } from "../colour.ts";
import { fieldFrame } from "../draw/field-frame.ts";
import type { Field } from "../graph/field.ts";
import { rasterOf, type Unit } from "../graph/raster.ts";
import { hasOwnColours, paintPicture } from "../picture.ts";
import { pictureStyles } from "../styles/picture.ts";
import { shared } from "../styles/shared.ts";
import type { Preprocessing } from "../wire/events.ts";
import type { Tensor } from "../wire/tensor.ts";
import "./cs-frames.ts";

/** The picture as the network sees it (of a clip, a frame over the strip of all), with the field pointed at framed. */
export class CsPicture extends LitElement {
  static override properties = {
    input: { attribute: false },
    preprocessing: { attribute: false },
    field: { attribute: false },
    place: { attribute: false },
    label: {},
    frame: { state: true },
  };

  declare input: Tensor | null;
  declare preprocessing: Preprocessing | null;
  declare field: Field | null;
  /** The chosen place: (frame,) row and column. */
  declare place: Unit | null;
  declare label: string;
  /** The frame shown of a clip. */
  declare frame: number;

  constructor() {
    super();
    this.input = null;
    this.preprocessing = null;
    this.field = null;
    this.place = null;
    this.label = "";
    this.frame = 0;
  }

  static override styles = [shared, pictureStyles];

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("input") && this.frame >= this.#frames) this.frame = 0;
    if (changed.has("field") && !this.#isSeen) this.frame = this.#middleSeen;
    if (changed.has("place") && this.place && this.#frames > 1) this.frame = this.place[0] as number;
  }

  protected override firstUpdated(): void {
    void import("./cs-place.ts"); // the picture comes first
  }

  override render() {
    const { rows, columns } = rasterOf(this.input?.shape ?? []);
    return html`
      <div class="sheet" @pointerenter=${() => this.#strip?.play()} @pointerleave=${() => this.#strip?.pause()}>
        <canvas role="img" aria-label=${this.label}></canvas>
        <svg viewBox=${viewBox(rows, columns).join(" ")} aria-hidden="true">
          ${this.field && this.#isSeen ? fieldFrame(this.field, [rows, columns]) : ""}
        </svg>
        ${this.#picker(rows, columns)}
      </div>
      ${this.#frames > 1 ? this.#framesStrip() : ""}
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const repaint = ["input", "preprocessing", "frame"] as const;
    if (repaint.some((name) => changed.has(name))) this.#paint();
  }

  #framesStrip() {
    return html`<cs-frames
      .input=${this.input}
      .preprocessing=${this.preprocessing}
      .frame=${this.frame}
      .seen=${this.field?.at(-3) ?? null}
      @choose-frame=${(event: CustomEvent<number>) => {
        this.frame = event.detail;
      }}
    ></cs-frames>`;
  }

  /** Choosing a place; of a clip in the frame shown. */
  #picker(rows: number, columns: number) {
    const frames = this.#frames > 1;
    const isHere = !frames || this.place?.[0] === this.frame;
    const choose = ({ detail }: CustomEvent<Unit | null>) => {
      const place = detail && (frames ? [this.frame, ...detail] : detail);
      this.dispatchEvent(new CustomEvent("choose-place", { detail: place }));
    };
    return html`<cs-place
      .rows=${rows}
      .columns=${columns}
      .view=${viewBox(rows, columns)}
      .place=${isHere ? this.place : null}
      .kind=${frames ? "clip" : "picture"}
      @choose-place=${choose}
    ></cs-place>`;
  }

  get #strip() {
    return this.renderRoot.querySelector("cs-frames");
  }

  get #frames(): number {
    return rasterOf(this.input?.shape ?? []).frames;
  }

  /** Whether the field lies on the frame shown. */
  get #isSeen(): boolean {
    const frames = this.field?.at(-3);
    return !frames || (this.frame >= frames.first && this.frame <= frames.last);
  }

  get #middleSeen(): number {
    const { first, last } = this.field?.at(-3) ?? { first: 0, last: 0 };
    return Math.max(0, Math.min(this.#frames - 1, Math.floor((first + last) / 2)));
  }

  #paint(): void {
    const { input, preprocessing, frame } = this;
    const canvas = this.renderRoot.querySelector("canvas");
    if (!input || !preprocessing || !canvas) return;
    const { rows, columns } = rasterOf(input.shape);
    canvas.width = columns;
    canvas.height = rows;
    const image = hasOwnColours(input) ? paintPicture(input, preprocessing, frame) : fallback(input, frame);
    canvas.getContext("2d")?.putImageData(image, 0, 0);
  }
}

/** Inputs that are no pictures (two channels, say) show their first channel on the scale of activations. */
function fallback(input: Tensor, frame: number): ImageData {
  const { rows, columns } = rasterOf(input.shape);
  return paint(input.plane(0, frame), rows, columns, "activation", limitOf(input.data));
}

/** The canvas' 84 % hold the picture; a square box around the longer side, as object-fit places it. */
function viewBox(height: number, width: number): [number, number, number, number] {
  const side = Math.max(height, width) / 0.84;
  return [(width - side) / 2, (height - side) / 2, side, side];
}

customElements.define("cs-picture", CsPicture);
