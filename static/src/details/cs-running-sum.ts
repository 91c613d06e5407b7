import { css, html, LitElement, svg } from "lit";
import { colourOf } from "../colour.ts";
import { formatCount } from "../format.ts";
import { styled } from "../styled.ts";
import { shared } from "../styles/shared.ts";
import type { OpenedUnit } from "./opened-unit.ts";
import { type Bar, risesOf } from "./running-sum.ts";
import { SchemeController } from "./scheme-controller.ts";

/** Share of the drawing's height that stays free above and below. */
const MARGIN = 0.06;

/**
 * A sum that grows product by product: each step up or down from where the last one ended, and the bias as the last.
 *
 * Fires "choose-product" with the index of the product that is pointed at with the button down.
 */
export class CsRunningSum extends LitElement {
  static override properties = { opened: { attribute: false }, at: { type: Number } };

  declare opened: OpenedUnit;
  /** The product that the sum has come to; null: all of it. */
  declare at: number | null;

  protected readonly scheme = new SchemeController(this);

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        min-height: 0;
        font-variant-numeric: tabular-nums lining-nums;
      }
      svg {
        display: block;
        width: 100%;
        height: 100%;
        overflow: visible;
        cursor: crosshair;
        touch-action: none;
      }
      line,
      path {
        fill: none;
        vector-effect: non-scaling-stroke;
      }
      .zero {
        stroke: var(--line-strong);
      }
      .row {
        stroke: var(--line);
      }
      .way {
        stroke: var(--ink-soft);
        stroke-width: 1.2;
      }
      .total {
        stroke: var(--ink);
        stroke-width: 1.5;
        stroke-dasharray: 5 4;
      }
      .later {
        opacity: 0.22;
      }
      .here {
        stroke: var(--field);
        stroke-width: 2;
      }
      .dot {
        fill: var(--field);
      }
    `,
  ];

  override render() {
    const { opened, at } = this;
    const bars = risesOf(opened);
    const ends = [0, ...bars.flatMap(({ from, to }) => [from, to])];
    const [low, high] = [Math.min(...ends), Math.max(...ends)];
    const y = (value: number) => 1 - MARGIN - ((value - low) / (high - low || 1)) * (1 - 2 * MARGIN);
    const done = at === null ? Number.POSITIVE_INFINITY : at;
    const total = opened.total.value;
    const here = bars.find(({ first, last }) => at !== null && first <= at && at <= last);
    const words =
      at === null ? "all of it" : `after ${formatCount(at + 1)} of ${formatCount(opened.products.length)}`;
    return html`<svg
      viewBox="0 0 1 1"
      preserveAspectRatio="none"
      role="img"
      aria-label=${`The sum as it grows, ${words}`}
      @pointerdown=${this.#grab}
      @pointermove=${this.#drag}
    >
      ${this.#rowEnds().map((x) => svg`<line class="row" x1=${x} x2=${x} y1="0" y2="1" />`)}
      <line class="zero" x1="0" x2="1" y1=${y(0)} y2=${y(0)} />
      ${bars.map((bar) => this.#bar(bar, y, bars.length, bar.first > done))}
      <line class="total" x1="0" x2="1" y1=${y(total)} y2=${y(total)} />
      ${here ? svg`<line class="here" x1=${(here.place + 0.5) / bars.length} x2=${(here.place + 0.5) / bars.length} y1="0" y2="1" />` : ""}
    </svg>`;
  }

  #bar({ from, to, place }: Bar, y: (value: number) => number, count: number, isLater: boolean) {
    const [top, bottom] = [y(Math.max(from, to)), y(Math.min(from, to))];
    const fill = { fill: colourOf(to >= from ? 0.8 : -0.8, 1, this.opened.kind) };
    return svg`<rect
      class=${isLater ? "later" : ""}
      x=${(place + 0.08) / count}
      width=${0.84 / count}
      y=${top}
      height=${Math.max(bottom - top, 0.002)}
      ${styled(fill)}
    />`;
  }

  /** Where one channel ends and the next begins. */
  #rowEnds(): number[] {
    const { rows, products, bias } = this.opened;
    const count = products.length + (bias ? 1 : 0);
    return rows.slice(0, -1).map((row) => ((row.products.at(-1)?.index ?? 0) + 1) / count);
  }

  readonly #grab = (event: PointerEvent): void => {
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    this.#choose(event);
  };

  readonly #drag = (event: PointerEvent): void => {
    if ((event.currentTarget as Element).hasPointerCapture(event.pointerId)) this.#choose(event);
  };

  #choose(event: PointerEvent): void {
    const { left, width } = (event.currentTarget as Element).getBoundingClientRect();
    const { products, bias } = this.opened;
    const place = Math.floor(((event.clientX - left) / width) * (products.length + (bias ? 1 : 0)));
    const detail = Math.max(0, Math.min(products.length - 1, place));
    this.dispatchEvent(new CustomEvent<number>("choose-product", { detail, bubbles: true, composed: true }));
  }
}

customElements.define("cs-running-sum", CsRunningSum);
