import { css, html, LitElement, type PropertyValues } from "lit";
import { colourOf, type Kind, paint } from "../colour.ts";
import { drawCurve } from "../draw/curve.ts";
import { formatNumber } from "../format.ts";
import { paintChannel } from "../picture.ts";
import { styled } from "../styled.ts";
import { shared } from "../styles/shared.ts";
import type { Preprocessing } from "../wire/events.ts";
import type { Tensor } from "../wire/tensor.ts";
import { SchemeController } from "./scheme-controller.ts";
import { SizeController } from "./size-controller.ts";
import { type Tiling, tiling } from "./tiling.ts";

/** A cell of one of the tiles. */
export interface TileCell {
  plane: number;
  cell: number;
}

/**
 * All maps of a tensor, each as a small tile, on one canvas: hundreds are as quick as ten.
 *
 * Fires "tile-choose" with the plane that is clicked or reached with the arrows, "tile-point" with the cell
 * under the pointer (null: none).
 */
export class CsTiles extends LitElement {
  static override properties = {
    tensor: { attribute: false },
    kind: {},
    limit: { type: Number },
    picture: { attribute: false },
    sumKind: {},
    sums: { attribute: false },
    order: { attribute: false },
    chosen: { type: Number },
    lit: { attribute: false },
    most: { type: Number },
    high: { type: Number },
    label: {},
    names: { attribute: false },
  };

  /** Planes of rows and columns, or of a signal [maps, samples]. */
  declare tensor: Tensor;
  declare kind: Kind;
  declare limit: number;
  /** Where the maps are the picture's channels: they keep their own colours. */
  declare picture: Preprocessing | undefined;
  /** A number for each plane, drawn as a bar below it. */
  declare sums: Float32Array | undefined;
  declare sumKind: Kind;
  /** Which plane stands where; as they are numbered where left out. */
  declare order: readonly number[] | undefined;
  declare chosen: number;
  /** A cell to point out; a whole plane where it names none. */
  declare lit: { plane: number; cell: number | null } | null;
  /** CSS pixels that a tile is wide at most. */
  declare most: number;
  /** CSS pixels in height that the tiles may take without scrolling; they shrink to fit, down to a limit. */
  declare high: number;
  declare label: string;
  /** What a plane is called. */
  declare names: ((plane: number) => string) | undefined;

  readonly #room = new SizeController(this);
  protected readonly scheme = new SchemeController(this);
  #tiling: Tiling | undefined;

  constructor() {
    super();
    this.kind = "activation";
    this.sumKind = "activation";
    this.limit = 1;
    this.chosen = -1;
    this.lit = null;
    this.most = 64;
    this.high = 120;
    this.label = "All maps";
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        line-height: 0;
      }
      .tiles {
        position: relative;
        cursor: pointer;
      }
      canvas {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
      }
      i {
        position: absolute;
        pointer-events: none;
        outline: 2.5px solid var(--field);
        outline-offset: 1px;
        border-radius: 1px;
      }
      i.lit {
        outline: 2.5px solid var(--ink);
        outline-offset: 0;
      }
    `,
  ];

  override render() {
    const planes = this.#planes;
    const tiles = tiling({
      count: planes,
      shape: this.tensor.shape,
      width: this.#room.width || 300,
      high: this.high,
      most: this.most,
      barred: this.sums !== undefined,
    });
    this.#tiling = tiles;
    return html`
      <div
        class="tiles"
        ${styled({ height: `${tiles.height}px` })}
        role="slider"
        tabindex="0"
        aria-label=${this.label}
        aria-valuemin="1"
        aria-valuemax=${planes}
        aria-valuenow=${this.#placeOf(this.chosen) + 1}
        aria-valuetext=${this.#describe(this.chosen)}
        @click=${this.#clicked}
        @pointermove=${this.#pointed}
        @pointerleave=${() => this.#point(null)}
        @keydown=${this.#keyed}
      >
        <canvas></canvas>
        ${this.chosen < 0 ? "" : html`<i ${styled(this.#box({ plane: this.chosen, cell: null }, tiles))}></i>`}
        ${this.lit ? html`<i class="lit" ${styled(this.#box(this.lit, tiles))}></i>` : ""}
      </div>
    `;
  }

  override updated(_changed: PropertyValues<this>): void {
    this.#draw();
  }

  get #planes(): number {
    return this.tensor.shape[0] ?? 1;
  }

  #placeOf(plane: number): number {
    return this.order ? this.order.indexOf(plane) : plane;
  }

  #planeAt(place: number): number {
    return this.order?.[place] ?? place;
  }

  #describe(plane: number): string {
    const name = this.names?.(plane) ?? `map ${plane}`;
    const sum = this.sums?.[plane];
    return sum === undefined ? name : `${name}: ${formatNumber(sum)}`;
  }

  #box({ plane, cell }: { plane: number; cell: number | null }, tiles: Tiling): Record<string, string> {
    const { x, y } = tiles.placeOf(this.#placeOf(plane));
    const size = { width: tiles.columns, height: tiles.rows };
    const across = cell === null ? tiles.width : tiles.width / size.width;
    const down = cell === null ? tiles.tall : tiles.tall / size.height;
    const left = cell === null ? x : x + (cell % size.width) * across;
    const top = cell === null ? y : y + Math.floor(cell / size.width) * down;
    return { left: `${left}px`, top: `${top}px`, width: `${across}px`, height: `${down}px` };
  }

  #draw(): void {
    const canvas = this.renderRoot.querySelector("canvas");
    const tiles = this.#tiling;
    const context = canvas?.getContext("2d");
    if (!canvas || !context || !tiles) return;
    const resolution = devicePixelRatio;
    canvas.width = Math.round(tiles.across * resolution);
    canvas.height = Math.round(tiles.height * resolution);
    context.scale(resolution, resolution);
    context.imageSmoothingEnabled = false;
    const pen = new OffscreenCanvas(tiles.columns, tiles.rows).getContext("2d");
    const most = Math.max(...(this.sums ?? []).map(Math.abs)) || 1;
    for (let place = 0; place < this.#planes; place++) {
      const plane = this.#planeAt(place);
      const { x, y } = tiles.placeOf(place);
      this.#tile(context, pen, plane, { x, y, width: tiles.width, height: tiles.tall });
      if (this.sums)
        drawSum(
          context,
          (this.sums[plane] ?? 0) / most,
          { x, y: y + tiles.tall + 3, width: tiles.width },
          this.sumKind,
        );
    }
  }

  #tile(
    context: CanvasRenderingContext2D,
    pen: OffscreenCanvasRenderingContext2D | null,
    plane: number,
    box: { x: number; y: number; width: number; height: number },
  ): void {
    const { tensor, kind, limit, picture } = this;
    const values = tensor.map(plane);
    const [columns, rows] = [
      tensor.shape.at(-1) ?? 1,
      tensor.shape.length > 2 ? (tensor.shape.at(-2) ?? 1) : 1,
    ];
    const image = picture ? paintChannel(tensor, plane, picture) : paint(values, rows, columns, kind, limit);
    pen?.putImageData(image, 0, 0);
    if (pen) context.drawImage(pen.canvas, box.x, box.y, box.width, box.height);
    if (tensor.shape.length === 2 && columns > 1) {
      drawCurve(context, values, limit, box, getComputedStyle(this).getPropertyValue("color"));
    }
    context.strokeStyle = "rgb(128 128 128 / 45%)";
    context.lineWidth = 1;
    context.strokeRect(box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1);
  }

  #under(event: PointerEvent | MouseEvent): TileCell | null {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const found = this.#tiling?.under(event.clientX - box.left, event.clientY - box.top);
    return found ? { plane: this.#planeAt(found.place), cell: found.cell } : null;
  }

  readonly #clicked = (event: MouseEvent): void => {
    const under = this.#under(event);
    if (under) this.#choose(under.plane);
  };

  readonly #pointed = (event: PointerEvent): void => this.#point(this.#under(event));

  readonly #keyed = (event: KeyboardEvent): void => {
    const across = this.#tiling?.perRow ?? 1;
    const moves: Record<string, number> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -across,
      ArrowDown: across,
      Home: -Infinity,
      End: Infinity,
    };
    const move = moves[event.key];
    if (move === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const place = Math.max(0, Math.min(this.#planes - 1, Math.max(0, this.#placeOf(this.chosen)) + move));
    this.#choose(this.#planeAt(place));
  };

  #choose(plane: number): void {
    this.dispatchEvent(new CustomEvent<number>("tile-choose", { detail: plane }));
  }

  #point(cell: TileCell | null): void {
    this.dispatchEvent(new CustomEvent<TileCell | null>("tile-point", { detail: cell }));
  }
}

/** A bar from the middle, to the left or to the right. */
function drawSum(
  context: CanvasRenderingContext2D,
  part: number,
  { x, y, width }: { x: number; y: number; width: number },
  kind: Kind,
): void {
  const middle = x + width / 2;
  const length = (part * width) / 2;
  context.fillStyle = colourOf(Math.sign(part) * 0.7, 1, kind);
  context.fillRect(Math.min(middle, middle + length), y, Math.max(1, Math.abs(length)), 4);
}

customElements.define("cs-tiles", CsTiles);

declare global {
  interface HTMLElementTagNameMap {
    "cs-tiles": CsTiles;
  }
}
