import { css, html, LitElement, nothing } from "lit";
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

/** Matrices beside each other need so many CSS pixels a column. */
const APART_PER_COLUMN = 176;

/** Every product of one channel: input × weight = product. Fires "cell-lit" for the cell under the pointer. */
export class CsProducts extends LitElement {
  static override properties = {
    view: { attribute: false },
    lit: { attribute: false },
    room: { type: Number },
  };

  declare view: ProductsView;
  declare lit: number | null;
  /** CSS pixels there are across. */
  declare room: number;

  constructor() {
    super();
    this.lit = null;
    this.room = 0;
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
        --entry-height: 40px;
      }
      .apart.backward cs-matrix {
        --entry-height: 30px;
      }
      .sign {
        font-size: 20px;
        color: var(--ink-soft);
      }
      .together {
        width: 100%;
        --entry-height: 19px;
      }
      .note {
        font: var(--font-small);
        color: var(--ink-soft);
      }
    `,
  ];

  override render() {
    const { columns, sum, dWeights } = this.view;
    const apart = this.room >= APART_PER_COLUMN * columns;
    const groups = sum.products.map((product, i) => this.#entries(product, i));
    if (!apart)
      return this.#matrix(
        "Input × weight = product",
        groups.map((entries) => entries),
        "together",
      );
    const single = (index: number) => groups.map((entries) => [{ ...(entries[index] as Entry), sign: "" }]);
    return html`
      <div class="apart ${dWeights ? "backward" : ""}">
        ${this.#matrix("Input under the window", single(0))}
        <span class="sign">×</span>
        ${this.#matrix(
          "Kernel",
          groups.map((entries) => [entries[1] as Entry, ...entries.slice(3)].map(unsigned)),
        )}
        <span class="sign">=</span>
        ${this.#matrix("Products", single(2))}
      </div>
      ${nothing}
    `;
  }

  #matrix(label: string, groups: Entry[][], className = "") {
    const { columns, sum } = this.view;
    const cells = groups.map(
      (entries, i): MatrixCell => ({
        entries,
        outside: sum.products[i]?.inside === false && entries[0]?.name === "input",
      }),
    );
    return html`<cs-matrix class=${className} .columns=${columns} .cells=${cells} .lit=${this.lit} .label=${label}></cs-matrix>`;
  }

  #entries({ input, inputText, weight, weightText, product }: Product, index: number): Entry[] {
    const { image, weightLimit, productLimit, dWeights, dWeightLimit } = this.view;
    const entries: Entry[] = [
      { name: "input", text: inputText, value: input, colours: coloursIn(image, input) },
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

const unsigned = (entry: Entry): Entry => ({ ...entry, sign: "" });

customElements.define("cs-products", CsProducts);

declare global {
  interface HTMLElementTagNameMap {
    "cs-products": CsProducts;
  }
}
