import { css, html, LitElement, nothing } from "lit";
import { styled } from "../styled.ts";
import { shared } from "../styles/shared.ts";
import type { CellColours } from "./map-image.ts";

/** One number in a cell. */
export interface Entry {
  /** What it is: "input", "weight", "product" … */
  name: string;
  text: string;
  /** In full, for hovering and copying. */
  value: number;
  /** Written before the number: "×". */
  sign?: string;
  /** Whether the last digit was moved so that what is shown adds up. */
  adjusted?: boolean;
  colours: CellColours;
}

/** A cell with one number, or with several below each other. */
export interface MatrixCell {
  entries: Entry[];
  /** In the padding. */
  outside?: boolean;
  /** Chosen: the maximum of a window, for one. */
  marked?: boolean;
}

/** CSS pixels between cells, and where the window has holes. */
const GAP = 2;
const HOLE = 12;

/** Rows and columns of numbers in their colours. Fires "cell-lit" with the index under the pointer, or null. */
export class CsMatrix extends LitElement {
  static override properties = {
    columns: { type: Number },
    cells: { attribute: false },
    lit: { attribute: false },
    label: {},
    holes: { attribute: false },
  };

  declare columns: number;
  declare cells: readonly MatrixCell[];
  declare lit: number | null;
  declare label: string;
  /** Rows and columns that lie between two of these, and are left out: the gaps of a dilated window. */
  declare holes: readonly [number, number];

  constructor() {
    super();
    this.columns = 1;
    this.cells = [];
    this.lit = null;
    this.label = "";
    this.holes = [0, 0];
  }

  static override styles = [
    shared,
    css`
      :host {
        display: inline-block;
        font-variant-numeric: tabular-nums lining-nums;
      }
      .cells {
        display: grid;
      }
      .holed {
        background: radial-gradient(circle, var(--edge) 1.2px, transparent 1.6px) 0 0 / 7px 7px;
      }
      .holed .cell {
        background: var(--paper);
      }
      .row {
        display: contents;
      }
      .cell {
        border-radius: 3px;
        overflow: hidden;
        outline: 2px solid transparent;
        outline-offset: 0;
      }
      .cell.lit {
        outline-color: var(--ink);
        z-index: 1;
      }
      .cell.marked {
        outline: 3px solid var(--field);
        z-index: 1;
      }
      .cell.outside {
        border: 1px dashed var(--edge);
      }
      .entry {
        display: flex;
        align-items: center;
        justify-content: center;
        gap: 4px;
        min-height: var(--entry-height, 22px);
        padding: 0 2px;
        line-height: 1.15;
        font-size: var(--entry-font, 14px);
        white-space: nowrap;
      }
      .product {
        font-weight: 650;
      }
      .marked .entry {
        font-weight: 700;
      }
      .adjusted {
        text-decoration: underline dotted;
        text-underline-offset: 3px;
      }
    `,
  ];

  override render() {
    const rows = Array.from(
      { length: Math.ceil(this.cells.length / this.columns) },
      (_, row) => row * this.columns,
    );
    const gap = this.holes.map((count) => `${count ? HOLE : GAP}px`).join(" ");
    const template = { "grid-template-columns": `repeat(${this.columns}, minmax(0, 1fr))`, gap };
    const isHoled = this.holes.some((count) => count > 0);
    return html`
      <div class=${isHoled ? "cells holed" : "cells"} role="table" aria-label=${this.label} ${styled(template)} @pointerleave=${() => this.#light(null)}>
        ${rows.map((first) => html`<div class="row" role="row">${this.#row(first)}</div>`)}
      </div>
    `;
  }

  #row(first: number) {
    return this.cells.slice(first, first + this.columns).map((cell, i) => this.#cell(cell, first + i));
  }

  #cell({ entries, outside, marked }: MatrixCell, index: number) {
    const classes = `cell ${outside ? "outside" : ""} ${marked ? "marked" : ""} ${this.lit === index ? "lit" : ""}`;
    return html`
      <div class=${classes} role="cell" @pointerenter=${() => this.#light(index)}>
        ${entries.map((entry) => this.#entry(entry))}
      </div>
    `;
  }

  #entry({ name, text, value, sign, adjusted, colours }: Entry) {
    const moved = adjusted ? ", shown with its last digit moved so that the sum is exact" : "";
    return html`
      <div
        class="entry ${name}"
        ${styled({ background: colours.background, color: colours.ink })}
        title="${name} ${value}${moved}"
      >
        ${sign ? html`<span>${sign}</span>` : nothing}
        <span class=${adjusted ? "adjusted" : ""} data-testid=${name} data-value=${value}>${text}</span>
      </div>
    `;
  }

  #light(index: number | null): void {
    this.dispatchEvent(
      new CustomEvent<number | null>("cell-lit", { detail: index, bubbles: true, composed: true }),
    );
  }
}

customElements.define("cs-matrix", CsMatrix);

declare global {
  interface HTMLElementTagNameMap {
    "cs-matrix": CsMatrix;
  }
}
