import { css, html, LitElement } from "lit";
import { styled } from "../styled.ts";
import { shared } from "../styles/shared.ts";
import type { Kinds } from "./context.ts";
import type { ChannelSum, Product } from "./convolution.ts";
import "./cs-matrix.ts";
import type { Entry, MatrixCell } from "./cs-matrix.ts";
import type { Pair } from "./geometry.ts";
import { cellColours, coloursIn, type MapImage } from "./map-image.ts";

/** What the numbers of one channel's window are drawn from. */
export interface ProductsView {
  sum: ChannelSum;
  columns: number;
  /** Rows and columns of holes between two cells of a dilated window. */
  holes: Pair;
  /** Names of the window's frames; one, without a name, where it has rows and columns only. */
  planes: readonly string[];
  /** Gives the input numbers their colours. */
  image: MapImage;
  weightLimit: number;
  productLimit: number;
  kinds: Kinds;
}

/** A line of numbers in CSS pixels, and its letters. */
const LOWEST_LINE = 17;
const HIGHEST_LINE = 56;
const SMALLEST_FONT = 14;
const LARGEST_FONT = 18;

/** Matrices beside each other need so many CSS pixels a column. */
const APART_PER_COLUMN = 176;
/** Where every frame has a line of its own, its matrices stand beside each other also in less. */
const FRAME_PER_COLUMN = 140;
/** A digit's width, of the letters' size; and what is free beside a number. */
const DIGIT = 0.5;
const SIDES = 4;
/** Less than this no number fits in. */
const LEAST_COLUMN = 50;
/** "×" and "=" between matrices. */
const SIGNS = 48;
/** Less than this a column has no room for "×" and "=", which take so many characters. */
const SIGNED_PER_COLUMN = 64;
const SIGN = 2;

/** Every product of one channel: input × weight = product. Fires "cell-lit" for the cell under the pointer. */
export class CsProducts extends LitElement {
  static override properties = {
    view: { attribute: false },
    lit: { attribute: false },
    room: { type: Number },
    high: { type: Number },
  };

  declare view: ProductsView;
  declare lit: number | null;
  /** CSS pixels there are across. */
  declare room: number;
  /** CSS pixels that the numbers fill from top to bottom. */
  declare high: number;

  constructor() {
    super();
    this.lit = null;
    this.room = 0;
    this.high = 0;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        overflow-x: auto; /* a kernel of many columns */
      }
      .apart {
        display: flex;
        align-items: center;
        gap: 6px;
      }
      .apart cs-matrix {
        flex: 1 1 0;
        min-width: 0;
      }
      .sign {
        font-size: 18px;
        color: var(--ink-soft);
      }
      cs-matrix {
        width: 100%;
      }
      .plane + .plane {
        margin-top: 8px;
      }
      .plane > small {
        font: var(--font-small);
        color: var(--ink-soft);
        line-height: 18px;
      }
    `,
  ];

  override render() {
    const { planes } = this.view;
    if (planes.length === 1) return this.#plane(0, APART_PER_COLUMN);
    return planes.map(
      (name, plane) => html`
        <div class="plane" ${styled({ "min-height": `${this.high}px` })} data-testid="plane">
          <small>${name}</small>${this.#plane(plane, FRAME_PER_COLUMN)}
        </div>
      `,
    );
  }

  /** One frame of the window: its numbers in one matrix; in three, where there is room. */
  #plane(plane: number, apartPerColumn: number) {
    const { columns, sum, planes } = this.view;
    const size = sum.products.length / planes.length;
    const products = sum.products.slice(plane * size, (plane + 1) * size);
    const isNarrow = this.room < Math.max(SIGNED_PER_COLUMN, needed(products, SIGN)) * columns;
    const groups = products.map((product) => this.#entries(product).map(isNarrow ? unsigned : signed));
    const matrix = (label: string, entries: Entry[][]) =>
      this.#matrix(label, entries, products, plane * size);
    const across = (this.room - SIGNS) / 3 / columns;
    if (this.room < apartPerColumn * columns || across < needed(products))
      return matrix("Input × weight = product", groups);
    const column = (name: string) =>
      groups.map((entries) => entries.filter((entry) => entry.name === name).map(unsigned));
    return html`
      <div class="apart">
        ${matrix("Input under the window", column("input"))}
        <span class="sign">×</span>
        ${matrix("Kernel", column("weight"))}
        <span class="sign">=</span>
        ${matrix("Products", column("product"))}
      </div>
    `;
  }

  /** `first` is the place of the matrix's first cell among all products. */
  #matrix(label: string, groups: Entry[][], products: readonly Product[], first: number) {
    const { columns } = this.view;
    const cells = groups.map(
      (entries, i): MatrixCell => ({ entries, outside: products[i]?.cell.at === null }),
    );
    const lines = Math.ceil(groups.length / columns) * (groups[0]?.length ?? 1);
    const height = Math.max(LOWEST_LINE, Math.min(HIGHEST_LINE, Math.floor(this.high / lines) - 1));
    const isApart = groups[0]?.length === 1;
    const sign = groups[0]?.some((entry) => entry.sign) ? SIGN : 0;
    const across = this.room / columns / (isApart ? 3.2 : 1) - SIDES;
    const fitting = Math.floor(across / (widest(products) + sign) / DIGIT);
    const font = Math.max(SMALLEST_FONT, Math.min(LARGEST_FONT, height - 5, fitting));
    const least = isApart ? LEAST_COLUMN : Math.max(LEAST_COLUMN, needed(products, sign));
    return html`<cs-matrix
      .columns=${columns}
      .cells=${cells}
      .lit=${this.lit === null ? null : this.lit - first}
      .label=${label}
      .holes=${this.view.holes}
      ${styled({ "--entry-height": `${height}px`, "--entry-font": `${font}px`, "min-width": `${columns * least}px` })}
      @cell-lit=${(event: CustomEvent<number | null>) => this.#light(event, first)}
    ></cs-matrix>`;
  }

  /** Of a matrix that holds only some of the products: the place among all of them. */
  #light(event: CustomEvent<number | null>, first: number): void {
    if (first === 0) return;
    event.stopPropagation();
    const detail = event.detail === null ? null : event.detail + first;
    this.dispatchEvent(new CustomEvent("cell-lit", { detail, bubbles: true, composed: true }));
  }

  #entries({ cell, input, inputText, weight, weightText, product }: Product): Entry[] {
    const { image, weightLimit, productLimit, kinds } = this.view;
    return [
      {
        name: "input",
        text: inputText,
        value: input,
        colours: cell.at ? coloursIn(image, input) : ZERO,
      },
      {
        name: "weight",
        sign: "×",
        text: weightText,
        value: weight,
        colours: cellColours(weight, weightLimit, kinds.weights),
      },
      {
        name: "product",
        sign: "=",
        text: product.text,
        value: product.value,
        adjusted: product.adjusted,
        colours: cellColours(product.value, productLimit, kinds.output),
      },
    ];
  }
}

/** Digits that the longest number takes the room of; those of an exponent are small. */
const widest = (products: readonly Product[]): number =>
  Math.max(
    ...products.flatMap(({ inputText, weightText, product }) =>
      [inputText, weightText, product.text].map((text) => text.length - (text.match(SMALL)?.length ?? 0) / 2),
    ),
  );

const SMALL = /[·⁻⁰¹²³⁴⁵⁶⁷⁸⁹]/g;

/** CSS pixels for the longest number, and so many characters more. */
const needed = (products: readonly Product[], more = 0): number =>
  (widest(products) + more) * SMALLEST_FONT * DIGIT + SIDES;

const ZERO = { background: "transparent", ink: "inherit" };

const signed = (entry: Entry): Entry => entry;
const unsigned = (entry: Entry): Entry => ({ ...entry, sign: "" });

customElements.define("cs-products", CsProducts);

declare global {
  interface HTMLElementTagNameMap {
    "cs-products": CsProducts;
  }
}
