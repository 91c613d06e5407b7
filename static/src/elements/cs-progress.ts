import { css, html, LitElement } from "lit";
import { shared } from "../styles/shared.ts";

/** How far a run has come that takes long enough to be mentioned. */
export class CsProgress extends LitElement {
  static override properties = { done: { type: Number }, steps: { type: Number } };

  declare done: number;
  declare steps: number;

  static override styles = [
    shared,
    css`
      progress {
        position: absolute;
        left: 0;
        right: 0;
        top: -3px;
        width: 100%;
        height: 4px;
        appearance: none;
        border: none;
        background: var(--line);
      }
      progress::-webkit-progress-bar {
        background: var(--line);
      }
      progress::-webkit-progress-value {
        background: var(--accent);
      }
      progress::-moz-progress-bar {
        background: var(--accent);
      }
    `,
  ];

  override render() {
    return html`<progress max=${this.steps} .value=${this.done} aria-label="Layers computed"></progress>`;
  }
}

customElements.define("cs-progress", CsProgress);
