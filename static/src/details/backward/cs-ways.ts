import { css, html, LitElement } from "lit";
import { shared } from "../../styles/shared.ts";
import type { DetailContext } from "../context.ts";
import { howStyles, howSwitch } from "../how-switch.ts";
import type { Role, Way } from "./back.ts";
import { roleName, roleStyles } from "./roles.ts";

/** What the three gradients at a layer are. */
const WORDS: readonly [Role, string][] = [
  ["upstream", "what comes from behind"],
  ["local", "what this layer does with it"],
  ["downstream", "what it hands on"],
];

/** With respect to what the gradient is shown, to be chosen ("choose-way", a Way's `wrt`), and what its words mean. */
export class CsWays extends LitElement {
  static override properties = { context: { attribute: false } };

  declare context: DetailContext;

  static override styles = [
    shared,
    roleStyles,
    howStyles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 18px;
      }
      .ways {
        display: inline-flex;
        flex-wrap: wrap;
      }
      .ways button {
        min-height: 30px;
        padding: 0 9px;
        border-radius: 0;
      }
      .how {
        margin-left: -8px;
      }
      .words {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 14px;
        margin: 0;
        color: var(--ink-soft);
      }
      @media (pointer: coarse) {
        .ways button {
          min-height: 44px;
        }
      }
    `,
  ];

  override render() {
    const { back } = this.context;
    return html`
      <div class="ways" role="group" aria-label="The gradient sent">${back?.ways.map((way) => this.#way(way, way === back.way))}</div>
      ${howSwitch(this.context)}
      <p class="words">${WORDS.map(([role, words]) => html`<span>${roleName(role)} ${words}</span>`)}</p>
    `;
  }

  #way({ wrt, to, symbol }: Way, isChosen: boolean) {
    const choose = () =>
      this.dispatchEvent(
        new CustomEvent<string>("choose-way", { detail: wrt, bubbles: true, composed: true }),
      );
    return html`<button aria-pressed=${isChosen} @click=${choose}>to ${to} (${symbol})</button>`;
  }
}

customElements.define("cs-ways", CsWays);

declare global {
  interface HTMLElementTagNameMap {
    "cs-ways": CsWays;
  }
}
