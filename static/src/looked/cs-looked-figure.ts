import { css, html, LitElement, type PropertyValues, svg } from "lit";
import { colourTable, limitOf } from "../colour.ts";
import { curvePath } from "../draw/curve.ts";
import { pictureImage } from "../fields/patch-image.ts";
import { rasterOf, type Unit, unitAt } from "../graph/raster.ts";
import { styled } from "../styled.ts";
import { shared } from "../styles/shared.ts";
import type { Preprocessing } from "../wire/events.ts";
import type { Tensor } from "../wire/tensor.ts";
import { overlay } from "./heat.ts";

/** A signal's height in units of the drawing; across, a unit is a sample. */
const SIGNAL_HEIGHT = 100;

/** A box over the picture: where it begins along each axis, and its sizes. */
export interface Patch {
  start: readonly number[];
  size: readonly number[];
}
const KEYS: Record<string, readonly [number, number]> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

/**
 * A picture (of a clip one frame, of a signal its curve) with heat over it. Fires "choose-place" with the place
 * pointed at, along the input's axes, or null.
 */
export class CsLookedFigure extends LitElement {
  static override properties = {
    input: { attribute: false },
    preprocessing: { attribute: false },
    frame: { type: Number },
    heat: { attribute: false },
    limit: { attribute: false },
    opacity: { type: Number },
    patch: { attribute: false },
    place: { attribute: false },
    still: { type: Boolean },
    label: {},
    scheme: {},
  };

  declare input: Tensor | null;
  declare preprocessing: Preprocessing | null;
  declare frame: number;
  /** A number for each place of the input, all frames; null: none. */
  declare heat: Float32Array | null;
  declare limit: number;
  /** Of the heat, 0 … 1. */
  declare opacity: number;
  /** What is covered: drawn in the picture's mean. */
  declare patch: Patch | null;
  declare place: Unit | null;
  /** Nothing can be pointed at. */
  declare still: boolean;
  declare label: string;
  /** Named only so that a change of scheme draws again. */
  declare scheme: string;

  constructor() {
    super();
    this.input = null;
    this.preprocessing = null;
    this.frame = 0;
    this.heat = null;
    this.limit = 0;
    this.opacity = 1;
    this.patch = null;
    this.place = null;
    this.still = false;
    this.label = "";
    this.scheme = "";
  }

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        place-items: start center;
        min-height: 0;
        min-width: 0;
        container-type: size;
      }
      .sheet {
        position: relative;
        width: min(100cqw, 100cqh * var(--aspect));
        aspect-ratio: var(--aspect);
        outline: 1px solid var(--line-strong);
        background: var(--paper);
        touch-action: pan-y;
      }
      .sheet:focus-visible {
        outline: 3px solid var(--focus);
      }
      .signal {
        width: 100cqw;
        height: 100cqh;
        aspect-ratio: auto;
      }
      canvas,
      svg {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
      }
      canvas {
        image-rendering: pixelated;
      }
      svg {
        overflow: visible;
        pointer-events: none;
      }
      rect,
      path {
        fill: none;
        vector-effect: non-scaling-stroke;
      }
      .patch {
        stroke: var(--field);
        stroke-width: 3;
      }
      .under {
        stroke: var(--paper);
        stroke-width: 5;
      }
      .place {
        stroke: var(--ink);
        stroke-width: 2;
      }
      .curve {
        stroke: var(--ink);
        stroke-width: 2;
      }
      .zero {
        stroke: var(--ink-faint);
        stroke-width: 1;
      }
    `,
  ];

  override render() {
    const { kind, rows, columns } = rasterOf(this.input?.shape ?? []);
    return html`<div
      class="sheet ${kind}"
      role="img"
      tabindex=${this.still ? "-1" : "0"}
      aria-label=${this.label}
      aria-keyshortcuts="ArrowLeft ArrowRight ArrowUp ArrowDown"
      ${styled({ "--aspect": String(columns / rows) })}
      @pointermove=${this.#pointed}
      @pointerdown=${this.#pointed}
      @pointerleave=${() => this.#choose(null)}
      @keydown=${this.#keyed}
    >
      <canvas width=${columns} height=${rows}></canvas>
      <svg viewBox="0 0 ${columns} ${kind === "signal" ? SIGNAL_HEIGHT : rows}" preserveAspectRatio="none" aria-hidden="true">
        ${kind === "signal" ? this.#curves(columns) : ""} ${this.#box()} ${this.#cell()}
      </svg>
    </div>`;
  }

  protected override updated(_changed: PropertyValues<this>): void {
    const context = this.renderRoot.querySelector("canvas")?.getContext("2d");
    const image = this.#image();
    if (context && image) context.putImageData(image, 0, 0);
  }

  #image(): ImageData | null {
    const { input, preprocessing, heat, limit, opacity } = this;
    if (!input || !preprocessing) return null;
    const { kind, rows, columns } = rasterOf(input.shape);
    const size = rows * columns;
    const picture = kind === "signal" ? paper(columns) : pictureImage(input, preprocessing, this.frame);
    const shown = heat?.subarray(this.frame * size, (this.frame + 1) * size);
    const image = shown ? new ImageData(overlay(picture, shown, limit, opacity), columns, rows) : picture;
    if (this.patch && kind !== "signal") this.#cover(image, this.patch);
    return image;
  }

  /** The patch in the mean colour, as the network gets it; of a clip where it lies on this frame. */
  #cover(picture: ImageData, { start, size }: Patch): void {
    if (!this.#isOnFrame({ start, size })) return;
    const [top, left] = start.slice(-2).map(Math.round) as [number, number];
    const [height, width] = size.slice(-2) as [number, number];
    const mean = this.#mean();
    for (let y = top; y < Math.min(picture.height, top + height); y++) {
      for (let x = left; x < Math.min(picture.width, left + width); x++) {
        for (let c = 0; c < 3; c++) picture.data[4 * (y * picture.width + x) + c] = mean[c] as number;
      }
    }
  }

  /** The mean colour of the whole input. */
  #mean(): number[] {
    const { input, preprocessing } = this;
    if (!input || !preprocessing) return [0, 0, 0];
    const channels = input.shape[0] ?? 1;
    return [0, 1, 2].map((c) => {
      const channel = channels >= 3 ? c : 0;
      const values = input.map(channel);
      const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
      return Math.round(
        255 * (mean * (preprocessing.std[channel] ?? 1) + (preprocessing.mean[channel] ?? 0)),
      );
    });
  }

  #isOnFrame({ start, size }: Patch): boolean {
    if (start.length < 3) return true;
    const [first, length] = [Math.round(start.at(-3) as number), size.at(-3) as number];
    return this.frame >= first && this.frame < first + length;
  }

  #box() {
    const { patch } = this;
    if (!patch || !this.#isOnFrame(patch)) return "";
    const [y, x] = patch.start.length > 1 ? patch.start.slice(-2) : [0, patch.start[0]];
    const [height, width] = patch.size.length > 1 ? patch.size.slice(-2) : [SIGNAL_HEIGHT, patch.size[0]];
    return svg`<rect class="under" x=${x} y=${y} width=${width} height=${height} /><rect class="patch" x=${x} y=${y} width=${width} height=${height} />`;
  }

  #cell() {
    const { place } = this;
    if (!place || (place.length > 2 && place.at(-3) !== this.frame)) return "";
    const [y, x] = place.length > 1 ? place.slice(-2) : [0, place[0]];
    const height = place.length > 1 ? 1 : SIGNAL_HEIGHT;
    return svg`<rect class="under" x=${x} y=${y} width="1" height=${height} /><rect class="place" x=${x} y=${y} width="1" height=${height} />`;
  }

  #curves(length: number) {
    const { input } = this;
    if (!input) return "";
    const limit = limitOf(input.data);
    const [channels = 1] = input.shape;
    const height = SIGNAL_HEIGHT / channels;
    return Array.from({ length: channels }, (_, channel) => {
      const y = channel * height;
      const path = curvePath(input.map(channel), limit, { x: 0, y, width: length, height }, height * 0.08);
      return svg`<path class="zero" d="M0 ${y + height / 2}H${length}" /><path class="curve" d=${path} />`;
    });
  }

  readonly #pointed = (event: PointerEvent): void => {
    if (this.still) return;
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const { kind, rows, columns } = rasterOf(this.input?.shape ?? []);
    const x = Math.floor(((event.clientX - box.left) / box.width) * columns);
    const y = Math.floor(((event.clientY - box.top) / box.height) * rows);
    const isInside = x >= 0 && x < columns && (kind === "signal" || (y >= 0 && y < rows));
    this.#choose(isInside ? this.#at(kind === "signal" ? 0 : y, x) : null);
  };

  readonly #keyed = (event: KeyboardEvent): void => {
    const step = KEYS[event.key];
    if (!step || this.still || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const { rows, columns } = rasterOf(this.input?.shape ?? []);
    const [y, x] = this.place
      ? [this.place.length > 1 ? (this.place.at(-2) as number) : 0, this.place.at(-1) as number]
      : [rows >> 1, columns >> 1];
    const within = (value: number, length: number) => Math.max(0, Math.min(length - 1, value));
    const moved = this.place ? [y + step[0], x + step[1]] : [y, x];
    event.preventDefault();
    this.#choose(this.#at(within(moved[0] as number, rows), within(moved[1] as number, columns)));
  };

  #at(y: number, x: number): Unit {
    const { rows, columns, axes } = rasterOf(this.input?.shape ?? []);
    return unitAt((this.frame * rows + y) * columns + x, axes);
  }

  #choose(detail: Unit | null): void {
    this.dispatchEvent(new CustomEvent<Unit | null>("choose-place", { detail }));
  }
}

/** Under a curve lies no picture. */
function paper(columns: number): ImageData {
  const zero = new Uint8Array(colourTable("gradient").buffer).subarray(4 * 128, 4 * 128 + 4);
  const image = new ImageData(columns, 1);
  for (let i = 0; i < columns; i++) image.data.set(zero, 4 * i);
  return image;
}

customElements.define("cs-looked-figure", CsLookedFigure);

declare global {
  interface HTMLElementTagNameMap {
    "cs-looked-figure": CsLookedFigure;
  }
}
