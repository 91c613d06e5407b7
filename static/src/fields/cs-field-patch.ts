import { css, html, LitElement, type PropertyValues, svg } from "lit";
import { limitOf } from "../colour.ts";
import { curvePath } from "../draw/curve.ts";
import { lengthOf } from "../draw/field-frame.ts";
import type { Field, Interval } from "../graph/field.ts";
import { styled } from "../styled.ts";
import { shared } from "../styles/shared.ts";
import { windowShown } from "./patch-image.ts";

/** Proportions of a signal's piece. */
const SIGNAL_ASPECT = 1.7;
const UNDER_CURVE = 0.45;

/** A piece of the picture, or of what is drawn over it, enlarged; where it goes beyond the picture it is hatched. */
export class CsFieldPatch extends LitElement {
  static override properties = {
    image: { attribute: false },
    window: { attribute: false },
    box: { attribute: false },
    curve: { attribute: false },
    mark: { attribute: false },
    label: {},
  };

  /** The whole picture, one pixel a cell; of a signal one row. */
  declare image: ImageData | null;
  /** Rows and columns (of a signal samples) that are cut out. */
  declare window: Field;
  /** Framed on it: sides of a box about the middle of the window. */
  declare box: readonly number[] | null;
  /** A cell that is framed: row and column. */
  declare mark: readonly [number, number] | null;
  /** The signal itself. */
  declare curve: Float32Array | null;
  declare label: string;

  constructor() {
    super();
    this.image = null;
    this.window = [];
    this.box = null;
    this.curve = null;
    this.mark = null;
    this.label = "";
  }

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        place-items: center start;
        min-height: 0;
        container-type: size;
        background: var(--paper);
      }
      .piece {
        position: relative;
        overflow: hidden;
        width: min(100cqw, 100cqh * var(--aspect));
        aspect-ratio: var(--aspect);
        background: repeating-linear-gradient(
          -45deg,
          var(--panel) 0 4px,
          color-mix(in srgb, var(--field) 55%, var(--panel)) 4px 5.5px
        );
        outline: 2.5px solid var(--field);
        outline-offset: -1px;
      }
      canvas {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        image-rendering: pixelated;
      }
      svg {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        overflow: visible;
      }
      rect,
      path {
        fill: none;
        vector-effect: non-scaling-stroke;
      }
      .under {
        stroke: var(--paper);
        stroke-width: 4;
      }
      .box {
        stroke: var(--ink);
        stroke-width: 2;
        stroke-dasharray: 6 3;
      }
      .marked {
        stroke: var(--field);
        stroke-width: 2.5;
      }
      .edge {
        stroke: var(--ink-soft);
        stroke-width: 1;
      }
      .curve {
        stroke: var(--ink);
        stroke-width: 1.6;
      }
    `,
  ];

  override render() {
    const [rows, columns] = this.#shown;
    const [height, width] = [lengthOf(rows), lengthOf(columns)];
    const aspect = this.curve ? SIGNAL_ASPECT : width / height;
    return html`<div class="piece" role="img" aria-label=${this.label} ${styled({ "--aspect": String(aspect) })}>
      <canvas width=${width} height=${height}></canvas>
      <svg viewBox="${columns.first} ${rows.first} ${width} ${height}" preserveAspectRatio="none" aria-hidden="true">
        ${this.image ? svg`<rect class="edge" width=${this.image.width} height=${this.image.height} />` : ""}
        ${this.curve ? svg`<path class="curve" d=${curvePath(this.curve, limitOf(this.curve), { x: 0, y: 0, width: this.curve.length, height: 1 }, 0.08)} />` : ""}
        ${this.box ? this.#box(this.box) : ""} ${this.mark ? cellFrame(this.mark) : ""}
      </svg>
    </div>`;
  }

  protected override updated(_changed: PropertyValues<this>): void {
    const context = this.renderRoot.querySelector("canvas")?.getContext("2d");
    if (!context || !this.image) return;
    const [rows, columns] = this.#shown;
    context.clearRect(0, 0, context.canvas.width, context.canvas.height);
    const cells = new OffscreenCanvas(this.image.width, this.image.height);
    cells.getContext("2d")?.putImageData(this.image, 0, 0);
    if (this.curve) {
      // A curve is read on quiet ground.
      context.fillStyle = getComputedStyle(this).backgroundColor;
      context.fillRect(-columns.first, -rows.first, cells.width, cells.height);
      context.globalAlpha = UNDER_CURVE;
    }
    context.drawImage(cells, -columns.first, -rows.first);
    context.globalAlpha = 1;
  }

  get #shown(): [Interval, Interval] {
    const { width = 1, height = 1 } = this.image ?? {};
    const [rows, columns] = this.#flat;
    return [windowShown(rows, height), windowShown(columns, width)];
  }

  /** The window's rows and columns; a signal has one row. */
  get #flat(): [Interval, Interval] {
    return [
      this.window.length > 1 ? (this.window.at(-2) as Interval) : { first: 0, last: 0 },
      this.window.at(-1) ?? { first: 0, last: 0 },
    ];
  }

  #box(sides: readonly number[]) {
    const [rows, columns] = this.#flat;
    const [y, height] = centred(rows, sides.length > 1 ? sides.at(-2) : 1);
    const [x, width] = centred(columns, sides.at(-1));
    return svg`<rect class="under" x=${x} y=${y} width=${width} height=${height} /><rect class="box" x=${x} y=${y} width=${width} height=${height} />`;
  }
}

const cellFrame = ([row, column]: readonly [number, number]) =>
  svg`<rect class="under" x=${column} y=${row} width="1" height="1" /><rect class="marked" x=${column} y=${row} width="1" height="1" />`;

function centred({ first, last }: Interval, side = 1): [number, number] {
  return [(first + last + 1 - side) / 2, side];
}

customElements.define("cs-field-patch", CsFieldPatch);
