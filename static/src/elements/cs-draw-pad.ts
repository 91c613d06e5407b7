import { css, html, LitElement, type PropertyValues } from "lit";
import { Sheet } from "../draw/sheet.ts";
import { shared } from "../styles/shared.ts";
import type { Drawing } from "../wire/events.ts";

/** Side of the pad's canvas in device pixels. */
const SIDE = 560;

/**
 * A sheet of the network's own resolution to draw on. Fires "draw" with pixels H×W×C in 0…1.
 *
 * By keyboard: arrow keys move a cursor, space inks or clears its cell.
 */
export class CsDrawPad extends LitElement {
  static override properties = { drawing: { attribute: false }, shape: { attribute: false } };

  declare drawing: Drawing;
  /** [channels, height, width] of the network's input. */
  declare shape: readonly [number, number, number];
  #sheet: Sheet | null = null;
  #last: [number, number] | null = null;
  #cursor: [number, number] = [0, 0];
  #erasing = false;

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: 8px;
      }
      canvas {
        width: 100%;
        aspect-ratio: 1;
        border: 1px solid var(--line-strong);
        border-radius: 4px;
        touch-action: none;
        cursor: crosshair;
      }
      .row {
        display: flex;
        gap: 6px;
      }
      .row > * {
        flex: 1;
      }
      p {
        margin: 0;
        color: var(--ink-soft);
      }
    `,
  ];

  override render() {
    return html`
      <canvas
        tabindex="0"
        role="application"
        aria-label="Drawing pad. Arrow keys move, space draws or erases a cell."
        width=${SIDE}
        height=${SIDE}
        @pointerdown=${this.#down}
        @pointermove=${this.#move}
        @pointerup=${this.#up}
        @pointercancel=${this.#up}
        @keydown=${this.#key}
        @focus=${() => this.#paint()}
        @blur=${() => this.#paint()}
        @contextmenu=${(event: Event) => event.preventDefault()}
      ></canvas>
      <div class="row">
        <button @click=${this.#undo} ?disabled=${!this.#sheet?.canUndo}>Undo</button>
        <button @click=${this.#clear}>Clear</button>
      </div>
      <p>Runs while you draw; with Shift you erase.</p>
    `;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("shape") && !changed.has("drawing")) return;
    const [, height, width] = this.shape;
    if (this.#sheet?.height === height && this.#sheet.width === width) return;
    this.#sheet = new Sheet(height, width, this.drawing.brush);
    this.#cursor = [width >> 1, height >> 1];
  }

  protected override updated(): void {
    this.#paint();
  }

  readonly #down = (event: PointerEvent) => {
    const canvas = event.currentTarget as HTMLCanvasElement;
    canvas.setPointerCapture(event.pointerId);
    this.#erasing = event.button === 2 || event.shiftKey;
    this.#sheet?.beginStroke();
    this.#last = this.#cellAt(event);
    this.#draw(this.#last);
  };

  readonly #move = (event: PointerEvent) => {
    if (this.#last) this.#draw(this.#cellAt(event));
  };

  readonly #up = () => {
    this.#last = null;
    this.requestUpdate();
  };

  readonly #undo = () => {
    this.#sheet?.undo();
    this.#changed();
  };

  readonly #clear = () => {
    this.#sheet?.clear();
    this.#changed();
  };

  readonly #key = (event: KeyboardEvent) => {
    const steps: Record<string, [number, number]> = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    };
    const step = steps[event.key];
    if (!step && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    if (step) this.#moveCursor(step);
    else this.#toggleCell();
    this.#paint();
  };

  #moveCursor([dx, dy]: [number, number]): void {
    const [, height, width] = this.shape;
    const [x, y] = this.#cursor;
    this.#cursor = [Math.min(width - 1, Math.max(0, x + dx)), Math.min(height - 1, Math.max(0, y + dy))];
  }

  #toggleCell(): void {
    const sheet = this.#sheet;
    if (!sheet) return;
    const [x, y] = this.#cursor;
    const middle: [number, number] = [x + 0.5, y + 0.5];
    sheet.beginStroke();
    sheet.line(middle, middle, (sheet.ink[y * sheet.width + x] as number) > 0.5);
    this.#changed();
  }

  #draw(to: [number, number]): void {
    this.#sheet?.line(this.#last ?? to, to, this.#erasing);
    this.#last = to;
    this.#changed();
  }

  #changed(): void {
    this.#paint();
    this.requestUpdate();
    const pixels = this.#sheet?.pixels(this.drawing, this.shape[0]);
    this.dispatchEvent(new CustomEvent("draw", { detail: pixels }));
  }

  #cellAt(event: PointerEvent): [number, number] {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const [, height, width] = this.shape;
    return [
      ((event.clientX - box.left) / box.width) * width,
      ((event.clientY - box.top) / box.height) * height,
    ];
  }

  #paint(): void {
    const sheet = this.#sheet;
    const canvas = this.renderRoot.querySelector("canvas");
    const pen = canvas?.getContext("2d");
    if (!sheet || !canvas || !pen) return;
    const cell = SIDE / Math.max(sheet.height, sheet.width);
    const { paper, ink } = this.drawing;
    sheet.ink.forEach((amount, i) => {
      const level = Math.round((paper + (ink - paper) * amount) * 255);
      pen.fillStyle = `rgb(${level} ${level} ${level})`;
      pen.fillRect((i % sheet.width) * cell, Math.floor(i / sheet.width) * cell, cell + 1, cell + 1);
    });
    pen.strokeStyle = "rgb(128 128 128 / 35%)";
    for (let line = 1; line < Math.max(sheet.height, sheet.width); line++) {
      pen.strokeRect(line * cell, -1, 0, SIDE + 2);
      pen.strokeRect(-1, line * cell, SIDE + 2, 0);
    }
    if (canvas.matches(":focus-visible")) this.#paintCursor(pen, cell);
  }

  #paintCursor(pen: CanvasRenderingContext2D, cell: number): void {
    const [x, y] = this.#cursor;
    pen.save();
    pen.lineWidth = 4;
    pen.strokeStyle = getComputedStyle(this).getPropertyValue("--field");
    pen.strokeRect(x * cell, y * cell, cell, cell);
    pen.restore();
  }
}

customElements.define("cs-draw-pad", CsDrawPad);
