import { css, html, LitElement, type PropertyValues } from "lit";
import { colourTable, type Kind } from "../colour.ts";
import { formatShort } from "../format.ts";
import { shared } from "../styles/shared.ts";

const NAMES: Record<Kind, string> = {
  activation: "activation",
  weight: "weight",
  gradient: "gradient",
  difference: "now − before",
  grey: "brightness",
};

/** A colour scale with its ends: −limit … 0 … +limit. Narrow (under a column) it says only ±limit. */
export class CsLegend extends LitElement {
  static override properties = {
    kind: {},
    limit: { attribute: false },
    wide: { type: Boolean, reflect: true },
    half: { type: Boolean },
    bare: { type: Boolean, reflect: true },
    scheme: {},
  };

  declare kind: Kind;
  /** Half-width of the scale; null where every map has its own. */
  declare limit: number | null;
  declare wide: boolean;
  /** Only from 0 on: of numbers that are never negative. */
  declare half: boolean;
  /** The colours alone: somebody else says what their ends are. */
  declare bare: boolean;
  /** Named only so that a change of scheme repaints. */
  declare scheme: string;

  constructor() {
    super();
    this.kind = "activation";
    this.limit = null;
    this.wide = false;
    this.half = false;
    this.bare = false;
    this.scheme = "";
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        text-align: center;
        font: var(--font-small);
        color: var(--ink-soft);
        white-space: nowrap;
        font-variant-numeric: tabular-nums;
      }
      :host([wide]) {
        display: inline-flex;
        align-items: center;
        gap: 6px;
      }
      canvas {
        display: block;
        width: 100%;
        height: 5px;
        border-radius: 2px;
      }
      :host([bare]) canvas {
        height: 12px;
      }
      :host([wide]) canvas {
        width: 96px;
        height: 10px;
      }
    `,
  ];

  override render() {
    const bar = html`<canvas width="256" height="1" aria-hidden="true"></canvas>`;
    if (this.bare) return bar;
    if (this.wide) return html`<span>${NAMES[this.kind]}: −</span>${bar}<span>+</span>`;
    return html`${bar}<span>${this.limit === null ? "own" : `±${formatShort(this.limit)}`}</span>`;
  }

  protected override updated(_changed: PropertyValues<this>): void {
    const canvas = this.renderRoot.querySelector("canvas");
    const table = colourTable(this.kind);
    const pixels = Uint32Array.from(table, (_, i) => table[this.half ? 128 + (i >> 1) : i] as number);
    canvas?.getContext("2d")?.putImageData(new ImageData(new Uint8ClampedArray(pixels.buffer), 256, 1), 0, 0);
  }
}

customElements.define("cs-legend", CsLegend);
