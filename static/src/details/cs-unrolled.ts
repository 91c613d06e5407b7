import { css, html, LitElement, nothing, svg } from "lit";
import { colourOf } from "../colour.ts";
import { shared } from "../styles/shared.ts";
import { SchemeController } from "./scheme-controller.ts";
import { SizeController } from "./size-controller.ts";

const SMALLEST_CELL = 7;
const LARGEST_CELL = 40;
/** Between two rows of the map, where they stand in one line. */
const ROW_GAP = 6;
/** Above and below a line: the rows' numbers, the indices. */
const WORDS = 20;
const LETTER = 8;

/** A map's values in one line, row behind row. Fires "cell-point" (a cell or null) and "cell-choose" (a cell). */
export class CsUnrolled extends LitElement {
  static override properties = {
    values: { attribute: false },
    columns: { type: Number },
    limit: { type: Number },
    first: { type: Number },
    chosen: { type: Number },
    lit: { attribute: false },
    names: { attribute: false },
  };

  declare values: Float32Array;
  /** Of the map. */
  declare columns: number;
  declare limit: number;
  /** Index of the map's first value among all. */
  declare first: number;
  /** The opened cell of the map; −1 for none. */
  declare chosen: number;
  declare lit: number | null;
  /** What a row of the map is called. */
  declare names: ((row: number) => string) | undefined;

  readonly #room = new SizeController(this);
  protected readonly scheme = new SchemeController(this);

  constructor() {
    super();
    this.values = new Float32Array();
    this.columns = 1;
    this.limit = 1;
    this.first = 0;
    this.chosen = -1;
    this.lit = null;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      svg {
        display: block;
        max-width: 100%;
        font: var(--font-small);
        font-variant-numeric: tabular-nums;
        cursor: pointer;
      }
      text {
        fill: var(--ink-soft);
      }
      .cell {
        stroke: var(--line-strong);
        stroke-width: 0.75;
      }
      .chosen,
      .lit {
        fill: none;
        stroke: var(--field);
        stroke-width: 3;
      }
      .lit {
        stroke: var(--ink);
      }
    `,
  ];

  override render() {
    const { cell, perLine } = this.#fit();
    const rows = Math.ceil(this.values.length / this.columns);
    const lines = Math.ceil(rows / perLine);
    const rowWidth = this.columns * cell + ROW_GAP;
    const lineHeight = cell + 2 * WORDS;
    const width = Math.min(rows, perLine) * rowWidth;
    const placeOf = (index: number) => {
      const row = Math.floor(index / this.columns);
      const x = (row % perLine) * rowWidth + (index % this.columns) * cell;
      return { x, y: Math.floor(row / perLine) * lineHeight + WORDS };
    };
    return html`
      <svg
        width=${width}
        height=${lines * lineHeight}
        viewBox="-2 0 ${width + 2} ${lines * lineHeight}"
        role="img"
        aria-label="The map's values in one line, row behind row: values ${this.first} to ${this.first + this.values.length - 1}"
        @pointerleave=${() => this.#tell("cell-point", null)}
      >
        ${Array.from({ length: rows }, (_, row) => this.#words(row, placeOf(row * this.columns), rowWidth))}
        ${Array.from(this.values, (value, i) => {
          const { x, y } = placeOf(i);
          return svg`<rect
            class="cell" x=${x} y=${y} width=${cell} height=${cell}
            fill=${colourOf(value, this.limit, "activation")}
            @pointerenter=${() => this.#tell("cell-point", i)}
            @click=${() => this.#tell("cell-choose", i)}
          />`;
        })}
        ${this.#outline("chosen", this.chosen, placeOf, cell)}
        ${this.lit === null ? nothing : this.#outline("lit", this.lit, placeOf, cell)}
      </svg>
    `;
  }

  /** A row's name above its first cell, and the index of that cell below it: as far as there is room. */
  #words(row: number, { x, y }: { x: number; y: number }, room: number) {
    const name = this.names?.(row) ?? `row ${row}`;
    const index = String(this.first + row * this.columns);
    return svg`
      ${name.length * LETTER < room ? svg`<text x=${x} y=${y - 6}>${name}</text>` : nothing}
      ${index.length * LETTER < room ? svg`<text x=${x} y=${y + this.#fit().cell + 15}>${index}</text>` : nothing}
    `;
  }

  #outline(name: string, index: number, placeOf: (index: number) => { x: number; y: number }, cell: number) {
    if (index < 0 || index >= this.values.length) return nothing;
    const { x, y } = placeOf(index);
    return svg`<rect class=${name} x=${x} y=${y} width=${cell} height=${cell} pointer-events="none" />`;
  }

  /** The largest cells with which the map is one line; where that is too long, as few lines as can be. */
  #fit(): { cell: number; perLine: number } {
    const width = (this.#room.width || 400) - 4;
    const rows = Math.ceil(this.values.length / this.columns);
    for (let lines = 1; lines <= rows; lines++) {
      const perLine = Math.ceil(rows / lines);
      const cell = Math.floor((width - perLine * ROW_GAP) / (perLine * this.columns));
      if (cell >= SMALLEST_CELL + Math.min(6, lines)) return { cell: Math.min(LARGEST_CELL, cell), perLine };
    }
    return { cell: Math.max(1, (width - ROW_GAP) / this.columns), perLine: 1 };
  }

  #tell(type: string, cell: number | null): void {
    this.dispatchEvent(new CustomEvent<number | null>(type, { detail: cell }));
  }
}

customElements.define("cs-unrolled", CsUnrolled);

declare global {
  interface HTMLElementTagNameMap {
    "cs-unrolled": CsUnrolled;
  }
}
