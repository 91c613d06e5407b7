import { css, html, LitElement } from "lit";
import { shared } from "../styles/shared.ts";
import type { SampleDescription } from "../wire/events.ts";
import "./cs-waveform.ts";

/** The sample pictures with their true labels. Fires "choose-sample" with the id. */
export class CsSamples extends LitElement {
  static override properties = { samples: { attribute: false }, chosen: {} };

  declare samples: SampleDescription[];
  declare chosen: string;

  constructor() {
    super();
    this.samples = [];
    this.chosen = "";
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        overflow: auto;
        min-height: 0;
        scrollbar-width: thin;
      }
      ul {
        list-style: none;
        margin: 0;
        padding: 2px;
        display: grid;
        gap: 1px;
      }
      button {
        display: flex;
        align-items: center;
        gap: 8px;
        width: 100%;
        min-height: 30px;
        padding: 2px 6px 2px 2px;
        border-color: transparent;
        background: none;
        text-align: left;
      }
      button[aria-pressed="true"] {
        color: var(--ink);
        background: var(--raised);
        border-color: var(--accent);
        box-shadow: inset 3px 0 0 var(--accent);
        font-weight: 600;
      }
      img {
        width: 28px;
        height: 28px;
        border-radius: 3px;
        image-rendering: pixelated;
        background: var(--line);
        margin-left: 4px;
      }
      @container (width < 760px) {
        ul {
          grid-auto-flow: column;
          grid-auto-columns: max-content;
        }
        button {
          flex-direction: column;
          gap: 2px;
          padding: 4px;
        }
        img,
        cs-waveform {
          width: 40px;
          height: 40px;
          margin: 0;
        }
      }
    `,
  ];

  override render() {
    return html`<ul aria-label="Sample pictures">
      ${this.samples.map(
        (sample) => html`<li>
          <button aria-pressed=${sample.id === this.chosen} @click=${() => this.#choose(sample.id)}>
            ${thumbnail(sample.picture)}${sample.label}
          </button>
        </li>`,
      )}
    </ul>`;
  }

  #choose(id: string): void {
    this.dispatchEvent(new CustomEvent("choose-sample", { detail: id }));
  }
}

/** An animated PNG moves by itself; of a recording the curve is drawn. */
function thumbnail(address: string) {
  if (address.endsWith(".wav")) return html`<cs-waveform .address=${address}></cs-waveform>`;
  return html`<img src=${address} alt="" loading="lazy" width="28" height="28" />`;
}

customElements.define("cs-samples", CsSamples);
