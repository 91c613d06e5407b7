import { css, html, nothing, type PropertyValues } from "lit";
import { formatCount, formatFixed } from "../format.ts";
import { styled } from "../styled.ts";
import { shared } from "../styles/shared.ts";
import { commonScale } from "./common-scale.ts";
import { written } from "./conv-sum.ts";
import { DetailElement } from "./detail-element.ts";
import { cellColours } from "./map-image.ts";
import { mapStepper, mapStepperStyles } from "./map-stepper.ts";
import { around, type Block, type MatrixProduct, matrixProduct } from "./matrix-product.ts";
import type { Entry } from "./unrolled.ts";

/** CSS pixels of a cell of A or B, of one of C at the least, of a digit, and of a row's name. */
const FACTOR = 50;
const CELL = 68;
const DIGIT = 9;
const GAP = 20;
const NAMES = 96;
const ROW = 25;
const HEADING = 118;
/** So many rows and columns at the most. */
const MOST = 12;

/** A convolution, or a way back of one, as a matrix product: the numbers around the opened value, in their rows and columns. */
export class CsConvMatrix extends DetailElement {
  static override properties = { ...DetailElement.properties, followed: { state: true } };

  /** Which of the entries that make the value is followed into its row and column; null: the largest. */
  declare followed: number | null;

  #product: MatrixProduct | undefined;
  #of = "";

  constructor() {
    super();
    this.followed = null;
  }

  static override styles = [
    shared,
    mapStepperStyles,
    css`
      :host {
        display: block;
        height: 100%;
        overflow: auto;
      }
      .formula {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 4px 24px;
        margin: 0 0 6px;
        font-size: 18px;
      }
      .formula i {
        font-style: italic;
      }
      .formula small {
        font: var(--font-small);
        color: var(--ink-soft);
      }
      @media (max-height: 420px) {
        .formula small {
          display: none; /* the numbers need the room */
        }
      }
      table {
        border-collapse: separate;
        border-spacing: 2px;
        font-variant-numeric: tabular-nums lining-nums;
        line-height: 21px;
      }
      th {
        padding: 0 6px;
        font: var(--font-small);
        font-weight: 400;
        color: var(--ink-soft);
        white-space: nowrap;
        text-align: right;
      }
      thead th,
      th.across {
        text-align: center;
        padding: 0;
      }
      td {
        padding: 0 3px;
        text-align: right;
        white-space: nowrap;
        border-radius: 3px;
        min-width: 44px;
      }
      td.gap {
        min-width: 16px;
        text-align: center;
        color: var(--ink-soft);
        padding: 0;
      }
      td.corner {
        text-align: right;
        vertical-align: top;
        color: var(--ink-soft);
        font: var(--font-small);
        line-height: 18px;
      }
      td.followed {
        outline: 2px solid var(--ink);
      }
      td.entry {
        cursor: pointer;
      }
      td.made {
        outline: 3px solid var(--field);
        font-weight: 700;
      }
      td.made.followed {
        box-shadow: inset 0 0 0 2px var(--ink);
      }
      thead td,
      td:empty {
        min-width: 0;
      }
      th.followed {
        color: var(--ink);
        font-weight: 650;
      }
      .adjusted {
        text-decoration: underline dotted;
        text-underline-offset: 3px;
      }
      .total {
        margin: 8px 0 0;
        line-height: 24px;
        font-variant-numeric: tabular-nums;
        color: var(--ink-soft);
      }
      .total i {
        padding-right: 2px; /* it leans over what follows */
      }
      .total b {
        color: var(--ink);
      }
      .total .value {
        font-size: 21px;
        font-weight: 650;
      }
    `,
  ];

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    this.#product = matrixProduct(this.context);
    const of = `${this.context.layer.name} ${this.context.map} ${this.context.unit}`;
    if (of !== this.#of) this.followed = null;
    this.#of = of;
  }

  protected override slide(): void {}

  override render() {
    if (!this.context.weights.weight && this.context.back?.way.input !== null) {
      return html`<p>The weights are too many to be shown.</p>`;
    }
    const product = this.#product as MatrixProduct;
    const followed = this.#followedIn(product);
    const { a, c, rows, inner, columns, formula } = product;
    const { output, map } = this.context;
    const size = (down: number, across: number) => `${formatCount(down)}×${formatCount(across)}`;
    return html`
      <p class="formula">
        <i>${formula}</i>
        <small>${a.name} ${size(rows.count, inner.count)} · ${size(inner.count, columns.count)} = ${c.name} ${size(rows.count, columns.count)}; rows and columns around what is opened</small>
        ${mapStepper(map, output.shape[0] ?? 1, (next) => this.go({ map: next }))}
      </p>
      ${this.#table(product, followed)}
      ${this.#total(product, followed)}
    `;
  }

  /** The entry that is followed: the one pointed at, else the largest of those that make the value. */
  #followedIn({ made, parts }: MatrixProduct): number {
    const { product } = this.context;
    if (this.followed !== null && this.followed < made.length) return this.followed;
    if (product !== null && made.length > 1 && product < made.length) return product;
    const size = (i: number) => Math.abs(parts[i]?.value ?? 0);
    return parts.reduce((most, _, i) => (size(i) > size(most) ? i : most), 0);
  }

  #table(product: MatrixProduct, followed: number) {
    const { a, b, c, made } = product;
    const at = made[followed] ?? { row: 0, column: 0 };
    const [rows, columns, inner] = this.#shown(product, followed);
    const [writeA, writeB] = [commonScale(a.limit), commonScale(b.limit)];
    const named = ({ name }: Block, label: string) =>
      html`<b>${name}</b>${label ? html` ${label}` : nothing}`;
    const isAt = (row: number, column: number) => row === at.row && column === at.column;
    return html`<table>
      <caption class="visually-hidden">${product.formula}, around the opened value</caption>
      <thead>
        <tr>
          <td></td>
          ${inner.map(() => html`<td></td>`)}
          <td></td>
          ${split(columns, (column) => html`<th scope="col" class=${column === at.column ? "followed" : ""}>${product.columns.label(column)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${inner.map(
          (i, n) => html`<tr>
            ${n === 0 ? html`<td class="corner" colspan=${inner.length + 1} rowspan=${inner.length}>${named(b, writeB.label)} →</td>` : nothing}
            <th scope="row" title=${product.inner.label(i)}>${brief(product.inner.label(i))}</th>
            ${split(columns, (column) => this.#factor(b.at(i, column), b, writeB, column === at.column))}
          </tr>`,
        )}
        <tr>
          <th>${named(a, writeA.label)}</th>
          ${inner.map((i) => html`<th class="across" scope="col">${brief(product.inner.label(i))}</th>`)}
          <td></td>
          ${split(columns, () => html`<td></td>`)}
        </tr>
        ${rows.map(
          (row) => html`<tr>
            <th scope="row" class=${row === at.row ? "followed" : ""}>${product.rows.label(row)}</th>
            ${inner.map((i) => this.#factor(a.at(row, i), a, writeA, row === at.row))}
            <td class="gap">=</td>
            ${split(columns, (column) => this.#entry(product, { row, column }, c, isAt(row, column)))}
          </tr>`,
        )}
      </tbody>
    </table>`;
  }

  #factor(
    value: number,
    { kind, limit }: Block,
    { write }: { write(value: number): string },
    isFollowed: boolean,
  ) {
    const { background, ink } = cellColours(value, limit, kind);
    return html`<td class=${isFollowed ? "followed" : ""} title=${String(value)} ${styled({ background, color: ink })}>${write(value)}</td>`;
  }

  /** An entry of C: a click opens the place that it makes. */
  #entry({ made, parts, decimals, placeOf }: MatrixProduct, entry: Entry, block: Block, isFollowed: boolean) {
    const index = made.findIndex(({ row, column }) => row === entry.row && column === entry.column);
    const value = block.at(entry.row, entry.column);
    const { background, ink } = cellColours(value, block.limit, block.kind);
    const part = parts[index];
    const classes = `entry ${part ? "made" : ""} ${isFollowed ? "followed" : ""}`;
    const point = () => {
      if (part) this.followed = index;
    };
    const open = () => {
      const place = placeOf(entry);
      if (place) this.go(place);
    };
    return html`<td
      class=${classes}
      data-testid=${part ? "made" : nothing}
      data-value=${value}
      title=${String(value)}
      @pointerenter=${point}
      @click=${open}
      ${styled({ background, color: ink })}
    ><span class=${part?.adjusted ? "adjusted" : ""}>${part ? part.text : formatFixed(value, decimals)}</span></td>`;
  }

  /** What the framed entries make, with the bias where there is one. */
  #total(product: MatrixProduct, followed: number) {
    const { parts, bias, folds, total, inner } = product;
    const [part] = parts;
    const place = html`<i>${this.context.back?.way.symbol ?? "Y"}</i> at ${this.#place}`;
    const products = `all ${formatCount(inner.count)} products of the framed row and column`;
    const added = bias
      ? html` + <i>b</i><sub>${this.context.map}</sub> <b data-testid="bias" data-value=${bias.value}>${written(bias)}</b>`
      : nothing;
    const result = html`<b class="value" data-testid="total" data-value=${total.value}>${total.text}</b>`;
    if (folds) return html`<p class="total">${this.#folded(product, followed)}${added} = ${result}</p>`;
    if (!bias || !part) return html`<p class="total">${place} = Σ of ${products} = ${result}</p>`;
    return html`<p class="total">${place} = Σ of ${products} <b>${written(part)}</b>${added} = ${result}</p>`;
  }

  /** Which entries col2im adds up, and which of them is followed. */
  #folded({ made, rows, columns, c, folds }: MatrixProduct, followed: number) {
    const at = made[followed];
    const which = at ? ` (followed: row ${rows.label(at.row)}, place ${columns.label(at.column)})` : "";
    return html`<i>${folds}</i>: the ${made.length} framed entries of ${c.name} that lie on ${this.#place}${which}`;
  }

  get #place(): string {
    return [this.context.map, ...this.context.unit].join(", ");
  }

  /** Rows, columns and what lies between, as many as there is room for. */
  #shown(product: MatrixProduct, followed: number): [number[], number[], number[]] {
    const { width, height } = this.room;
    const cell = Math.max(CELL, DIGIT * (product.decimals + 2));
    const { made, a, b } = product;
    const at = made[followed] ?? { row: 0, column: 0 };
    const first = (of: "row" | "column") => [...new Set([at[of], ...made.map((entry) => entry[of])])];
    const wanted = Math.max(4, Math.min(MOST, Math.max(first("row").length, first("column").length, 6)));
    const gaps = GAP * splitsIn(first("column"));
    const lines = Math.max(6, Math.floor((height - HEADING) / ROW));
    const inside = Math.max(
      2,
      Math.min(MOST, lines - wanted, Math.floor((width - NAMES - gaps - wanted * cell) / FACTOR)),
    );
    const across = Math.max(3, Math.min(wanted, Math.floor((width - NAMES - gaps - inside * FACTOR) / cell)));
    const down = Math.max(3, Math.min(MOST, lines - inside));
    const strongest = strongestOf(product.inner.count, (i) => a.at(at.row, i) * b.at(i, at.column));
    return [
      around(product.rows, first("row"), down),
      around(product.columns, first("column"), across),
      around(product.inner, [strongest], inside),
    ];
  }
}

/** The index with the largest product. */
function strongestOf(count: number, of: (index: number) => number): number {
  let [most, size] = [0, -1];
  for (let i = 0; i < count; i++) if (Math.abs(of(i)) > size) [most, size] = [i, Math.abs(of(i))];
  return most;
}

/** How often an index is not the one before plus one. */
const splitsIn = (indices: readonly number[]): number =>
  [...indices].sort((a, b) => a - b).filter((index, i, all) => i > 0 && index - (all[i - 1] as number) > 1)
    .length;

/** Without its word: "filter 3" is "3" above a narrow column. */
const brief = (label: string): string => label.replace(/^[a-z]+ /, "");

/** A cell for each index; dots where some between two are left out. */
const split = (indices: readonly number[], cell: (index: number) => unknown) =>
  indices.map((index, i) => {
    const isSplit = i > 0 && index - (indices[i - 1] as number) > 1;
    return html`${isSplit ? html`<td class="gap" aria-hidden="true">⋯</td>` : nothing}${cell(index)}`;
  });

customElements.define("cs-conv-matrix", CsConvMatrix);

declare global {
  interface HTMLElementTagNameMap {
    "cs-conv-matrix": CsConvMatrix;
  }
}
