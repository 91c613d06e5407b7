import { css, html, LitElement, nothing, svg } from "lit";
import { formatNumber, formatShort } from "../format.ts";
import { shared } from "../styles/shared.ts";
import type { Extent } from "./distribution.ts";
import type { Curve } from "./explain/curves.ts";
import { SizeController } from "./size-controller.ts";

/** A function's graph, and the value that stands on it now. */
export interface Graph {
  curve: Curve;
  /** The value that goes in, and what the network made of it. */
  at: { x: number; y: number };
  /** What the layer's values span; the axis shows it all. */
  extent: Extent;
}

const POINTS = 240;
/** The axis spans at least this, so that the function's shape is seen. */
const LEAST_REACH = 2;
/** CSS pixels. */
const MARGIN = { top: 14, right: 14, bottom: 26, left: 44 };
const TANGENT = 56;
const TICKS = 5;

/** The curve of a function with a point on it, the tangent there, and its derivative. */
export class CsCurve extends LitElement {
  static override properties = { graph: { attribute: false } };

  declare graph: Graph;

  readonly #room = new SizeController(this);

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        height: var(--curve-height, 236px);
        min-width: 0;
        font: var(--font-small);
        font-variant-numeric: tabular-nums;
      }
      svg {
        display: block;
        overflow: visible;
      }
      path {
        fill: none;
      }
      text {
        fill: var(--ink-soft);
        font-size: 14px;
      }
      .grid {
        stroke: var(--line);
      }
      .axis {
        stroke: var(--line-strong);
        stroke-width: 1.5;
      }
      .curve {
        stroke: var(--ink);
        stroke-width: 3;
        stroke-linejoin: round;
      }
      .slope {
        stroke: var(--slope);
        stroke-width: 2;
        stroke-dasharray: 6 4;
      }
      .tangent {
        stroke: var(--field);
        stroke-width: 2;
      }
      .drop {
        stroke: var(--field);
        stroke-dasharray: 3 3;
      }
      .point {
        fill: var(--field);
        stroke: var(--paper);
        stroke-width: 2.5;
      }
      .slope-point {
        fill: var(--slope);
        stroke: var(--paper);
        stroke-width: 2;
      }
      .label {
        font-weight: 600;
        fill: var(--ink);
        paint-order: stroke;
        stroke: var(--paper);
        stroke-width: 4px;
      }
      .label.derived {
        fill: var(--slope);
      }
      :host {
        --slope: light-dark(#762a83, #b78bc9);
      }
    `,
  ];

  override render() {
    const { width, height } = this.#room;
    if (width < 40 || height < 40) return nothing;
    const { curve, at } = this.graph;
    const plane = new Plane(this.graph, width, height);
    const slope = curve.slope(at.x);
    const words = `f of x, and its derivative. At x = ${formatNumber(at.x)} f is ${formatNumber(at.y)} and rises by ${formatNumber(slope)}.`;
    return html`
      <svg width=${width} height=${height} role="img" aria-label=${words}>
        ${plane.grid()}
        <path class="slope" d=${plane.path(curve.slope)} />
        <path class="curve" d=${plane.path(curve.of)} />
        ${Number.isFinite(at.x) && Number.isFinite(at.y) ? plane.point(at, slope) : nothing}
        ${plane.names(curve)}
      </svg>
    `;
  }
}

/** Between values and pixels. */
class Plane {
  readonly x: Extent;
  readonly y: Extent;
  readonly #width: number;
  readonly #height: number;

  constructor({ curve, extent, at }: Graph, width: number, height: number) {
    this.#width = width;
    this.#height = height;
    this.x = { low: Math.min(-LEAST_REACH, extent.low), high: Math.max(LEAST_REACH, extent.high) };
    const reached = [...this.#samples(curve.of), ...this.#samples(curve.slope), at.y].filter(Number.isFinite);
    const low = Math.min(0, ...reached);
    const high = Math.max(1, ...reached);
    // A pole, or a power of the largest value, must not flatten all the rest.
    const most = Math.max(this.x.high, -this.x.low) * 1.5;
    this.y = { low: Math.max(low, -most), high: Math.min(high, most) };
  }

  #samples(of: (x: number) => number): number[] {
    const { low, high } = this.x;
    return Array.from({ length: POINTS + 1 }, (_, i) => of(low + (i / POINTS) * (high - low)));
  }

  left(x: number): number {
    const room = this.#width - MARGIN.left - MARGIN.right;
    return MARGIN.left + ((x - this.x.low) / (this.x.high - this.x.low)) * room;
  }

  top(y: number): number {
    const room = this.#height - MARGIN.top - MARGIN.bottom;
    return MARGIN.top + ((this.y.high - y) / (this.y.high - this.y.low)) * room;
  }

  /** Breaks where the function jumps, is not finite, or leaves the plane. */
  path(of: (x: number) => number): string {
    const { low, high } = this.x;
    const tall = this.y.high - this.y.low;
    let path = "";
    let last = Number.NaN;
    for (const [i, y] of this.#samples(of).entries()) {
      const x = low + (i / POINTS) * (high - low);
      const inside = y >= this.y.low - tall && y <= this.y.high + tall;
      const joins = inside && Math.abs(y - last) < tall / 4;
      if (inside)
        path += `${joins ? "L" : "M"}${this.left(x).toFixed(1)} ${this.top(this.#within(y)).toFixed(1)}`;
      last = inside ? y : Number.NaN;
    }
    return path;
  }

  #within = (y: number): number => Math.max(this.y.low, Math.min(this.y.high, y));

  grid() {
    const across = ticksOf(this.x);
    const up = ticksOf(this.y);
    const [right, bottom] = [this.#width - MARGIN.right, this.#height - MARGIN.bottom];
    return svg`
      <path class="grid" d=${[...across.map((x) => `M${this.left(x)} ${MARGIN.top}V${bottom}`), ...up.map((y) => `M${MARGIN.left} ${this.top(y)}H${right}`)].join("")} />
      <path class="axis" d="M${MARGIN.left} ${this.top(0)}H${right}M${this.left(0)} ${MARGIN.top}V${bottom}" />
      ${across.map((x) => svg`<text x=${this.left(x)} y=${bottom + 19} text-anchor="middle">${formatShort(x)}</text>`)}
      ${up.map((y) => svg`<text x=${MARGIN.left - 7} y=${this.top(y) + 5} text-anchor="end">${formatShort(y)}</text>`)}
    `;
  }

  point({ x, y }: Graph["at"], slope: number) {
    const [left, top] = [this.left(x), this.top(this.#within(y))];
    return svg`
      <path class="drop" d="M${left} ${this.top(0)}V${top}H${this.left(0)}" />
      ${Number.isFinite(slope) ? svg`<path class="tangent" d=${this.#tangent(left, top, slope)} />` : nothing}
      ${Number.isFinite(slope) ? svg`<circle class="slope-point" cx=${left} cy=${this.top(this.#within(slope))} r="4.5" />` : nothing}
      <circle class="point" data-testid="curve-point" data-x=${x} data-y=${y} cx=${left} cy=${top} r="7" />
    `;
  }

  /** A short line of the function's slope, equally long whatever the slope. */
  #tangent(left: number, top: number, slope: number): string {
    const across = this.left(1) - this.left(0);
    const down = (this.top(1) - this.top(0)) * slope;
    const length = Math.hypot(across, down) || 1;
    const [dx, dy] = [(across / length) * TANGENT, (down / length) * TANGENT];
    return `M${left - dx} ${top - dy}L${left + dx} ${top + dy}`;
  }

  /** f and f′ named at the end of their lines, apart from each other. */
  names({ of, slope }: Curve) {
    const x = this.x.high - (this.x.high - this.x.low) * 0.04;
    const [f, derived] = [this.top(this.#within(of(x))), this.top(this.#within(slope(x)))];
    const isAbove = f <= derived;
    return svg`
      <text class="label" x=${this.left(x)} y=${this.#inside(f + (isAbove ? -9 : 21))} text-anchor="end">f(x)</text>
      <text class="label derived" x=${this.left(x)} y=${this.#inside(derived + (isAbove ? 21 : -9))} text-anchor="end">f′(x)</text>
    `;
  }

  #inside = (top: number): number =>
    Math.max(MARGIN.top + 4, Math.min(this.#height - MARGIN.bottom - 4, top));
}

/** Round numbers along an axis, 0 among them where it is inside. */
export function ticksOf({ low, high }: Extent): number[] {
  const rough = (high - low) / TICKS;
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = size * ([1, 2, 5].find((each) => each * size >= rough) ?? 10);
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) => (first + i) * step);
}

customElements.define("cs-curve", CsCurve);

declare global {
  interface HTMLElementTagNameMap {
    "cs-curve": CsCurve;
  }
}
