import { css, html, LitElement } from "lit";
import { shared } from "../styles/shared.ts";
import type { Problem } from "../wire/stream.ts";

/** A notice of what went wrong. Fires "retry" and "dismiss". */
export class CsProblem extends LitElement {
  static override properties = { problem: { attribute: false } };

  declare problem: Problem | null;

  constructor() {
    super();
    this.problem = null;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      .notice {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: 12px;
        align-items: center;
        max-width: 640px;
        padding: 10px 12px;
        background: var(--raised);
        border: 1px solid var(--wrong);
        border-left-width: 4px;
        border-radius: var(--radius);
        box-shadow: var(--shadow);
      }
      .text {
        flex: 1 1 280px;
        max-height: 30vh;
        overflow: auto;
      }
      b {
        display: block;
        font-weight: 600;
      }
    `,
  ];

  override render() {
    if (!this.problem) return "";
    return html`<div class="notice" role="alert">
      <div class="text" tabindex="0"><b>${this.problem.title}</b>${this.problem.detail}</div>
      <button @click=${() => this.dispatchEvent(new Event("retry"))}>Try again</button>
      <button class="quiet" @click=${() => this.dispatchEvent(new Event("dismiss"))}>Dismiss</button>
    </div>`;
  }
}

customElements.define("cs-problem", CsProblem);
