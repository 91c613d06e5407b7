import { css, html, LitElement, nothing } from "lit";
import type { DetailContext } from "../details/context.ts";
import { formatNumber, superscript } from "../format.ts";
import { shared } from "../styles/shared.ts";
import type { CheckAnswer } from "../wire/checks.ts";
import { CheckSource } from "./check-source.ts";
import { apart } from "./digits.ts";
import { valueName } from "./nudged.ts";
import { POWERS, valley } from "./valley.ts";
import { verdictOf } from "./verdict.ts";

const VALLEY = { width: 250, height: 96 };

/** The opened gradient checked: the value nudged by ±ε, the loss run twice, the slope beside the gradient. */
export class CsCheck extends LitElement {
  static override properties = { context: { attribute: false } };

  declare context: DetailContext;
  readonly #source = new CheckSource();

  constructor() {
    super();
    this.#source.addEventListener("change", () => this.requestUpdate());
  }

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: 8px;
        padding: 10px 14px;
        font-variant-numeric: tabular-nums lining-nums;
      }
      p,
      dl {
        margin: 0;
      }
      dl {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 2px 12px;
        align-items: baseline;
      }
      dt {
        color: var(--ink-soft);
        white-space: nowrap;
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
      .own {
        font-weight: 700;
        background: var(--hover);
      }
      .formula {
        overflow-wrap: anywhere;
      }
      .error {
        font-weight: 700;
      }
      .verdict {
        padding: 6px 10px;
        border-radius: var(--radius);
        border-left: 4px solid var(--wrong);
        background: var(--panel);
      }
      .verdict.agrees {
        border-color: var(--right);
      }
      .stale {
        opacity: 0.55;
      }
      .by {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 10px;
      }
      .by label {
        display: inline-flex;
        align-items: center;
        gap: 8px;
      }
      input {
        width: 150px;
        accent-color: var(--accent);
      }
      button {
        min-height: 28px;
      }
      svg {
        overflow: visible;
        margin: 4px 12px 20px 48px;
      }
      .grid {
        stroke: var(--line);
      }
      polyline {
        fill: none;
        stroke: var(--ink-soft);
        stroke-width: 1.5;
      }
      circle {
        fill: var(--ink-soft);
      }
      circle.now {
        fill: var(--accent);
      }
      text {
        font: var(--font-small);
        fill: var(--ink-soft);
        text-anchor: middle;
      }
      text.error {
        text-anchor: end;
        font-weight: inherit;
      }
      @media (pointer: coarse) {
        button,
        input {
          min-height: 44px;
        }
      }
    `,
  ];

  override willUpdate(): void {
    this.#source.follow(this.context);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#source.stop();
  }

  override render() {
    const { value, answer, problem } = this.#source;
    if (!value) return html`<p>Nothing is sent back here that could be checked.</p>`;
    return html`
      <p>Is <b>${value.symbol}[${value.index.join(", ")}]</b> of ${value.layer} right? Nudge the value by ±ε, run forward twice, and measure.</p>
      ${problem ? html`<p class="verdict" role="alert">${problem.message} <button @click=${() => this.#source.check(this.#source.epsilon)}>Try again</button></p>` : nothing}
      ${answer ? this.#measured(answer) : problem ? nothing : html`<p role="status">Measuring…</p>`}
      ${answer ? this.#by(answer) : nothing}
    `;
  }

  #measured(answer: CheckAnswer) {
    const { value, lower, upper, epsilon, slope, gradient, relative_error: error } = answer;
    const name = this.#source.value ? valueName(this.#source.value) : "x";
    const [less, more] = apart(lower ?? Number.NaN, upper ?? Number.NaN);
    const { agrees, text } = verdictOf(answer);
    const told = (number: number | null) => formatNumber(number ?? Number.NaN);
    return html`
      <dl class=${this.#source.busy ? "stale" : ""}>
        <dt>${name}</dt><dd data-testid="check-value" data-value=${value}>${told(value)}, ε = <span data-testid="check-epsilon" data-value=${epsilon}>${told(epsilon)}</span></dd>
        <dt>L(${name} − ε)</dt><dd>${less.shared}<span class="own">${less.own}</span></dd>
        <dt>L(${name} + ε)</dt><dd>${more.shared}<span class="own">${more.own}</span></dd>
        <dt>slope</dt><dd class="formula">(L(x + ε) − L(x − ε)) / 2ε = ${told((upper ?? Number.NaN) - (lower ?? Number.NaN))} / ${told(2 * (epsilon ?? Number.NaN))} = <b data-testid="check-slope" data-value=${slope}>${digits(slope)}</b></dd>
        <dt>gradient</dt><dd><b data-testid="check-gradient" data-value=${gradient}>${digits(gradient)}</b> (shown: ${told(answer.gradient32)})</dd>
        <dt>relative error</dt><dd class="error" data-testid="check-error" data-value=${error}>${told(error)}</dd>
      </dl>
      <p class="verdict ${agrees ? "agrees" : ""}" role="status" data-testid="check-verdict">${agrees ? "✓" : "✗"} ${text}</p>
    `;
  }

  #by({ epsilon, relative_error: error }: CheckAnswer) {
    const { tried } = this.#source;
    const now = epsilon !== null && error !== null ? { epsilon, error } : null;
    const power = Math.round(Math.log10(epsilon ?? 1));
    const { width, height } = VALLEY;
    return html`
      <div class="by">
        <label>ε <input
          type="range"
          aria-label="ε, in powers of ten"
          aria-valuetext=${formatNumber(epsilon ?? Number.NaN)}
          data-testid="check-power"
          min=${POWERS.least}
          max=${POWERS.most}
          step="1"
          .value=${String(power)}
          @input=${(event: Event) => this.#source.check(Number(`1e${(event.target as HTMLInputElement).value}`))}
        /></label>
        <button ?disabled=${this.#source.epsilon === null} @click=${() => this.#source.check(null)}>best ε</button>
        ${tried.length < 3 && error !== 0 ? html`<button @click=${() => this.#source.measure()}>Measure all ε</button>` : nothing}
      </div>
      ${
        tried.length > 1
          ? html`<svg width=${width} height=${height} role="img" aria-label="Relative error over ε: ${tried.map((each) => `${formatNumber(each.epsilon)}: ${formatNumber(each.error)}`).join("; ")}">${valley(tried, now, width, height)}</svg>
            <p>Relative error over ε: too large, and the loss bends; too small, and rounding is all that is left.</p>`
          : nothing
      }
    `;
  }
}

/** So many digits that two numbers can be compared. */
function digits(number: number | null): string {
  if (number === null) return "no number";
  const [mantissa = "", power] = String(Number(number.toPrecision(9))).split("e");
  return mantissa.replace("-", "−") + (power ? `·10${superscript(Number(power))}` : "");
}

customElements.define("cs-check", CsCheck);
