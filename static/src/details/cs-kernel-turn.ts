import { css, html, LitElement, nothing, svg } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { textColourOn } from "../colour.ts";
import { styled } from "../styled.ts";
import { shared } from "../styles/shared.ts";
import { cellColours, type MapImage } from "./map-image.ts";
import { SchemeController } from "./scheme-controller.ts";

/** CSS pixels of a cell with a number in it. */
const LEAST_NUMBERED = 17;
/** A kernel of one row is turned by more room than its height. */
const LEAST_HEIGHT = 26;

/**
 * A kernel as it is stored, and the same turned by 180°, which is how it is read: cell for cell from the last to the
 * first. It turns when it is shown, and again on request; with reduced motion it has turned.
 */
export class CsKernelTurn extends LitElement {
  static override properties = {
    kernel: { attribute: false },
    lit: { attribute: false },
    cell: { type: Number },
    wide: { type: Boolean, reflect: true },
    turns: { state: true },
  };

  /** Its frames, below each other. */
  declare kernel: readonly MapImage[];
  /** The cell that is read where the pointer is: its index as it is stored. */
  declare lit: number | null;
  /** CSS pixels of a cell. */
  declare cell: number;
  /** Beside each other instead of below. */
  declare wide: boolean;
  /** How often it was turned. */
  declare turns: number;

  protected readonly scheme = new SchemeController(this);

  constructor() {
    super();
    this.lit = null;
    this.cell = 22;
    this.wide = false;
    this.turns = 0;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-direction: column;
        align-items: center;
        gap: 4px;
      }
      :host([wide]) {
        flex-direction: row;
        gap: 10px;
      }
      svg {
        display: block;
        overflow: visible;
      }
      rect {
        stroke: var(--line-strong);
        stroke-width: 1;
      }
      .lit {
        fill: none;
        stroke: var(--ink);
        stroke-width: 3;
      }
      text {
        font-size: 14px;
        font-variant-numeric: tabular-nums;
        text-anchor: middle;
        dominant-baseline: central;
      }
      .kernel,
      .upright {
        transform-box: fill-box;
        transform-origin: center;
      }
      .turned {
        transform: rotate(180deg);
      }
      .turned .upright {
        transform: rotate(-180deg);
      }
      button {
        min-height: 26px;
        padding: 0 8px;
        line-height: 20px;
        white-space: nowrap;
      }
      @media (prefers-reduced-motion: no-preference) {
        .turned {
          animation: turn 1.6s cubic-bezier(0.45, 0, 0.3, 1) 0.3s backwards;
        }
        .turned .upright {
          animation: turn-back 1.6s cubic-bezier(0.45, 0, 0.3, 1) 0.3s backwards;
        }
      }
      @keyframes turn {
        from {
          transform: rotate(0);
        }
      }
      @keyframes turn-back {
        from {
          transform: rotate(0);
        }
      }
      @media (pointer: coarse) {
        button {
          min-height: 44px;
        }
      }
    `,
  ];

  override render() {
    return html`
      ${this.#drawing(false)}
      <button title="Turn it again" aria-label="Turn the kernel by 180° again" @click=${() => {
        this.turns++;
      }}>↻ 180°</button>
      ${keyed(this.turns, this.#drawing(true))}
    `;
  }

  #drawing(isTurned: boolean) {
    const [{ height = 1, width = 1 } = {}] = this.kernel;
    const rows = this.kernel.length * height;
    const { cell } = this;
    const values = this.kernel.flatMap(({ tensor }) => [...tensor.data]);
    const words = isTurned ? "turned by 180°: its last cell is read first" : "as it is stored";
    return html`<svg
      width=${width * cell}
      height=${Math.max(rows * cell, rows === 1 ? LEAST_HEIGHT : 0)}
      viewBox="0 0 ${width * cell} ${rows * cell}"
      role="img"
      aria-label="The kernel, ${words}"
    >
      <g class=${isTurned ? "kernel turned" : "kernel"} data-testid=${isTurned ? "kernel-turned" : "kernel-stored"}>
        ${values.map((value, i) => this.#cell(value, i, width, cell))}
        ${this.#outline(width, cell)}
      </g>
    </svg>`;
  }

  #cell(value: number, index: number, width: number, cell: number) {
    const { kind = "weight", limit = 1 } = this.kernel[0] ?? {};
    const [x, y] = [(index % width) * cell, Math.floor(index / width) * cell];
    const fill = { fill: cellColours(value, limit, kind).background };
    const ink = { fill: textColourOn(value, limit, kind) };
    return svg`
      <rect x=${x} y=${y} width=${cell} height=${cell} ${styled(fill)}><title>cell ${index}: ${value}</title></rect>
      ${
        cell >= LEAST_NUMBERED
          ? svg`<text class="upright" x=${x + cell / 2} y=${y + cell / 2} ${styled(ink)}>${index}</text>`
          : nothing
      }
    `;
  }

  #outline(width: number, cell: number) {
    if (this.lit === null) return nothing;
    const [x, y] = [(this.lit % width) * cell, Math.floor(this.lit / width) * cell];
    return svg`<rect class="lit" x=${x} y=${y} width=${cell} height=${cell} />`;
  }
}

customElements.define("cs-kernel-turn", CsKernelTurn);

declare global {
  interface HTMLElementTagNameMap {
    "cs-kernel-turn": CsKernelTurn;
  }
}
