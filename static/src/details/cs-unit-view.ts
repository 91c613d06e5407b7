import { html, LitElement, nothing } from "lit";
import { briefName, formatCount } from "../format.ts";
import { styled } from "../styled.ts";
import { shared } from "../styles/shared.ts";
import type { DetailContext, GoTo } from "./context.ts";
import "./cs-matrix.ts";
import type { CsMatrix, MatrixCell } from "./cs-matrix.ts";
import "./cs-running-sum.ts";
import { deepFind } from "./deep-find.ts";
import { mapStepper, mapStepperStyles } from "./map-stepper.ts";
import type { OpenedProduct, OpenedUnit } from "./opened-unit.ts";
import { channelOf, entriesOf } from "./product-colours.ts";
import { SchemeController } from "./scheme-controller.ts";
import { SizeController } from "./size-controller.ts";
import { unitStyles } from "./unit-styles.ts";

/** Of a long row so many products are shown at a time. */
const MOST_SHOWN = 64;
const MOST_COLUMNS = 8;
const NARROW_BELOW = 620;
/** The numbers' share of the width, beside the growing sum. */
const NUMBERS_PART = 0.56;
/** CSS pixels of the lines above the numbers. */
const WORDS = 96;
/** Letters across in "× −0.1234", and the height of a line, in font sizes. */
const LETTERS = 5.4;
const LINE = 1.5;
const SMALLEST_FONT = 14;
const LARGEST_FONT = 34;
/** CSS pixels that a column wants; a wider window than there is room for is scrolled. */
const LEAST_CELL = SMALLEST_FONT * LETTERS;

/**
 * One unit, enlarged: its products in one channel, and the sum of all as it grows to the unit's value.
 *
 * Fires "go-to" (GoTo) to enter a product, and "choose-product" (an index) to point at one.
 */
export class CsUnitView extends LitElement {
  static override properties = { context: { attribute: false }, opened: { attribute: false } };

  declare context: DetailContext;
  declare opened: OpenedUnit | null;

  protected readonly scheme = new SchemeController(this);
  readonly #room = new SizeController(this);

  static override styles = [shared, mapStepperStyles, unitStyles];

  /** Where the window's numbers are on the page. */
  windowBox(): DOMRect | undefined {
    return this.#matrix?.getBoundingClientRect();
  }

  /** Where the product is that is being looked at. */
  productBox(): DOMRect | undefined {
    const matrix = this.#matrix;
    const cell = matrix && (deepFind(matrix, ".cell.lit") ?? deepFind(matrix, ".cell"));
    return cell?.getBoundingClientRect();
  }

  override render() {
    const { opened } = this;
    if (!opened) return nothing;
    const { product } = this.context;
    const row = opened.rowOf(product);
    const isNarrow = this.#room.width < NARROW_BELOW;
    this.toggleAttribute("narrow", isNarrow);
    return html`
      <h2>${this.#heading(opened)}</h2>
      <section class="numbers">${this.#numbers(opened, row, isNarrow)}</section>
      <section class="growing">${this.#growing(opened)}</section>
    `;
  }

  /** What the products add up to. */
  get #what(): string {
    return this.context.back?.way.symbol ?? "unit";
  }

  #heading({ products, bias, total }: OpenedUnit) {
    const { layer, map, unit } = this.context;
    const name = `${this.#what} ${unit.length ? unit.join(", ") : map}`;
    const sum = products.length === 1 ? "1 product" : `Σ ${formatCount(products.length)} products`;
    return html`${name} <small>of ${briefName(layer.name)}${unit.length ? `, map ${map}` : ""}</small>
      <span class="equation">= ${sum}${bias ? " + bias" : ""} = <b data-testid="unit-total" data-value=${total.value}>${total.text}</b></span>`;
  }

  #numbers(opened: OpenedUnit, row: number, isNarrow: boolean) {
    const { products, sum } = opened.rows[row] as OpenedUnit["rows"][number];
    const shown = pageOf(products, this.context.product);
    const columns = this.#columns(products.length, shown.length);
    const lit = shown.findIndex(({ index }) => index === this.context.product);
    const cells = shown.map(
      (product): MatrixCell => ({
        entries: entriesOf(this.context, opened, product),
        outside: !product.at,
      }),
    );
    const font = this.#font(columns, Math.ceil(shown.length / columns), isNarrow);
    const sizes = {
      "--entry-font": `${font}px`,
      "--entry-height": `${Math.floor(font * LINE)}px`,
      "min-width": `${columns * LEAST_CELL}px`,
    };
    return html`
      <h3>${this.#rowName(opened, row, shown)}${this.#rowStepper(opened, row)}</h3>
      <cs-matrix
        label="${this.context.back ? "Upstream × local" : "Input × weight"} = product; click one to enter it"
        .columns=${columns}
        .cells=${cells}
        .lit=${lit}
        ${styled(sizes)}
        @click=${(event: MouseEvent) => this.#enter(shown, event)}
      ></cs-matrix>
      <p class="row-sum">${products.length === 1 ? "The one product" : `Σ ${formatCount(products.length)} products`} = <b>${sum.text}</b></p>
    `;
  }

  #rowName({ rows }: OpenedUnit, row: number, shown: readonly OpenedProduct[]) {
    const products = rows[row]?.products ?? [];
    const reading = products.find(({ at }) => at);
    const channel = reading && channelOf(this.context, reading);
    const name = channel === undefined ? "products" : `channel ${channel}`;
    const [first, last] = [shown[0]?.index ?? 0, shown.at(-1)?.index ?? 0];
    const range =
      first === last ? `product ${first}` : `products ${formatCount(first)} to ${formatCount(last)}`;
    return html`${name} <small>${range}</small>`;
  }

  #rowStepper({ rows }: OpenedUnit, row: number) {
    if (rows.length < 2) return nothing;
    return mapStepper(
      row,
      rows.length,
      (next) => this.#choose(rows[next]?.products[0]?.index ?? 0),
      "channel",
    );
  }

  #growing(opened: OpenedUnit) {
    const { product } = this.context;
    const { products, bias, total } = opened;
    const count = product === null ? products.length : product + 1;
    const isAll = count === products.length;
    const so = opened.sumOf(count);
    const rest = opened.sumOf(products.length, count);
    return html`
      <h3>the sum grows <small>${isAll ? `all ${formatCount(count)} products` : `after ${formatCount(count)} of ${formatCount(products.length)}`}</small></h3>
      <cs-running-sum
        .opened=${opened}
        .at=${isAll ? null : product}
      ></cs-running-sum>
      <dl>
        <dt>${isAll ? `Σ ${formatCount(count)} products` : `first ${formatCount(count)}`}</dt>
        <dd data-testid="so-far" data-value=${so.value}>${so.text}</dd>
        ${isAll ? nothing : html`<dt>+ the ${formatCount(products.length - count)} after</dt><dd data-testid="rest">${rest.text}</dd>`}
        ${bias ? html`<dt>+ bias</dt><dd data-testid="unit-bias">${bias.text}</dd>` : nothing}
        <dt class="total">= ${this.#what}</dt>
        <dd class="total">${total.text}</dd>
      </dl>
    `;
  }

  /** As many columns as a window of rows has; of other products as many as are read at a glance. */
  #columns(length: number, shown: number): number {
    const { kernel = [] } = this.context.layer;
    const size = kernel.reduce((all, each) => all * each, 1);
    const isWindow = kernel.length > 1 && size === length && shown === length;
    if (isWindow) return kernel.at(-1) ?? 1;
    const fitting = Math.floor(this.#across / LEAST_CELL);
    return Math.max(1, Math.min(MOST_COLUMNS, fitting, shown));
  }

  /** CSS pixels for the numbers. */
  get #across(): number {
    const { width } = this.#room;
    return width < NARROW_BELOW ? width : width * NUMBERS_PART;
  }

  /** As large as the numbers can be. */
  #font(columns: number, lines: number, isNarrow: boolean): number {
    const { height } = this.#room;
    const across = this.#across / columns / LETTERS;
    const down = isNarrow ? LARGEST_FONT : (height - WORDS) / (lines * 3) / LINE;
    return Math.max(SMALLEST_FONT, Math.min(LARGEST_FONT, Math.floor(Math.min(across, down))));
  }

  #enter(shown: readonly OpenedProduct[], event: MouseEvent): void {
    const cells = [...(this.#matrix?.renderRoot.querySelectorAll(".cell") ?? [])];
    const hit = event.composedPath().find((each) => cells.includes(each as Element));
    const product = shown[cells.indexOf(hit as Element)];
    if (!product) return;
    const detail: GoTo = { depth: "product", product: product.index };
    this.dispatchEvent(new CustomEvent("go-to", { detail, bubbles: true, composed: true }));
  }

  #choose(detail: number): void {
    this.dispatchEvent(new CustomEvent<number>("choose-product", { detail, bubbles: true, composed: true }));
  }

  get #matrix(): CsMatrix | null {
    return this.renderRoot.querySelector("cs-matrix");
  }
}

/** Of a row those around a product, if there are too many. */
function pageOf(products: readonly OpenedProduct[], product: number | null): readonly OpenedProduct[] {
  if (products.length <= MOST_SHOWN) return products;
  const place = Math.max(
    0,
    products.findIndex(({ index }) => index === product),
  );
  const first = Math.floor(place / MOST_SHOWN) * MOST_SHOWN;
  return products.slice(first, first + MOST_SHOWN);
}

customElements.define("cs-unit-view", CsUnitView);

declare global {
  interface HTMLElementTagNameMap {
    "cs-unit-view": CsUnitView;
  }
}
