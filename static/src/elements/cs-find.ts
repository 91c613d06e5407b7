import { css, html, LitElement } from "lit";
import { shared } from "../styles/shared.ts";
import type { LayerDescription } from "../wire/events.ts";

/** Networks with fewer layers are overseen without searching. */
const WORTH_FINDING = 20;
const MOST_FOUND = 8;

/** A field that finds layers by a part of their name or operation; "/" leads to it. Fires "find" with a name. */
export class CsFind extends LitElement {
  static override properties = {
    layers: { attribute: false },
    words: { state: true },
    chosen: { state: true },
  };

  declare layers: readonly LayerDescription[];
  declare words: string;
  /** Which of those found Enter goes to. */
  declare chosen: number;

  constructor() {
    super();
    this.layers = [];
    this.words = "";
    this.chosen = 0;
  }

  static override styles = [
    shared,
    css`
      div {
        position: relative;
        margin: -4px 0;
      }
      input {
        font: inherit;
        width: 150px;
        height: 30px;
        padding: 0 8px;
        color: var(--ink);
        background: var(--raised);
        border: 1px solid var(--line-strong);
        border-radius: var(--radius);
      }
      ul {
        position: absolute;
        bottom: 100%;
        right: 0;
        z-index: 3;
        margin: 0 0 4px;
        padding: 4px;
        min-width: 100%;
        list-style: none;
        background: var(--raised);
        border: 1px solid var(--line-strong);
        border-radius: var(--radius);
        box-shadow: var(--shadow);
      }
      li {
        display: flex;
        justify-content: space-between;
        gap: 16px;
        padding: 4px 8px;
        border-radius: 4px;
        white-space: nowrap;
        cursor: pointer;
      }
      li[aria-selected="true"] {
        color: var(--on-accent);
        background: var(--accent);
      }
      span {
        opacity: 0.8;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("keydown", this.#summoned);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("keydown", this.#summoned);
  }

  override render() {
    if (this.layers.length < WORTH_FINDING) return "";
    const found = matching(this.layers, this.words);
    return html`<div>
      <input
        type="search"
        role="combobox"
        placeholder="Find a layer  /"
        aria-label="Find a layer"
        aria-expanded=${found.length > 0}
        aria-controls="found"
        aria-activedescendant=${found.length ? `found-${this.chosen}` : ""}
        .value=${this.words}
        @input=${this.#typed}
        @keydown=${(event: KeyboardEvent) => this.#keyed(event, found)}
        @blur=${() => this.#clear()}
      />
      ${found.length ? html`<ul id="found" role="listbox" aria-label="Layers found">${found.map((layer, i) => this.#option(layer, i))}</ul>` : ""}
    </div>`;
  }

  #option({ name, op }: LayerDescription, i: number) {
    // A press would take the focus, and with it the list away, before it counts as a click.
    return html`<li
      id=${`found-${i}`}
      role="option"
      aria-selected=${i === this.chosen}
      @pointerdown=${(event: Event) => event.preventDefault()}
      @click=${() => this.#go(name)}
    >${name}${name === op ? "" : html`<span>${op}</span>`}</li>`;
  }

  readonly #typed = (event: Event): void => {
    this.words = (event.target as HTMLInputElement).value;
    this.chosen = 0;
  };

  #keyed(event: KeyboardEvent, found: readonly LayerDescription[]): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const layer = found[this.chosen];
    if (step) this.chosen = Math.max(0, Math.min(found.length - 1, this.chosen + step));
    else if (event.key === "Enter" && layer) this.#go(layer.name);
    else if (event.key === "Escape") this.#field?.blur();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #go(name: string): void {
    this.#field?.blur();
    this.dispatchEvent(new CustomEvent<string>("find", { detail: name }));
  }

  #clear(): void {
    this.words = "";
    this.chosen = 0;
  }

  get #field(): HTMLInputElement | null {
    return this.renderRoot.querySelector("input");
  }

  readonly #summoned = (event: KeyboardEvent): void => {
    const target = event.composedPath()[0] as HTMLElement;
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !this.#field) return;
    if (target.matches?.("input, select, textarea")) return;
    event.preventDefault();
    this.#field.focus();
  };
}

/** Layers whose name or operation holds the words, those whose name begins with them first. */
function matching(layers: readonly LayerDescription[], words: string): LayerDescription[] {
  const wanted = words.trim().toLowerCase();
  if (!wanted) return [];
  const holds = layers.filter(({ name, op }) => `${name} ${op}`.toLowerCase().includes(wanted));
  const begins = (layer: LayerDescription) => (layer.name.toLowerCase().startsWith(wanted) ? 0 : 1);
  return holds.sort((a, b) => begins(a) - begins(b)).slice(0, MOST_FOUND);
}

customElements.define("cs-find", CsFind);
