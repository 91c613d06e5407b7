import { css, html, LitElement } from "lit";
import { copyText } from "../clipboard.ts";
import type { DetailContext } from "../details/context.ts";
import { shared } from "../styles/shared.ts";

/** How long "Copied" stays. */
const COPIED_FOR_MS = 2000;

/** Copies what the opened unit is made of, and chooses between picture and table: "as-table" with a boolean. */
export class CsNumberTools extends LitElement {
  static override properties = {
    context: { attribute: false },
    asTable: { attribute: false },
    copied: { state: true },
  };

  declare context: DetailContext;
  declare asTable: boolean;
  declare copied: boolean;

  constructor() {
    super();
    this.asTable = false;
    this.copied = false;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: inline-flex;
        gap: 6px;
      }
      button {
        min-height: 30px;
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
      <button title="Copy the numbers that the unit is made of, for a spreadsheet" @click=${this.#copy}>
        ${this.copied ? "Copied" : "Copy"}
      </button>
      <button aria-pressed=${this.asTable} title="All numbers as tables" @click=${this.#toggle}>Table</button>
      <span class="visually-hidden" role="status">${this.copied ? "Numbers copied" : ""}</span>
    `;
  }

  readonly #copy = async (): Promise<void> => {
    const { tabSeparated, unitTable } = await import("../details/raw-numbers.ts");
    this.copied = await copyText(tabSeparated(unitTable(this.context)));
    setTimeout(() => {
      this.copied = false;
    }, COPIED_FOR_MS);
  };

  readonly #toggle = (): void => {
    void import("../details/cs-numbers.ts");
    this.dispatchEvent(new CustomEvent<boolean>("as-table", { detail: !this.asTable }));
  };
}

customElements.define("cs-number-tools", CsNumberTools);

declare global {
  interface HTMLElementTagNameMap {
    "cs-number-tools": CsNumberTools;
  }
}
