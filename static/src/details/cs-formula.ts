import { css, html, LitElement, nothing } from "lit";
import type { Kind } from "../colour.ts";
import { shared } from "../styles/shared.ts";
import { roleStyles } from "./backward/roles.ts";
import type { CellLink, FormulaNumber, Part } from "./explain/parts.ts";
import { sameLink } from "./explain/parts.ts";
import { cellColours } from "./map-image.ts";
import { mathLine, type Numbers } from "./math.ts";
import { SchemeController } from "./scheme-controller.ts";

/** Half-width of the colour scale of each kind of number. */
export type Limits = Record<Kind, number>;

/**
 * A formula in letters, and below it with the current numbers in place, each on the colour of what it is.
 *
 * Fires "link-lit" with the CellLink of the number that is pointed at or focused, or null.
 */
export class CsFormula extends LitElement {
  static override properties = {
    symbols: { attribute: false },
    lines: { attribute: false },
    limits: { attribute: false },
    lit: { attribute: false },
  };

  declare symbols: readonly (readonly Part[])[];
  declare lines: readonly (readonly Part[])[];
  declare limits: Limits;
  /** The cell that is pointed at, here or on a map. */
  declare lit: CellLink | null;

  constructor() {
    super();
    this.symbols = [];
    this.lines = [];
    this.limits = { activation: 1, weight: 1, gradient: 1, difference: 1, grey: 1 };
    this.lit = null;
    new SchemeController(this);
  }

  static override styles = [
    shared,
    roleStyles,
    css`
      :host {
        display: grid;
        gap: 10px;
        justify-items: start;
      }
      math {
        display: block;
        font-family: var(--font-family);
        font-size: var(--formula-size, 19px);
        line-height: 1.35;
        font-variant-numeric: tabular-nums lining-nums;
        max-width: 100%;
      }
      .symbols {
        color: var(--ink-soft);
        font-size: 18px;
      }
      @media (height < 420px) {
        .symbols {
          display: none; /* as low as a small frame: the numbers need the room */
        }
      }
      .line {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 6px 0;
      }
      /* Slanted letters of the page's own face: no font with mathematical letters is needed. */
      mi {
        text-transform: none;
        font-style: italic;
      }
      /* The root sign comes from the first of these that is there; a mathematical one lets it grow. */
      msqrt {
        font-family: math, "Cambria Math", "STIX Two Math", "Noto Sans Math", "Liberation Sans", Arial, sans-serif;
      }
      msqrt > mrow {
        font-family: var(--font-family);
      }
      /* Scripts are no smaller than the rest of the page. */
      :is(msub, msup, munder) > mrow:last-child {
        font-size: 15px;
      }
      munder {
        padding-right: 0.25em;
      }
      mi.name {
        font-style: normal;
      }
      .number {
        display: inline-block;
        padding: 2px 6px;
        margin: 1px 2px;
        border-radius: 4px;
        line-height: 1.25;
      }
      .number.result {
        font-weight: 700;
        font-size: 22px;
        padding: 0;
        margin: 0;
      }
      .chosen {
        outline: 2.5px solid var(--field);
        font-weight: 700;
      }
      .adjusted {
        text-decoration: underline dotted;
        text-underline-offset: 3px;
      }
      .lit,
      .number:focus-visible {
        outline: 3px solid var(--ink);
      }
    `,
  ];

  override render() {
    const numbers = this.#numbers;
    return html`
      ${this.symbols.map((parts) => mathLine(parts, numbers, "symbols"))}
      ${this.lines.length ? this.lines.map((parts) => mathLine(parts, numbers, "formula")) : nothing}
    `;
  }

  get #numbers(): Numbers {
    return {
      colours: (number) => this.#colours(number),
      isLit: (at) => sameLink(at, this.lit),
      light: (at) =>
        this.dispatchEvent(
          new CustomEvent<CellLink | null>("link-lit", { detail: at, bubbles: true, composed: true }),
        ),
    };
  }

  #colours({ kind, value, limit }: FormulaNumber): Record<string, string> {
    if (kind === "result") return {};
    const { background, ink } = cellColours(value, limit ?? this.limits[kind], kind);
    return { background, color: ink };
  }
}

customElements.define("cs-formula", CsFormula);

declare global {
  interface HTMLElementTagNameMap {
    "cs-formula": CsFormula;
  }
}
