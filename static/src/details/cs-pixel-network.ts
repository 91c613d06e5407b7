import { css, html, LitElement, svg } from "lit";
import { colourOf } from "../colour.ts";
import { styled } from "../styled.ts";
import { shared } from "../styles/shared.ts";
import type { Shown } from "./adding-up.ts";
import { addedUp, type ChannelSum, type Product, type UnitSum } from "./convolution.ts";
import { type CellColours, cellColours, coloursIn, type MapImage } from "./map-image.ts";

/** What a 1×1 convolution's dense network is drawn from. */
export interface PixelView {
  sum: UnitSum;
  /** The channels that have a line, in order. */
  shown: readonly number[];
  chosen: number;
  imageOf(channel: number): MapImage;
  weightLimit: number;
  productLimit: number;
}

const LINE = 24;
const EDGES = 64;

/**
 * A 1×1 convolution for what it is: a dense network from the channels at one pixel to one unit.
 *
 * Fires "channel-choose" with a channel.
 */
export class CsPixelNetwork extends LitElement {
  static override properties = { view: { attribute: false } };

  declare view: PixelView;

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 64px auto;
        align-items: center;
        font-variant-numeric: tabular-nums lining-nums;
      }
      .row {
        display: grid;
        grid-template-columns: 32px 1fr 1.25fr 1.15fr;
        gap: 2px;
        height: 24px;
        line-height: 22px;
        border-radius: 3px;
        outline: 2px solid transparent;
        cursor: pointer;
        white-space: nowrap;
      }
      .row[aria-selected="true"] {
        outline-color: var(--field);
      }
      .row > span {
        text-align: center;
        height: 22px;
      }
      .row > .index {
        color: var(--ink-soft);
        text-align: left;
        padding-left: 4px;
      }
      .product {
        font-weight: 650;
      }
      .others {
        cursor: auto;
        color: var(--ink-soft);
        grid-template-columns: 1fr auto;
        padding-right: 8px;
      }
      .adjusted {
        text-decoration: underline dotted;
        text-underline-offset: 3px;
      }
      svg {
        display: block;
        width: 64px;
      }
      path {
        fill: none;
        stroke-linecap: round;
      }
      .unit {
        display: grid;
        justify-items: center;
        align-content: center;
        width: 78px;
        height: 78px;
        border: 2px solid var(--field);
        border-radius: 50%;
        line-height: 18px;
      }
      .unit b {
        font-size: 17px;
      }
      .unit small {
        font: var(--font-small);
        color: var(--ink-soft);
      }
    `,
  ];

  override render() {
    const { sum, shown } = this.view;
    const isShown = new Set(shown);
    const rows = sum.channels.filter(({ channel }) => isShown.has(channel));
    const others = sum.channels.filter(({ channel }) => !isShown.has(channel));
    const lines = rows.length + (others.length ? 1 : 0);
    return html`
      <div role="table" aria-label="The channels at this pixel: value × weight = product">
        ${rows.map((row) => this.#row(row))}
        ${others.length ? html`<div class="row others" role="row"><span role="cell">${others.length} others together</span><span role="cell" class="product">${addedUp(others, sum.decimals)}</span></div>` : ""}
      </div>
      ${this.#edges(rows, lines)}
      <div class="unit">
        <small>+ ${sum.bias.text}</small><b>${sum.total.text}</b><small>unit</small>
      </div>
    `;
  }

  #row({ channel, products }: ChannelSum) {
    const { chosen, imageOf, weightLimit, productLimit } = this.view;
    const product = products[0] as Product;
    const isChosen = channel === chosen;
    const choose = () => this.dispatchEvent(new CustomEvent<number>("channel-choose", { detail: channel }));
    return html`
      <div class="row" role="row" aria-selected=${isChosen} @click=${choose}>
        <span class="index" role="rowheader">${channel}</span>
        ${cell("input", product.inputText, product.input, coloursIn(imageOf(channel), product.input), isChosen)}
        ${cell("weight", `× ${product.weightText}`, product.weight, cellColours(product.weight, weightLimit, "weight"), isChosen)}
        ${this.#product(product.product, productLimit, isChosen)}
      </div>
    `;
  }

  #product({ text, value, adjusted }: Shown, limit: number, isChosen: boolean) {
    const { background, ink } = cellColours(value, limit, "activation");
    return html`<span class="product" role="cell" ${styled({ background, color: ink })} title=${String(value)}
      >=&nbsp;<span class=${adjusted ? "adjusted" : ""} data-testid=${isChosen ? "product" : "term"} data-value=${value}>${text}</span></span>`;
  }

  /** From every channel to the unit: the weight's colour, as thick as the product is large. */
  #edges(rows: readonly ChannelSum[], lines: number) {
    const { weightLimit, productLimit } = this.view;
    const height = lines * LINE;
    const paths = rows.map(({ products }, i) => {
      const { weight, product } = products[0] as Product;
      const y = i * LINE + LINE / 2;
      const share = Math.min(1, Math.abs(product.value) / (productLimit || 1));
      const style = {
        stroke: colourOf(
          Math.sign(weight) * Math.max(Math.abs(weight), weightLimit / 4),
          weightLimit,
          "weight",
        ),
        "stroke-width": `${1 + 5 * share}px`,
      };
      return svg`<path d=${`M2 ${y}C${EDGES / 2} ${y} ${EDGES / 2} ${height / 2} ${EDGES} ${height / 2}`} ${styled(style)} />`;
    });
    return html`<svg viewBox="0 0 ${EDGES} ${height}" height=${height} aria-hidden="true">${paths}</svg>`;
  }
}

function cell(
  name: string,
  text: string,
  value: number,
  { background, ink }: CellColours,
  isChosen: boolean,
) {
  return html`<span role="cell" ${styled({ background, color: ink })} title="${name} ${value}" data-testid=${isChosen ? name : "factor"} data-value=${value}>${text}</span>`;
}

customElements.define("cs-pixel-network", CsPixelNetwork);

declare global {
  interface HTMLElementTagNameMap {
    "cs-pixel-network": CsPixelNetwork;
  }
}
