import { html, LitElement, nothing } from "lit";
import { briefName, formatCount } from "../format.ts";
import { describeUnit, unitAt } from "../graph/raster.ts";
import { styled } from "../styled.ts";
import { shared } from "../styles/shared.ts";
import type { DetailContext } from "./context.ts";
import "./cs-map.ts";
import type { Entry } from "./cs-matrix.ts";
import "./cs-running-sum.ts";
import { cellOfLink } from "./links.ts";
import type { OpenedProduct, OpenedUnit } from "./opened-unit.ts";
import { isTransposed } from "./operation-names.ts";
import { entriesOf, imageOf, kernelImage } from "./product-colours.ts";
import { productStyles } from "./product-styles.ts";
import { SchemeController } from "./scheme-controller.ts";
import { SizeController } from "./size-controller.ts";

/** Share of the height that the maps get. */
const MAP_PART = 0.42;
const LEAST_MAP = 90;
const LARGEST_MAP = 260;

/** What the three numbers are: forward, and in a way back. */
const CALLED: Record<string, string> = { input: "input", weight: "weight", product: "product" };
const CALLED_BACKWARD: Record<string, string> = { input: "upstream", weight: "local", product: "product" };

/** One product, for the last row: input × weight = product, where both come from, and what the sum becomes by it. */
export class CsProductView extends LitElement {
  static override properties = { context: { attribute: false }, opened: { attribute: false } };

  declare context: DetailContext;
  declare opened: OpenedUnit | null;

  protected readonly scheme = new SchemeController(this);
  readonly #room = new SizeController(this);

  static override styles = [shared, productStyles];

  /** Where the three numbers are on the page. */
  numbersBox(): DOMRect | undefined {
    return this.renderRoot.querySelector(".tiles")?.getBoundingClientRect();
  }

  override render() {
    const { opened, context } = this;
    const product = opened?.products[context.product ?? 0];
    if (!opened || !product) return nothing;
    const entries = entriesOf(context, opened, product);
    return html`
      <h2>product ${formatCount(product.index)} <small>of ${formatCount(opened.products.length)}</small></h2>
      <div class="tiles" ${styled({ "--letters": String(Math.max(...entries.map(({ text }) => text.length))) })}>${entries.map((entry) => this.#tile(entry))}</div>
      <div class="sources">
        ${this.#input(product)} ${this.#weight(opened, product)} ${this.#sum(opened, product)}
      </div>
    `;
  }

  #tile({ name, sign, text, value, adjusted, colours }: Entry) {
    return html`
      ${sign ? html`<span class="sign">${sign}</span>` : nothing}
      <span class="tile ${name}" ${styled({ background: colours.background, color: colours.ink })} title=${String(value)}>
        <b class=${adjusted ? "adjusted" : ""} data-testid="big-${name}" data-value=${value}>${text}</b>
        <small>${(this.context.back ? CALLED_BACKWARD : CALLED)[name]}</small>
      </span>
    `;
  }

  get #size(): number {
    const { width, height } = this.#room;
    return Math.max(LEAST_MAP, Math.min(LARGEST_MAP, height * MAP_PART, width * 0.3));
  }

  /** Where the input value sits. */
  #input(product: OpenedProduct) {
    const image = imageOf(this.context, product);
    const { at } = product;
    if (!image || !at)
      return html`<figure><figcaption>a zero: nothing of the input lies here</figcaption></figure>`;
    const { name = "", tensor } = this.context.inputs[at.input] ?? {};
    const [channel = 0, ...place] = unitAt(at.index, tensor?.shape ?? []);
    const where = place.length ? `channel ${channel}, ${describeUnit(place)}` : `value ${at.index}`;
    return html`<figure>
      <cs-map .image=${image} .size=${this.#size} .lit=${cellOfLink(image, at.input, at)} .label=${`${name}: ${where}`}></cs-map>
      <figcaption><b>${briefName(name)}</b> ${where}</figcaption>
    </figure>`;
  }

  /** Where the weight sits in its kernel. */
  #weight(opened: OpenedUnit, product: OpenedProduct) {
    const row = opened.rowOf(product.index);
    const image = kernelImage(this.context, opened, row);
    if (!image) return nothing;
    const place = product.index - (opened.rows[row]?.products[0]?.index ?? 0);
    const lit = [Math.floor(place / image.width), place % image.width] as const;
    const isTurned = isTransposed(this.context.layer);
    const where = image.height > 1 ? `row ${lit[0]}, column ${lit[1]}` : `place ${lit[1]}`;
    return html`<figure>
      <cs-map .image=${image} .size=${this.#size} .lit=${lit} .label=${`kernel: ${where}`}></cs-map>
      <figcaption><b>${isTurned ? "kernel, turned" : "kernel"}</b> ${where}</figcaption>
    </figure>`;
  }

  /** What the sum becomes by it. */
  #sum(opened: OpenedUnit, { index, product }: OpenedProduct) {
    const [before, after] = [opened.sumOf(index), opened.sumOf(index + 1)];
    return html`<figure class="sum">
      <cs-running-sum .opened=${opened} .at=${index}></cs-running-sum>
      <figcaption>
        <b>sum so far</b>
        <span data-testid="sum-before" data-value=${before.value}>${before.text}</span>
        ${product.ticks < 0 ? "−" : "+"}
        <span>${product.text.replace("−", "")}</span> =
        <b data-testid="sum-after" data-value=${after.value}>${after.text}</b>
      </figcaption>
    </figure>`;
  }
}

customElements.define("cs-product-view", CsProductView);

declare global {
  interface HTMLElementTagNameMap {
    "cs-product-view": CsProductView;
  }
}
