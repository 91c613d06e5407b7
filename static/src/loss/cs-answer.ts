import { css, html, LitElement } from "lit";
import type { State } from "../state.ts";
import { shared } from "../styles/shared.ts";
import type { Loss } from "../wire/client.ts";
import type { ScoredClass } from "../wire/events.ts";
import { askedUnit, LOSS_NAMES, unitName } from "./asked.ts";

/** More classes than these are searched and not gone through. */
const MOST_LISTED = 40;

/** What a backward pass answers for: a loss and a class, or a unit that can be dropped. Fires "choose" with a Partial<State>. */
export class CsAnswer extends LitElement {
  static override properties = {
    state: { attribute: false },
    classes: { attribute: false },
    scores: { attribute: false },
  };

  declare state: State;
  declare classes: readonly string[];
  declare scores: readonly ScoredClass[];

  static override styles = [
    shared,
    css`
      :host {
        display: inline-flex;
        align-items: center;
        flex-wrap: wrap;
        gap: 6px 8px;
        min-width: 0;
        color: var(--ink-soft);
      }
      select,
      input {
        max-width: 170px;
        padding: 0 4px;
      }
      input {
        font: inherit;
        width: 170px;
        height: 32px;
        padding: 0 8px;
        color: var(--ink);
        background: var(--raised);
        border: 1px solid var(--line-strong);
        border-radius: var(--radius);
      }
      .chip {
        color: var(--ink);
        border-radius: 999px;
        max-width: 260px;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      @media (width < 1400px) {
        select,
        input {
          max-width: 148px;
        }
        .for {
          display: none;
        }
      }
      /* A small frame has one line for the toolbar: its address says what is answered for. */
      @media (height < 340px) and (width < 400px) {
        :host {
          display: none;
        }
      }
      @media (width < 760px) {
        select,
        input {
          max-width: 124px;
        }
        .words {
          display: none;
        }
      }
    `,
  ];

  override render() {
    const unit = askedUnit(this.state.asks);
    if (unit) {
      const name = unitName(unit);
      return html`<span class="words">answer for unit</span>
        <button class="chip" aria-label="Drop the unit ${name}, and answer for a class" title="Answer for a class again" @click=${() => this.#choose({ asks: "" })}>${name} ✕</button>`;
    }
    return html`
      <select aria-label="Loss" @change=${(event: Event) => this.#choose({ loss: chosenIn(event) as Loss })}>
        ${Object.entries(LOSS_NAMES).map(
          ([loss, name]) =>
            html`<option value=${loss} ?selected=${this.state.loss === loss}>${name}</option>`,
        )}
      </select>
      <span class="for">for</span>
      ${this.classes.length > MOST_LISTED ? this.#search() : this.#list()}
    `;
  }

  #list() {
    const { target } = this.state;
    return html`<select aria-label="Class to answer for" @change=${(event: Event) => this.#choose({ target: chosenIn(event) })}>
      <option value="" ?selected=${!target}>${this.#predicted}</option>
      ${this.classes.map(
        (label, i) => html`<option value=${i} ?selected=${target === String(i)}>${label}</option>`,
      )}
    </select>`;
  }

  #search() {
    const chosen = this.classes[Number(this.state.target || Number.NaN)] ?? "";
    return html`<input
        type="search"
        list="classes"
        aria-label="Class to answer for"
        placeholder=${this.#predicted}
        .value=${chosen}
        @change=${this.#found}
      />
      <datalist id="classes">${this.classes.map((label) => html`<option value=${label}></option>`)}</datalist>`;
  }

  get #predicted(): string {
    const label = this.scores[0]?.label;
    return label ? `${label} (predicted)` : "the predicted class";
  }

  /** What begins with the words, or else holds them; nothing is the predicted class again. */
  readonly #found = (event: Event): void => {
    const words = chosenIn(event).trim().toLowerCase();
    const labels = this.classes.map((label) => label.toLowerCase());
    const ways = [
      (label: string) => label === words,
      (label: string) => label.startsWith(words),
      (label: string) => label.includes(words),
    ];
    const at = words ? Math.max(-1, ways.map((way) => labels.findIndex(way)).find((i) => i >= 0) ?? -1) : -1;
    this.#choose({ target: at < 0 ? "" : String(at) });
    this.requestUpdate();
  };

  #choose(detail: Partial<State>): void {
    this.dispatchEvent(new CustomEvent("choose", { detail }));
  }
}

const chosenIn = (event: Event): string => (event.target as HTMLInputElement | HTMLSelectElement).value;

customElements.define("cs-answer", CsAnswer);
