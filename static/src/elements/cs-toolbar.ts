import { css, html, LitElement } from "lit";
import { activeScheme, chooseScheme } from "../scheme.ts";
import type { State } from "../state.ts";
import { shared } from "../styles/shared.ts";
import type { ModelSummary, ScoredClass } from "../wire/events.ts";
import "./cs-network-choice.ts";
import { linkIcon, moonIcon, sunIcon } from "./icons.ts";

const SHARED_FOR_MS = 1600;

/** Network, pass, class to answer for, scale, scheme, link. Fires "choose" with a Partial<State>, "choose-model" with an id, "open-network". */
export class CsToolbar extends LitElement {
  static override properties = {
    state: { attribute: false },
    models: { attribute: false },
    modelId: {},
    classes: { attribute: false },
    scores: { attribute: false },
    framed: { type: Boolean },
    imports: { type: Boolean },
    copied: { state: true },
    scheme: {},
  };

  declare state: State;
  declare models: ModelSummary[];
  declare modelId: string;
  declare classes: readonly string[];
  declare scores: readonly ScoredClass[];
  /** Inside another page: no scheme or link buttons. */
  declare framed: boolean;
  /** Whether the server takes networks of the person's own. */
  declare imports: boolean;
  declare copied: boolean;
  declare scheme: string;

  constructor() {
    super();
    this.models = [];
    this.modelId = "";
    this.classes = [];
    this.scores = [];
    this.framed = false;
    this.imports = false;
    this.copied = false;
    this.scheme = "";
  }

  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        align-items: center;
        flex-wrap: wrap;
        gap: 6px 14px;
        min-width: 0;
      }
      label {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        color: var(--ink-soft);
      }
      select {
        max-width: 220px;
        padding: 0 4px;
      }
      .segments {
        display: inline-flex;
      }
      .segments button {
        border-radius: 0;
      }
      .segments button:first-child {
        border-radius: var(--radius) 0 0 var(--radius);
      }
      .segments button:last-child {
        border-radius: 0 var(--radius) var(--radius) 0;
        border-left: none;
      }
      .end {
        margin-left: auto;
        display: flex;
        align-items: center;
        gap: 6px 10px;
      }
      /* A small frame has one line for the toolbar. */
      @media (height < 340px) and (width < 400px) {
        .end {
          display: none;
        }
      }
      @container (width < 620px) {
        .words {
          display: none;
        }
        .segments button {
          padding: 0 7px;
        }
        :host {
          gap: 6px;
        }
        .end {
          order: 2;
          gap: 6px;
        }
      }
    `,
  ];

  override render() {
    return html`
      <cs-network-choice
        .models=${this.models}
        .modelId=${this.modelId}
        .opens=${this.imports && !this.framed}
        @choose-model=${this.#passOn}
        @open-network=${this.#passOn}
      ></cs-network-choice>
      <div class="segments" role="group" aria-label="Pass">
        ${this.#passButton("forward", "Forward")} ${this.#passButton("backward", "Backward")}
      </div>
      ${this.state.pass === "backward" ? this.#answer() : ""}
      <div class="end">
        <label
          ><span class="words">Colours</span>
          <select aria-label="Colour scale" @change=${this.#scaleChosen}>
            ${this.#scaleOption("map", "per map")} ${this.#scaleOption("layer", "per layer")}
            ${this.#scaleOption("network", "global")}
          </select></label
        >
        ${this.framed ? "" : this.#pageButtons()}
      </div>
    `;
  }

  #passButton(pass: State["pass"], name: string) {
    const pressed = this.state.pass === pass;
    return html`<button aria-pressed=${pressed} @click=${() => this.#choose({ pass })}>${name}</button>`;
  }

  #answer() {
    void import("../loss/cs-answer.ts");
    const { state, classes, scores } = this;
    return html`<cs-answer .state=${state} .classes=${classes} .scores=${scores} @choose=${this.#passOn}></cs-answer>`;
  }

  #scaleOption(scale: State["scale"], name: string) {
    return html`<option value=${scale} ?selected=${this.state.scale === scale}>${name}</option>`;
  }

  #pageButtons() {
    const dark = activeScheme() === "dark";
    return html`
      <button
        class="icon"
        aria-label=${dark ? "Light colours" : "Dark colours"}
        title=${dark ? "Light colours" : "Dark colours"}
        @click=${() => chooseScheme(dark ? "light" : "dark")}
      >
        ${dark ? sunIcon : moonIcon}
      </button>
      <button class="icon" aria-label="Copy a link to this view" title="Copy a link to this view" @click=${this.#share}>
        ${this.copied ? "✓" : linkIcon}
      </button>
      <span class="visually-hidden" role="status">${this.copied ? "Link copied" : ""}</span>
    `;
  }

  readonly #passOn = (event: Event) =>
    this.dispatchEvent(new CustomEvent(event.type, { detail: (event as CustomEvent).detail }));

  readonly #scaleChosen = (event: Event) => this.#choose({ scale: chosenIn(event) as State["scale"] });

  readonly #share = async () => {
    await navigator.clipboard?.writeText(location.href);
    this.copied = true;
    setTimeout(() => {
      this.copied = false;
    }, SHARED_FOR_MS);
  };

  #choose(detail: Partial<State>): void {
    this.dispatchEvent(new CustomEvent("choose", { detail }));
  }
}

function chosenIn(event: Event): string {
  return (event.target as HTMLSelectElement).value;
}

customElements.define("cs-toolbar", CsToolbar);
