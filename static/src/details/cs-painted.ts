import { css, html, LitElement, svg } from "lit";
import { colourOf } from "../colour.ts";
import { describeUnit } from "../graph/raster.ts";
import { styled } from "../styled.ts";
import { shared } from "../styles/shared.ts";
import type { Kinds } from "./context.ts";
import type { ChannelSum, Product } from "./convolution.ts";
import { SchemeController } from "./scheme-controller.ts";

/** What is painted onto one place by the values of one map. */
export interface PaintedView {
  sum: ChannelSum;
  /** The kernel as it is stored, in C order, and its rows (of all frames) and columns. */
  kernel: Float32Array;
  rows: number;
  columns: number;
  kinds: Kinds;
  /** Of the colours of products. */
  limit: number;
  /** CSS pixels there are across, and from top to bottom. */
  room: number;
  high: number;
}

/** CSS pixels of a painted kernel, of the numbers beside it, and between two. */
const LARGEST_PAINTED = 96;
const LEAST_PAINTED = 24;
const NUMBERS = 84;
const GAP = 8;

/**
 * Every value that reaches a place, as the kernel that it paints: times itself, with the cell that lies on the place.
 *
 * Fires "cell-lit" with the index of the product under the pointer, or null.
 */
export class CsPainted extends LitElement {
  static override properties = { view: { attribute: false }, lit: { attribute: false } };

  declare view: PaintedView;
  declare lit: number | null;

  protected readonly scheme = new SchemeController(this);

  constructor() {
    super();
    this.lit = null;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        overflow-x: auto;
      }
      ul {
        list-style: none;
        margin: 0;
        padding: 2px;
        display: grid;
        gap: 4px 6px;
        justify-content: start;
      }
      li {
        display: flex;
        align-items: center;
        gap: 7px;
        border-radius: 4px;
        padding: 1px 3px;
        font-variant-numeric: tabular-nums lining-nums;
        line-height: 17px;
        font-size: 14px;
        white-space: nowrap;
        outline: 2px solid transparent;
      }
      li.lit {
        outline-color: var(--ink);
      }
      svg {
        display: block;
        overflow: visible;
      }
      rect {
        stroke: var(--line);
        stroke-width: 0.75;
      }
      .own {
        fill: none;
        stroke: var(--field);
        stroke-width: 3;
      }
      b {
        font-weight: 650;
      }
      .adjusted {
        text-decoration: underline dotted;
        text-underline-offset: 3px;
      }
      .factors {
        color: var(--ink-soft);
        white-space: nowrap;
      }
    `,
  ];

  override render() {
    const { products } = this.view.sum;
    const painting = products.flatMap((product, index) => (product.cell.at ? [{ product, index }] : []));
    if (!painting.length) return html`<p>No value of dL/dY reaches this place: its gradient is 0.</p>`;
    const columns = Math.max(
      1,
      Math.min(this.#across(painting), Math.floor(this.view.room / (NUMBERS + LEAST_PAINTED + GAP))),
    );
    const lines = Math.ceil(painting.length / columns);
    const size = Math.max(
      LEAST_PAINTED,
      Math.min(LARGEST_PAINTED, this.view.room / columns - NUMBERS - GAP, this.view.high / lines - GAP),
    );
    return html`
      <ul aria-label="What is painted onto this place" ${styled({ "grid-template-columns": `repeat(${columns}, auto)` })} @pointerleave=${() => this.#light(null)}>
        ${painting.map(({ product, index }) => this.#painted(product, index, size))}
      </ul>
    `;
  }

  /** Values beside each other in dL/dY stand beside each other here. */
  #across(painting: readonly { product: Product }[]): number {
    return new Set(painting.map(({ product }) => product.cell.at?.at(-1))).size;
  }

  #painted({ cell, input, inputText, weightText, product }: Product, index: number, size: number) {
    const { kernel, rows, columns, kinds, limit } = this.view;
    const side = Math.max(2, Math.floor(size / Math.max(rows, columns)));
    const place = (i: number) => ({ x: (i % columns) * side, y: Math.floor(i / columns) * side });
    const own = place(cell.weight);
    return html`
      <li class=${this.lit === index ? "lit" : ""} @pointerenter=${() => this.#light(index)} data-testid="painted">
        <svg width=${columns * side} height=${rows * side} role="img" aria-label=${`${describeUnit(cell.at ?? [])} paints its kernel; cell ${cell.weight} lies here`}>
          ${Array.from(kernel, (weight, i) => {
            const { x, y } = place(i);
            return svg`<rect x=${x} y=${y} width=${side} height=${side} ${styled({ fill: colourOf(input * weight, limit, kinds.output) })} />`;
          })}
          <rect class="own" x=${own.x} y=${own.y} width=${side} height=${side} />
        </svg>
        <span title=${describeUnit(cell.at ?? [])}>
          <span class="factors">${inputText}<br />× ${weightText}</span><br />
          <b>= <span class=${product.adjusted ? "adjusted" : ""} data-testid="product" data-value=${product.value}>${product.text}</span></b>
        </span>
      </li>
    `;
  }

  #light(detail: number | null): void {
    this.dispatchEvent(new CustomEvent("cell-lit", { detail, bubbles: true, composed: true }));
  }
}

customElements.define("cs-painted", CsPainted);

declare global {
  interface HTMLElementTagNameMap {
    "cs-painted": CsPainted;
  }
}
