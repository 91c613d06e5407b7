import { css, html, LitElement } from "lit";
import { colourOf, type Kind } from "../colour.ts";
import { formatNumber } from "../format.ts";
import { styled } from "../styled.ts";
import { shared } from "../styles/shared.ts";
import { SchemeController } from "./scheme-controller.ts";

/** A short vector as labelled bars around zero. Fires "bar-choose" with the index where it is pickable. */
export class CsBars extends LitElement {
  static override properties = {
    values: { attribute: false },
    labels: { attribute: false },
    kind: {},
    chosen: { type: Number },
    pickable: { type: Boolean },
  };

  declare values: Float32Array;
  declare labels: readonly string[];
  declare kind: Kind;
  /** The value that is looked at; −1 for none. */
  declare chosen: number;
  declare pickable: boolean;

  protected readonly scheme = new SchemeController(this);

  constructor() {
    super();
    this.values = new Float32Array();
    this.labels = [];
    this.kind = "activation";
    this.chosen = -1;
    this.pickable = false;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      ol {
        list-style: none;
        margin: 0;
        padding: 0;
      }
      button {
        display: grid;
        align-items: center;
        gap: 8px;
        line-height: 20px;
        width: 100%;
        min-height: 24px;
        padding: 0 4px;
        border-color: transparent;
        background: none;
        text-align: left;
        grid-template-columns: 92px minmax(40px, 1fr) 72px;
      }
      button[aria-pressed="true"] {
        color: var(--ink);
        background: var(--raised);
        border-color: var(--field);
        box-shadow: inset 0 0 0 1px var(--field);
      }
      button:disabled {
        color: var(--ink);
      }
      .label {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .bar {
        position: relative;
        height: 12px;
        background: linear-gradient(var(--line-strong), var(--line-strong)) var(--zero) / 1px 100% no-repeat;
      }
      .bar i {
        position: absolute;
        inset-block: 0;
      }
      .value {
        text-align: right;
        font-variant-numeric: tabular-nums;
      }
      @media (pointer: coarse) {
        button {
          min-height: 44px;
        }
      }
    `,
  ];

  override render() {
    const [low, high] = this.#range();
    return html`<ol>${Array.from(this.values, (value, i) => html`<li>${this.#line(value, i, low, high)}</li>`)}</ol>`;
  }

  #line(value: number, index: number, low: number, high: number) {
    const line = html`
      <span class="label">${this.labels[index] ?? index}</span>
      <span class="bar" ${styled({ "--zero": percent(-low / (high - low)) })} aria-hidden="true">
        <i ${styled(this.#bar(value, low, high))}></i>
      </span>
      <span class="value" data-value=${value}>${formatNumber(value)}</span>
    `;
    const choose = () => this.dispatchEvent(new CustomEvent<number>("bar-choose", { detail: index }));
    return html`<button aria-pressed=${index === this.chosen} ?disabled=${!this.pickable} @click=${choose}>${line}</button>`;
  }

  #range(): [number, number] {
    const low = Math.min(0, ...this.values);
    const high = Math.max(0, ...this.values);
    return low === high ? [0, 1] : [low, high];
  }

  #bar(value: number, low: number, high: number): Record<string, string> {
    const limit = Math.max(-low, high);
    const strength = Math.sign(value) * (0.45 + 0.45 * Math.abs(value / limit));
    return {
      left: percent((Math.min(value, 0) - low) / (high - low)),
      width: percent(Math.abs(value) / (high - low)),
      background: colourOf(strength, 1, this.kind),
    };
  }
}

const percent = (part: number): string => `${part * 100}%`;

customElements.define("cs-bars", CsBars);

declare global {
  interface HTMLElementTagNameMap {
    "cs-bars": CsBars;
  }
}
