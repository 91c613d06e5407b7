import { css, html, LitElement } from "lit";
import { formatCount } from "../format.ts";
import type { Compare } from "../state.ts";
import { barStyles } from "../styles/bar.ts";
import { shared } from "../styles/shared.ts";
import type { ModelSummary } from "../wire/events.ts";
import "./cs-legend.ts";
import { redoIcon, undoIcon } from "./icons.ts";

const CHOICES: Record<Compare, string> = {
  now: "changed values",
  difference: "difference",
  before: "before",
};

/**
 * Says that the network is edited, what the maps show of it, and leads back.
 *
 * Fires "undo", "redo", "reset" and "choose-compare" (Compare).
 */
export class CsEditsBar extends LitElement {
  static override properties = {
    count: { type: Number },
    steps: { type: Number },
    layers: { attribute: false },
    weights: {},
    opened: { type: Boolean },
    compare: {},
    comparable: { type: Boolean },
    canUndo: { type: Boolean },
    canRedo: { type: Boolean },
  };

  /** How many weights are edited. */
  declare count: number;
  /** How many steps of learning were taken before that. */
  declare steps: number;
  declare layers: readonly string[];
  declare weights: ModelSummary["weights"];
  /** Whether a layer is opened: else the overview marks what the edits reach. */
  declare opened: boolean;
  declare compare: Compare;
  /** Whether what it is compared with is there. */
  declare comparable: boolean;
  declare canUndo: boolean;
  declare canRedo: boolean;

  static override styles = [
    shared,
    barStyles,
    css`
      .said {
        min-width: 0;
        max-width: 100%;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .said small {
        font: inherit;
        color: var(--ink-soft);
      }
      .group {
        display: inline-flex;
        align-items: center;
        gap: 6px;
      }
      .segments {
        display: inline-flex;
      }
      button {
        min-height: 28px;
      }
      .segments button {
        border-radius: 0;
      }
      .segments button + button {
        margin-left: -1px;
      }
      .segments button:first-child {
        border-radius: var(--radius) 0 0 var(--radius);
      }
      .segments button:last-child {
        border-radius: 0 var(--radius) var(--radius) 0;
      }
      .end {
        margin-left: auto;
      }
      .waits {
        color: var(--ink-soft);
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
      }
      @media (pointer: coarse) {
        button {
          min-height: 40px;
        }
      }
      @media (height < 480px) {
        :host {
          padding: 0 8px;
        }
        .said small,
        .words {
          display: none;
        }
      }
    `,
  ];

  override render() {
    return html`
      <span class="said" role="status">${this.#said()}</span>
      ${this.#isChanged ? this.#choices() : ""}
      <span class="group end">
        ${this.#step("undo", "Undo the last edit", this.canUndo, undoIcon)}
        ${this.#step("redo", "Redo the edit", this.canRedo, redoIcon)}
        <button ?disabled=${!this.#isChanged} @click=${() => this.#tell("reset")}>Reset all<span class="words"> edits</span></button>
      </span>
    `;
  }

  #said() {
    const before = this.weights === "random" ? "as it was" : "as trained";
    if (!this.#isChanged && (this.canUndo || this.canRedo)) return html`All weights are ${before} again.`;
    if (!this.#isChanged)
      return html`All weights are ${before}. Change one, and all behind it is computed anew.`;
    if (this.steps) return this.#learned();
    const weights = this.count === 1 ? "1 weight" : `${formatCount(this.count)} weights`;
    const reached = this.opened ? "" : "; it changes the layers underlined";
    return html`<b>This network is edited</b> <small>${weights} in ${this.layers.join(", ")}${reached}</small>`;
  }

  get #isChanged(): boolean {
    return this.count > 0 || this.steps > 0;
  }

  #learned() {
    const steps = this.steps === 1 ? "1 step" : `${formatCount(this.steps)} steps`;
    const edited = this.count ? `, and ${formatCount(this.count)} of its weights edited since` : "";
    return html`<b>This network has learned</b> <small>${steps}${edited}</small>`;
  }

  #choices() {
    return html`
      <span class="group">
        <span class="words" id="shown">maps show</span>
        <span class="segments" role="group" aria-label="Maps show">
          ${Object.entries(CHOICES).map(
            ([compare, name]) => html`<button
              aria-pressed=${this.compare === compare}
              @click=${() => this.dispatchEvent(new CustomEvent("choose-compare", { detail: compare }))}
            >${name}</button>`,
          )}
        </span>
        ${this.compare !== "now" && !this.comparable ? html`<span class="waits" role="status">running as before…</span>` : ""}
      </span>
    `;
  }

  #step(type: string, label: string, enabled: boolean, icon: unknown) {
    return html`<button class="icon" aria-label=${label} title=${label} ?disabled=${!enabled} @click=${() => this.#tell(type)}>${icon}</button>`;
  }

  #tell(type: string): void {
    this.dispatchEvent(new Event(type));
  }
}

customElements.define("cs-edits-bar", CsEditsBar);
