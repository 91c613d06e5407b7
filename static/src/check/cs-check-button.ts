import { css, html, LitElement, nothing } from "lit";
import type { DetailContext } from "../details/context.ts";
import { shared } from "../styles/shared.ts";
import { nudgedOf } from "./nudged.ts";

/** The way to a check of the opened gradient; the panel stays open while one goes from number to number. */
export class CsCheckButton extends LitElement {
  static override properties = { context: { attribute: false }, isOpen: { state: true } };

  declare context: DetailContext;
  declare isOpen: boolean;

  constructor() {
    super();
    this.isOpen = false;
  }

  static override styles = [
    shared,
    css`
      :host {
        align-self: center;
      }
      button {
        min-height: 30px;
      }
      .panel {
        position: absolute;
        z-index: 6;
        right: 6px;
        top: 40px;
        width: min(480px, calc(100% - 12px));
        max-height: calc(100% - 48px);
        overflow: auto;
        border: 1px solid var(--line-strong);
        border-radius: var(--radius);
        background: var(--raised);
        box-shadow: 0 6px 24px rgb(0 0 0 / 25%);
        font: var(--font-text);
        color: var(--ink);
      }
      .close {
        position: sticky;
        float: right;
        top: 4px;
        margin: 4px;
      }
      @media (height > 760px) and (width > 900px) {
        .panel {
          top: 156px;
          max-height: calc(100% - 164px);
        }
      }
      /* The page scrolls: the panel stays with the screen, and the numbers it is about above it. */
      @media (width < 760px) {
        .panel {
          position: fixed;
          inset: auto 0 0;
          width: auto;
          max-height: max(60dvh, min(240px, 100dvh));
          border-radius: var(--radius) var(--radius) 0 0;
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
    if (!this.context.asked || !nudgedOf(this.context)) return nothing;
    if (this.isOpen) void import("./cs-check.ts");
    return html`
      <button
        data-testid="check"
        aria-expanded=${this.isOpen}
        title="Nudge this value, run forward twice, and compare the slope with the gradient"
        @click=${this.#toggle}
      >Check it</button>
      ${
        this.isOpen
          ? html`<div class="panel" role="region" aria-label="Check of the gradient" tabindex="0" @keydown=${this.#keyed}>
            <button class="quiet icon close" aria-label="Close the check" title="Close" @click=${this.#close}>✕</button>
            <cs-check .context=${this.context}></cs-check>
          </div>`
          : nothing
      }
    `;
  }

  readonly #toggle = (): void => {
    this.isOpen = !this.isOpen;
  };

  /** Escape closes the panel and nothing else; other keys are its own. */
  readonly #keyed = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === "Escape") this.#close();
  };

  readonly #close = (): void => {
    this.isOpen = false;
    this.renderRoot.querySelector("button")?.focus();
  };
}

customElements.define("cs-check-button", CsCheckButton);
