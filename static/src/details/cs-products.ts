import { css, html, LitElement } from "lit";
import { styled } from "../styled.ts";
import { shared } from "../styles/shared.ts";
import { commonScale } from "./common-scale.ts";
import type { ChannelSum, Product } from "./convolution.ts";
import "./cs-matrix.ts";
import type { Entry, MatrixCell } from "./cs-matrix.ts";
import { cellColours, coloursIn, type MapImage } from "./map-image.ts";

/** What the numbers of one channel's window are drawn from. */
export interface ProductsView {
  sum: ChannelSum;
  columns: number;
  /** Gives the input numbers their colours. */
  image: MapImage;
  weightLimit: number;
  productLimit: number;
  /** dL/dW of this kernel, in the order of its weights. */
  dWeights?: Float32Array | undefined;
  dWeightLimit: number;
}

/** A line of numbers in CSS pixels, and its letters. */
const LOWEST_LINE = 17;
const HIGHEST_LINE = 56;
const SMALLEST_FONT = 14;
const LARGEST_FONT = 18;

/** Matrices beside each other need so many CSS pixels a column. */
const APART_PER_COLUMN = 176;
/** Less than this a column has no room for "×" and "=". */
const SIGNED_PER_COLUMN = 64;

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
      }
      .apart {
        display: flex;
        align-items: center;
        gap: 10px;
      }
      .apart cs-matrix {
        flex: 1 1 0;
        min-width: 0;
      }
      .sign {
        font-size: 20px;
        color: var(--ink-soft);
      }
      cs-matrix {
        width: 100%;
      }
    `,
  ];

  override render() {
    const { columns, sum } = this.view;
    const isNarrow = this.room < SIGNED_PER_COLUMN * columns;
    const groups = sum.products.map((product, i) =>
      this.#entries(product, i).map(isNarrow ? unsigned : signed),
    );
    if (this.room < APART_PER_COLUMN * columns) return this.#matrix("Input × weight = product", groups);
    const column = (...names: string[]) =>
      groups.map((entries) => entries.filter(({ name }) => names.includes(name)).map(unsigned));
    return html`
      <div class="apart">
        ${this.#matrix("Input under the window", column("input"))}
        <span class="sign">×</span>
        ${this.#matrix("Kernel", column("weight", "d-weight"))}
        <span class="sign">=</span>
        ${this.#matrix("Products", column("product"))}
      </div>
    `;
  }

  #matrix(label: string, groups: Entry[][]) {
    const { columns, sum } = this.view;
    const cells = groups.map(
      (entries, i): MatrixCell => ({ entries, outside: sum.products[i]?.inside === false }),
    );
    const lines = Math.ceil(groups.length / columns) * (groups[0]?.length ?? 1);
    const height = Math.max(LOWEST_LINE, Math.min(HIGHEST_LINE, Math.floor(this.high / lines) - 1));
    const font = Math.max(SMALLEST_FONT, Math.min(LARGEST_FONT, height - 5));
    return html`<cs-matrix
      .columns=${columns}
      .cells=${cells}
      .lit=${this.lit}
      .label=${label}
      ${styled({ "--entry-height": `${height}px`, "--entry-font": `${font}px` })}
    ></cs-matrix>`;
  }

  #entries({ inside, input, inputText, weight, weightText, product }: Product, index: number): Entry[] {
    const { image, weightLimit, productLimit, dWeights, dWeightLimit } = this.view;
    const entries: Entry[] = [
      {
        name: "input",
        text: inputText,
        value: input,
        colours: inside ? coloursIn(image, input) : IN_PADDING,
      },
      {
        name: "weight",
        sign: "×",
        text: weightText,
        value: weight,
        colours: cellColours(weight, weightLimit, "weight"),
      },
      {
        name: "product",
        sign: "=",
        text: product.text,
        value: product.value,
        adjusted: product.adjusted,
        colours: cellColours(product.value, productLimit, "activation"),
      },
    ];
    if (dWeights) {
      const slope = dWeights[index] ?? Number.NaN;
      const colours = cellColours(slope, dWeightLimit, "gradient");
      entries.push({
        name: "d-weight",
        sign: "∂",
        text: commonScale(dWeightLimit).write(slope),
        value: slope,
        colours,
      });
    }
    return entries;
  }
}

const IN_PADDING = { background: "transparent", ink: "inherit" };

const signed = (entry: Entry): Entry => entry;
const unsigned = (entry: Entry): Entry => ({ ...entry, sign: "" });

customElements.define("cs-products", CsProducts);

declare global {
  interface HTMLElementTagNameMap {
    "cs-products": CsProducts;
  }
}
