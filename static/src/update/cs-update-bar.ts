import { css, html, LitElement } from "lit";
import { formatCount, formatNumber } from "../format.ts";
import { barStyles } from "../styles/bar.ts";
import { shared } from "../styles/shared.ts";
import type { Problem } from "../wire/stream.ts";
import type { Plan, Rule, UpdateAnswer } from "../wire/updates.ts";
import { lossCurve } from "./loss-curve.ts";
import { planFor, RULES } from "./rules.ts";

/** The rate's slider, in powers of ten. */
const [LEAST, MOST, STEP] = [-6, 3, 0.25];
const MANY = 10;
const CURVE = { width: 132, height: 34 };

/**
 * Takes steps of learning: by which rule, how far, and what they did to the loss.
 *
 * Fires "choose-plan" (Plan), "step" (how many), "stop" and "close".
 */
export class CsUpdateBar extends LitElement {
  static override properties = {
    plan: { attribute: false },
    steps: { attribute: false },
    left: { type: Number },
    problem: { attribute: false },
    refusal: {},
  };

  declare plan: Plan;
  /** Those that are in force, the first one first. */
  declare steps: readonly UpdateAnswer[];
  /** How many are still to be taken of those that were asked for. */
  declare left: number;
  declare problem: Problem | null;
  /** Why no step can be taken; "" where one can. */
  declare refusal: string;

  constructor() {
    super();
    this.steps = [];
    this.left = 0;
    this.problem = null;
    this.refusal = "";
  }

  static override styles = [
    shared,
    barStyles,
    css`
      :host {
        border-left-color: var(--accent);
        font-variant-numeric: tabular-nums lining-nums;
      }
      .group,
      label {
        display: inline-flex;
        align-items: center;
        gap: 6px;
      }
      button,
      select,
      input[type="number"] {
        min-height: 28px;
      }
      input[type="number"] {
        width: 84px;
        padding: 0 4px;
        font: inherit;
        color: var(--ink);
        background: var(--raised);
        border: 1px solid var(--line-strong);
        border-radius: var(--radius);
      }
      input.small {
        width: 70px;
      }
      input[type="range"] {
        width: 110px;
        accent-color: var(--accent);
      }
      .formula {
        color: var(--ink-soft);
        white-space: nowrap;
      }
      .go {
        color: var(--on-accent);
        background: var(--accent);
        border-color: var(--accent);
        font-weight: 600;
      }
      .go:disabled {
        opacity: 0.6;
      }
      svg {
        flex: none;
        overflow: visible;
      }
      polyline {
        fill: none;
        stroke: var(--ink-soft);
        stroke-width: 1.5;
        stroke-linejoin: round;
      }
      circle {
        fill: var(--accent);
      }
      .falls {
        color: var(--right);
      }
      .rises,
      .problem {
        color: var(--wrong);
      }
      .end {
        margin-left: auto;
      }
      @container (width < 1000px) {
        .formula {
          display: none;
        }
      }
      @container (width < 1600px) {
        .formula.long {
          display: none;
        }
      }
      @container (width < 620px) {
        input[type="range"] {
          flex: 1 1 80px;
        }
        .rate {
          flex: 1 1 100%;
        }
      }
      @media (pointer: coarse) {
        button,
        select,
        input {
          min-height: 44px;
        }
      }
      @media (height < 480px) {
        :host {
          padding: 0 8px;
        }
        .formula,
        svg {
          display: none;
        }
      }
    `,
  ];

  override render() {
    const { formula, numbers } = RULES[this.plan.rule];
    return html`
      <label title=${formula}>by <select aria-label="Optimizer" @change=${this.#chooseRule}>
        ${Object.entries(RULES).map(
          ([rule, { title }]) =>
            html`<option value=${rule} ?selected=${rule === this.plan.rule}>${title}</option>`,
        )}
      </select></label>
      ${this.#rate()} ${this.#numbers()}
      <span class="formula ${numbers.length ? "long" : ""}">${formula}</span>
      <span class="group">
        <button class="go" data-testid="step" ?disabled=${this.#isStill} @click=${() => this.#ask(1)}>Step</button>
        ${
          this.left
            ? html`<button data-testid="stop" @click=${() => this.#tell("stop")}>Stop (${this.left} left)</button>`
            : html`<button data-testid="steps" ?disabled=${this.#isStill} @click=${() => this.#ask(MANY)}>${MANY} steps</button>`
        }
      </span>
      <span role="status">${this.#said()}</span>
      ${this.steps.length ? this.#curve() : ""}
      <button class="quiet icon end" aria-label="Close: take no more steps" title="Close" @click=${() => this.#tell("close")}>✕</button>
    `;
  }

  get #isStill(): boolean {
    return this.refusal !== "" || this.left > 0;
  }

  #rate() {
    const { rate } = this.plan;
    return html`<span class="group rate">
      <label for="rate" title="The learning rate: how far a step goes">η</label>
      <input
        type="range"
        aria-label="Learning rate η, in powers of ten"
        aria-valuetext=${formatNumber(rate)}
        min=${LEAST}
        max=${MOST}
        step=${STEP}
        .value=${String(Math.log10(rate))}
        @input=${(event: Event) => this.#chooseRate(rounded(10 ** numberOf(event)))}
      />
      <input
        id="rate"
        type="number"
        aria-label="Learning rate η"
        step="any"
        min="1e-12"
        max="1e9"
        .value=${String(rate)}
        @change=${(event: Event) => this.#chooseRate(numberOf(event))}
      />
    </span>`;
  }

  #numbers() {
    return RULES[this.plan.rule].numbers.map(
      ({ name, symbol, least, most, usual }) => html`<label>${symbol}
        <input
          class="small"
          type="number"
          aria-label="${symbol}: ${name.replace("_", " ")}"
          step="any"
          min=${least}
          max=${most}
          .value=${String(this.plan.numbers[name] ?? usual)}
          @change=${(event: Event) => this.#chooseNumber(name, Math.min(most, Math.max(least, numberOf(event) || 0)))}
        />
      </label>`,
    );
  }

  #said() {
    if (this.problem)
      return html`<span class="problem" data-testid="step-problem">${this.problem.message}</span>`;
    if (this.refusal) return this.refusal;
    const last = this.steps.at(-1);
    if (!last) return "Every weight moves a little against its gradient; then all is computed anew.";
    const { loss_before: before, loss_after: after, label } = last;
    const [word, way] =
      after < before
        ? ["falls", "falls"]
        : after > before
          ? ["rises: η is too large", "rises"]
          : ["stays", ""];
    const count = this.steps.length === 1 ? "1 step" : `${formatCount(this.steps.length)} steps`;
    return html`${count}: the loss of <b>${label}</b>
      <span data-testid="loss-before" data-value=${before}>${formatNumber(before)}</span> →
      <b data-testid="loss-after" data-value=${after}>${formatNumber(after)}</b>
      <span class=${way}>${after < before ? "▼" : after > before ? "▲" : ""} ${word}</span>`;
  }

  #curve() {
    const fared = this.steps.map(({ loss_before: before, loss_after: after }) => ({ before, after }));
    const { width, height } = CURVE;
    const told = fared.map(({ after }) => formatNumber(after)).join(", ");
    return html`<svg width=${width} height=${height} role="img" aria-label="The loss after every step: ${told}">
      ${lossCurve(fared, width, height)}
    </svg>`;
  }

  readonly #chooseRule = (event: Event): void =>
    this.#choose(planFor((event.target as HTMLSelectElement).value as Rule, this.plan));

  #chooseRate(rate: number): void {
    if (rate > 0 && rate <= 1e9) this.#choose({ ...this.plan, rate });
    else this.requestUpdate();
  }

  #chooseNumber(name: string, value: number): void {
    this.#choose({ ...this.plan, numbers: { ...this.plan.numbers, [name]: value } });
  }

  #choose(detail: Plan): void {
    this.dispatchEvent(new CustomEvent("choose-plan", { detail }));
  }

  #ask(detail: number): void {
    this.dispatchEvent(new CustomEvent("step", { detail }));
  }

  #tell(type: string): void {
    this.dispatchEvent(new Event(type));
  }
}

const numberOf = (event: Event): number => (event.target as HTMLInputElement).valueAsNumber;

/** To two digits: what a slider says is no more exact. */
const rounded = (value: number): number => Number(value.toPrecision(2));

customElements.define("cs-update-bar", CsUpdateBar);
