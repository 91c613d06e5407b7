import { html, LitElement, nothing, type PropertyValues, svg } from "lit";
import { ifDefined } from "lit/directives/if-defined.js";
import "../elements/cs-legend.ts";
import { curvePath } from "../draw/curve.ts";
import { formatNumber } from "../format.ts";
import { describeUnit, rasterOf } from "../graph/raster.ts";
import { styled } from "../styled.ts";
import { shared } from "../styles/shared.ts";
import type { Unread } from "./explain/explanation.ts";
import type { Pair } from "./geometry.ts";
import { imageData, type MapImage, sameImage, valueAt } from "./map-image.ts";
import { mapStyles } from "./map-styles.ts";
import { SchemeController } from "./scheme-controller.ts";

/** A window (or a single unit) framed on a map: how many cells, how far apart. */
export interface Frame {
  kernel: Pair;
  dilation: Pair;
}

type Numbers = readonly number[] | undefined;

// Views are rendered with new but equal objects at every step; dozens of maps need not draw again for that.
const differ = (now: Numbers, before: Numbers): boolean => String(now) !== String(before);
const spanOf = (frame?: Frame): Numbers => frame && [...frame.kernel, ...frame.dilation];

export const UNIT_FRAME: Frame = { kernel: [1, 1], dilation: [1, 1] };

/** Cells at least so large get grid lines. */
const GRID_FROM = 7;
const SIGNAL_ASPECT = 2.5;
const LARGEST_CELL = 44;
/** CSS pixels of a caption with its scale. */
const LEAST_CAPTION = 176;

/**
 * One map drawn large or small, with its padding ring, a frame that `moveFrame` slides over it, and, where it
 * is `pickable`, a pointer and arrow keys. Fires "cell-pick" with {y, x} in cells of the map, and "cell-point"
 * with the cell under the pointer, or null.
 */
export class CsMap extends LitElement {
  static override properties = {
    image: { attribute: false, hasChanged: (now: MapImage, before?: MapImage) => !sameImage(before, now) },
    ring: { attribute: false, hasChanged: differ },
    frame: {
      attribute: false,
      hasChanged: (now?: Frame, before?: Frame) => differ(spanOf(now), spanOf(before)),
    },
    lit: { attribute: false, hasChanged: differ },
    marked: { attribute: false, hasChanged: differ },
    unread: { attribute: false },
    size: { type: Number },
    pickable: { type: Boolean },
    unit: { attribute: false, hasChanged: differ },
    label: {},
    caption: {},
    marks: { attribute: false },
    aspect: { type: Number },
  };

  declare image: MapImage;
  /** Padding around the map: top, left, bottom, right. */
  declare ring: readonly [number, number, number, number];
  declare frame: Frame | undefined;
  /** A cell to point out. */
  declare lit: Pair | undefined;
  /** A cell with a dot in it: the winner of the window. */
  declare marked: Pair | undefined;
  /** Rows and columns to be hatched: nothing reads them. */
  declare unread: Unread | undefined;
  /** CSS pixels of the longer side. */
  declare size: number;
  declare pickable: boolean;
  /** The cell that the arrow keys start from. */
  declare unit: Pair;
  declare label: string;
  /** A line below; gives way to the value under the pointer. */
  declare caption: string | undefined;
  /** SVG over the map, in cells; a new object is drawn anew. */
  declare marks: unknown;
  /** A signal is so many times as wide as it is high. */
  declare aspect: number;

  readonly #scheme = new SchemeController(this);
  #drawn: { image: MapImage; scheme: string } | undefined;
  #hover: Pair | undefined;
  #frameAt: Pair = [0, 0];

  constructor() {
    super();
    this.ring = [0, 0, 0, 0];
    this.size = 48;
    this.marks = nothing;
    this.aspect = SIGNAL_ASPECT;
    this.pickable = false;
    this.unit = [0, 0];
    this.label = "";
  }

  static override styles = [shared, mapStyles];

  /** Slides the frame's first cell to a row and column, which may lie between cells. */
  moveFrame(y: number, x: number): void {
    this.#frameAt = [y, x];
    this.renderRoot.querySelector(".frame")?.setAttribute("transform", `translate(${x} ${y})`);
  }

  override render() {
    const { height, width } = this.image;
    const [top, left, bottom, right] = this.ring;
    const [rows, columns] = [height + top + bottom, width + left + right];
    const cell = this.#cell(rows, columns);
    const tall = this.#isSignal ? Math.min(this.size, columns * cell) / this.aspect : cell;
    const box = { width: `${columns * cell}px`, height: `${rows * tall}px` };
    const place = {
      left: `${left * cell}px`,
      top: `${top * tall}px`,
      width: `${width * cell}px`,
      height: `${height * tall}px`,
    };
    return html`
      <div
        class="map"
        ${styled(box)}
        role=${this.pickable ? "slider" : "img"}
        aria-label=${this.label}
        tabindex=${ifDefined(this.pickable ? 0 : undefined)}
        aria-valuemin=${ifDefined(this.pickable ? 1 : undefined)}
        aria-valuemax=${ifDefined(this.pickable ? height * width : undefined)}
        aria-valuenow=${ifDefined(this.pickable ? this.unit[0] * width + this.unit[1] + 1 : undefined)}
        aria-valuetext=${ifDefined(this.pickable ? this.#describe(this.unit) : undefined)}
        @pointerdown=${this.#press}
        @pointermove=${this.#point}
        @pointerleave=${() => this.#setHover(undefined)}
        @keydown=${this.#key}
      >
        <canvas width=${width} height=${height} ${styled(place)}></canvas>
        <svg viewBox="${-left} ${-top} ${columns} ${rows}" preserveAspectRatio="none" aria-hidden="true">
          ${this.#lines(cell)}
        </svg>
      </div>
      ${this.caption === undefined ? nothing : this.#captionRow(columns * cell)}
    `;
  }

  override updated(_changed: PropertyValues<this>): void {
    const { scheme } = this.#scheme;
    if (this.#drawn?.scheme !== scheme || !sameImage(this.#drawn.image, this.image)) {
      this.renderRoot.querySelector("canvas")?.getContext("2d")?.putImageData(imageData(this.image), 0, 0);
      this.#drawn = { image: this.image, scheme };
    }
    this.moveFrame(...this.#frameAt);
  }

  /** What is pointed at; else the caption and the colour scale. */
  #captionRow(width: number) {
    const { kind, limit, picture } = this.image;
    const legend = picture
      ? nothing
      : html`<cs-legend .kind=${kind} .limit=${limit} .scheme=${this.#scheme.scheme}></cs-legend>`;
    return html`
      <div class="caption number" ${styled({ width: `${Math.max(width, LEAST_CAPTION)}px` })}>
        ${this.#hover ? this.#describe(this.#hover) : html`<span>${this.caption}</span>${legend}`}
      </div>
    `;
  }

  /** CSS pixels of a cell: whole ones where it can be, so that no row is wider than the next. */
  #cell(rows: number, columns: number): number {
    const fitting = Math.min(LARGEST_CELL, this.size / Math.max(rows, columns));
    return fitting >= 2 ? Math.floor(fitting) : fitting;
  }

  #lines(cell: number) {
    const { height, width } = this.image;
    const [top, left, bottom, right] = this.ring;
    const ringed = top + left + bottom + right > 0;
    return svg`
      ${cell >= GRID_FROM ? svg`<path class="grid" d=${gridPath(height, width)} />` : nothing}
      ${ringed ? svg`<rect class="ring" x=${-left} y=${-top} width=${width + left + right} height=${height + top + bottom} />` : nothing}
      ${this.marks}
      ${this.#isSignal ? this.#curve() : nothing}
      <rect class="edge" x="0" y="0" width=${width} height=${height} />
      ${this.unread ? svg`<path class="unread" d=${hatching(this.unread, height, width)} />` : nothing}
      ${this.marked ? svg`<circle class="marked" cx=${this.marked[1] + 0.5} cy=${this.marked[0] + 0.5} r="0.34" />` : nothing}
      ${this.lit ? svg`<rect class="lit" x=${this.lit[1]} y=${this.lit[0]} width="1" height="1" />` : nothing}
      ${this.frame ? svg`<g class="frame">${frameShapes(this.frame)}</g>` : nothing}
    `;
  }

  /** A signal is a curve over its colours. */
  #curve() {
    const { tensor, channel, limit, width } = this.image;
    const d = curvePath(tensor.map(channel), limit, { x: 0, y: 0, width, height: 1 }, 0.04);
    return svg`<path class="zero" d=${`M0 .5H${width}`} /><path class="halo" d=${d} /><path class="curve" d=${d} />`;
  }

  get #isSignal(): boolean {
    return rasterOf(this.image.tensor.shape).kind === "signal";
  }

  #describe([y, x]: Pair): string {
    const { height, width } = this.image;
    const inside = y >= 0 && x >= 0 && y < height && x < width;
    return `${describeUnit(this.#isSignal ? [x] : [y, x])} = ${inside ? formatNumber(valueAt(this.image, y, x)) : "0 (padding)"}`;
  }

  readonly #press = (event: PointerEvent): void => {
    if (!this.pickable) return;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.#pick(this.#cellUnder(event));
  };

  readonly #point = (event: PointerEvent): void => {
    const cell = this.#cellUnder(event);
    this.#setHover(cell);
    if (this.pickable && (event.currentTarget as HTMLElement).hasPointerCapture(event.pointerId))
      this.#pick(cell);
  };

  readonly #key = (event: KeyboardEvent): void => {
    const moves: Record<string, Pair> = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
    };
    const move = moves[event.key];
    if (!this.pickable || !move || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.#pick([this.unit[0] + move[0], this.unit[1] + move[1]]);
  };

  #cellUnder(event: PointerEvent): Pair {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const [top, left, bottom, right] = this.ring;
    const { height, width } = this.image;
    const row = Math.floor(((event.clientY - box.top) / box.height) * (height + top + bottom)) - top;
    const column = Math.floor(((event.clientX - box.left) / box.width) * (width + left + right)) - left;
    return [clamp(row, -top, height + bottom - 1), clamp(column, -left, width + right - 1)];
  }

  #pick([y, x]: Pair): void {
    const { height, width } = this.image;
    const cell: Pair = [clamp(y, 0, height - 1), clamp(x, 0, width - 1)];
    this.dispatchEvent(new CustomEvent<Pair>("cell-pick", { detail: cell }));
  }

  #setHover(cell: Pair | undefined): void {
    if (!differ(cell, this.#hover)) return;
    this.#hover = cell;
    this.dispatchEvent(new CustomEvent<Pair | null>("cell-point", { detail: cell ?? null }));
    if (this.caption !== undefined) this.requestUpdate();
  }
}

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));

function gridPath(height: number, width: number): string {
  const rows = Array.from({ length: height - 1 }, (_, y) => `M0 ${y + 1}H${width}`);
  const columns = Array.from({ length: width - 1 }, (_, x) => `M${x + 1} 0V${height}`);
  return [...rows, ...columns].join("");
}

/** Strokes across every cell of the rows and columns. */
function hatching({ rows, columns }: Unread, height: number, width: number): string {
  const across = rows.flatMap((y) => Array.from({ length: width }, (_, x) => `M${x} ${y + 1}l1 -1`));
  const down = columns.flatMap((x) => Array.from({ length: height }, (_, y) => `M${x} ${y + 1}l1 -1`));
  return [...across, ...down].join("");
}

/** More cells of a dilated window than these are dots. */
const MOST_CELLS = 36;

/** The window's outline; with a dilation also its cells, so that the holes show. */
function frameShapes({ kernel, dilation }: Frame) {
  const height = (kernel[0] - 1) * dilation[0] + 1;
  const width = (kernel[1] - 1) * dilation[1] + 1;
  const holes = dilation[0] > 1 || dilation[1] > 1;
  const cells = Array.from({ length: kernel[0] * kernel[1] }, (_, i) => ({
    y: Math.floor(i / kernel[1]) * dilation[0],
    x: (i % kernel[1]) * dilation[1],
  }));
  return svg`
    <rect class="halo" width=${width} height=${height} />
    <rect class="outline" width=${width} height=${height} />
    ${holes && cells.length > MOST_CELLS ? svg`<path class="stands" d=${cells.map(({ y, x }) => `M${x + 0.5} ${y + 0.5}h0`).join("")} />` : nothing}
    ${holes && cells.length <= MOST_CELLS ? cells.map(({ y, x }) => svg`<rect class="cell" x=${x} y=${y} width="1" height="1" />`) : nothing}
  `;
}

customElements.define("cs-map", CsMap);

declare global {
  interface HTMLElementTagNameMap {
    "cs-map": CsMap;
  }
}
