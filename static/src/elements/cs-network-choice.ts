import { css, html, LitElement } from "lit";
import { formatCount, formatPercent } from "../format.ts";
import { shared } from "../styles/shared.ts";
import type { ModelSummary } from "../wire/events.ts";
import { openIcon } from "./icons.ts";

/** Groups of networks, by where their weights come from. */
const GROUPS: readonly (readonly [ModelSummary["weights"], string])[] = [
  ["trained", "Trained here"],
  ["random", "Definitions, with random weights"],
  ["imported", "Your own"],
];

/** Which network runs, and a button for one's own. Fires "choose-model" with an id, and "open-network". */
export class CsNetworkChoice extends LitElement {
  static override properties = {
    models: { attribute: false },
    modelId: {},
    opens: { type: Boolean },
  };

  declare models: readonly ModelSummary[];
  declare modelId: string;
  /** Whether networks of one's own can be opened. */
  declare opens: boolean;

  constructor() {
    super();
    this.models = [];
    this.modelId = "";
    this.opens = false;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        min-width: 0;
      }
      label {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        min-width: 0;
        color: var(--ink-soft);
      }
      select {
        min-width: 0;
        max-width: 220px;
        padding: 0 4px;
        font-weight: 600;
        text-overflow: ellipsis;
      }
      .facts {
        color: var(--ink-soft);
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      @container (width < 1120px) {
        .facts {
          display: none;
        }
      }
      @container (width < 620px) {
        :host {
          display: contents; /* the toolbar's second row has room for the button */
        }
        button {
          order: 1;
        }
        .words {
          display: none;
        }
        select {
          max-width: 96px;
        }
      }
    `,
  ];

  override render() {
    const groups = GROUPS.map(([weights, name]) => ({
      name,
      models: this.models.filter((it) => it.weights === weights),
    }));
    const filled = groups.filter(({ models }) => models.length);
    return html`
      <label
        ><span class="words">Network</span>
        <select aria-label="Network" @change=${this.#chosen}>
          ${
            filled.length > 1
              ? filled.map(
                  ({ name, models }) => html`<optgroup label=${name}>${models.map(this.#option)}</optgroup>`,
                )
              : this.models.map(this.#option)
          }
        </select></label
      >
      ${this.opens ? this.#openButton() : ""} ${this.#facts()}
    `;
  }

  readonly #option = ({ id, title }: ModelSummary) =>
    html`<option value=${id} .selected=${id === this.modelId}>${title}</option>`;

  #openButton() {
    return html`<button
      class="icon"
      aria-label="Open a network…"
      title="Open a network of your own (ONNX), or drop its file on the page"
      @click=${() => this.dispatchEvent(new CustomEvent("open-network"))}
    >
      ${openIcon}
    </button>`;
  }

  #facts() {
    const model = this.models.find(({ id }) => id === this.modelId);
    if (!model) return "";
    const fact = factOf(model);
    return fact ? html`<span class="facts" title=${model.summary}>${fact}</span>` : "";
  }

  readonly #chosen = (event: Event) =>
    this.dispatchEvent(
      new CustomEvent("choose-model", { detail: (event.target as HTMLSelectElement).value }),
    );
}

/** What is worth knowing of a network before its answers are believed. */
function factOf({ accuracy, weights, parameters }: ModelSummary): string {
  if (accuracy) return `${formatPercent(accuracy)} right on the test set`;
  const size = `${formatCount(parameters)} parameters`;
  return weights === "random" ? `${size}, at random` : size;
}

customElements.define("cs-network-choice", CsNetworkChoice);
