import { css, html, LitElement, nothing, svg } from "lit";
import { colourOf, type Kind } from "../colour.ts";
import { formatCount, formatPercent, formatShort } from "../format.ts";
import { styled } from "../styled.ts";
import { shared } from "../styles/shared.ts";
import { type Distribution, distributionOf, type Extent, extentOf, widened } from "./distribution.ts";
import { SchemeController } from "./scheme-controller.ts";

/** Values before and after a layer, and where the opened unit stands among each. */
export interface Compared {
  before: { name: string; values: Float32Array; own: number };
  after: { name: string; values: Float32Array; own: number };
  /** Half-width of the colour scale. */
  limit: number;
  kind: Kind;
}

const BINS = 48;
/** Viewbox units; the drawing is stretched to its place. */
const WIDTH = 480;
const HALF = 100;
/** More zeros than this are worth a word. */
const ZEROS_WORTH_NAMING = 0.01;

/** Two histograms on one axis: before the layer upwards, after it downwards. Exact zeros are counted apart. */
export class CsHistogram extends LitElement {
  static override properties = { compared: { attribute: false } };

  declare compared: Compared;

  #worked: { of: Compared; before: Distribution; after: Distribution } | undefined;

  constructor() {
    super();
    new SchemeController(this);
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        min-width: 0;
        font: var(--font-small);
        font-variant-numeric: tabular-nums;
      }
      figure {
        margin: 0;
      }
      .side {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 0 12px;
        line-height: 20px;
      }
      .side b {
        font-weight: 600;
      }
      svg {
        display: block;
        width: 100%;
        height: var(--histogram-height, 88px);
      }
      svg * {
        vector-effect: non-scaling-stroke;
      }
      .bar {
        stroke: var(--ink-faint);
        stroke-width: 0.75;
      }
      .axis {
        stroke: var(--ink);
        stroke-width: 1.5;
      }
      .zero {
        stroke: var(--ink-faint);
        stroke-dasharray: 3 3;
      }
      .own {
        stroke: var(--field);
        stroke-width: 3;
      }
      .ticks {
        position: relative;
        height: 18px;
        color: var(--ink-soft);
      }
      .ticks span {
        position: absolute;
        transform: translateX(-50%);
      }
      .ticks span:first-child {
        left: 0;
        transform: none;
      }
      .ticks span:last-child {
        right: 0;
        transform: none;
      }
    `,
  ];

  override render() {
    const { before, after } = this.compared;
    const worked = this.#work();
    if (!worked) return html`<p>None of these values is a finite number.</p><slot></slot>`;
    return html`
      <figure role="group" aria-label="Values before and after">
        ${this.#side(before.name, "before", worked.before)}
        <svg viewBox="0 ${-HALF} ${WIDTH} ${2 * HALF}" preserveAspectRatio="none" role="img" aria-label=${this.#words(worked)}>
          ${zeroLine(worked.before)}
          ${this.#bars(worked.before, -1)} ${this.#bars(worked.after, 1)}
          <path class="axis" d="M0 0H${WIDTH}" />
          ${ownMark(before.own, worked.before, -HALF)} ${ownMark(after.own, worked.after, HALF)}
        </svg>
        ${ticks(worked.before)}
        ${this.#side(after.name, "after", worked.after)}
        <slot></slot>
      </figure>
    `;
  }

  #work() {
    const { before, after } = this.compared;
    const kept = this.#worked;
    const isSame = kept && kept.of.before.values === before.values && kept.of.after.values === after.values;
    if (isSame) return kept;
    const all = extentOf(before.values, after.values);
    if (!all) return undefined;
    const extent = widened(all);
    this.#worked = {
      of: this.compared,
      before: distributionOf(before.values, extent, BINS),
      after: distributionOf(after.values, extent, BINS),
    };
    return this.#worked;
  }

  #side(name: string, when: string, { zeros, notFinite, count }: Distribution) {
    const share = zeros / count;
    return html`
      <div class="side">
        <span><b>${when}</b> ${name}</span>
        <span>
          ${share > ZEROS_WORTH_NAMING ? html`<b data-testid="zeros-${when}">${formatPercent(share)}</b> zeros` : "no zeros"}${
            notFinite ? html`, <b>${formatCount(notFinite)} not finite</b>` : nothing
          }
        </span>
      </div>
    `;
  }

  #bars({ bins, low, high }: Distribution, direction: 1 | -1) {
    const highest = Math.max(1, ...bins);
    const width = WIDTH / bins.length;
    return bins.map((count, i) => {
      if (count === 0) return nothing;
      const height = Math.max(2, (count / highest) * (HALF - 6));
      const middle = low + ((i + 0.5) / bins.length) * (high - low);
      const fill = { fill: colourOf(middle, this.compared.limit, this.compared.kind) };
      const y = direction < 0 ? -height : 0;
      return svg`<rect class="bar" x=${i * width} y=${y} width=${width} height=${height} ${styled(fill)} />`;
    });
  }

  #words({ before, after }: { before: Distribution; after: Distribution }): string {
    const range = `from ${formatShort(before.low)} to ${formatShort(before.high)}`;
    const zeros = ({ zeros, count }: Distribution) => formatPercent(zeros / count);
    return `Two histograms ${range}. Zeros before: ${zeros(before)}, after: ${zeros(after)}.`;
  }
}

const placeIn = (value: number, { low, high }: Extent): number => ((value - low) / (high - low)) * WIDTH;

function zeroLine(extent: Extent) {
  if (extent.low >= 0 || extent.high <= 0) return nothing;
  const x = placeIn(0, extent);
  return svg`<path class="zero" d="M${x} ${-HALF}V${HALF}" />`;
}

/** Where the opened unit's value stands. */
function ownMark(value: number, extent: Extent, to: number) {
  if (!Number.isFinite(value)) return nothing;
  return svg`<path class="own" d="M${placeIn(value, extent)} 0V${to}" />`;
}

function ticks(extent: Extent) {
  const { low, high } = extent;
  const zero = placeIn(0, extent) / WIDTH;
  const isClear = zero > 0.12 && zero < 0.88;
  return html`
    <div class="ticks" aria-hidden="true">
      <span>${formatShort(low)}</span>
      ${isClear ? html`<span ${styled({ left: `${zero * 100}%` })}>0</span>` : nothing}
      <span>${formatShort(high)}</span>
    </div>
  `;
}

customElements.define("cs-histogram", CsHistogram);

declare global {
  interface HTMLElementTagNameMap {
    "cs-histogram": CsHistogram;
  }
}
