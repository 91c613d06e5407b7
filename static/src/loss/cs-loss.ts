import { css, html, LitElement, nothing } from "lit";
import { colourOf } from "../colour.ts";
import { SchemeController } from "../details/scheme-controller.ts";
import "../details/cs-formula.ts";
import type { Shown } from "../details/adding-up.ts";
import { styled } from "../styled.ts";
import { shared } from "../styles/shared.ts";
import type { LossEvent, ScoredClass } from "../wire/events.ts";
import { LOSS_NAMES } from "./asked.ts";
import { type Begins, type Statement, statementOf } from "./statement.ts";

/** Classes with a row each. */
const MOST_ROWS = 12;

/** The loss: its formula with the numbers in place, and the gradient that every score begins with. */
export class CsLoss extends LitElement {
  static override properties = { loss: { attribute: false }, scores: { attribute: false } };

  declare loss: LossEvent;
  declare scores: readonly ScoredClass[];

  constructor() {
    super();
    new SchemeController(this);
  }

  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-direction: column;
        gap: 8px;
        min-height: 0;
      }
      h2 {
        font: var(--font-strong);
        margin: 0;
      }
      cs-formula {
        --formula-size: 17px;
        flex: none;
        gap: 2px;
      }
      .heads {
        color: var(--ink-soft);
        margin: 0;
      }
      ol {
        list-style: none;
        margin: 0;
        padding: 0;
        overflow: auto;
        min-height: 76px;
        scrollbar-width: thin;
        display: grid;
        gap: 3px;
      }
      li,
      .sum {
        display: grid;
        grid-template-columns: 1fr auto;
        column-gap: 8px;
        align-items: center;
        line-height: 1.2;
      }
      .sum {
        border-top: 1px solid var(--line-strong);
        padding-top: 4px;
      }
      .label {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .target .label {
        font-weight: 600;
      }
      .number,
      .made {
        font-variant-numeric: tabular-nums;
        text-align: right;
      }
      .made {
        min-width: 86px;
        color: var(--ink-soft);
        font: var(--font-small);
      }
      .adjusted {
        text-decoration: underline dotted;
        text-underline-offset: 3px;
      }
      .track {
        position: relative;
        height: 9px;
        min-width: 40px;
        background: linear-gradient(var(--ink-faint), var(--ink-faint)) 50% 0 / 1px 100% no-repeat, var(--line);
        border-radius: 2px;
        overflow: hidden;
      }
      .track i {
        position: absolute;
        top: 0;
        bottom: 0;
      }
      .note {
        margin: 0;
        color: var(--ink-soft);
      }
      @media (height < 480px) {
        .heads,
        .note {
          display: none;
        }
      }
      @media (width < 760px) {
        ol {
          max-height: 132px; /* three classes, so that the network is not far below */
        }
      }
    `,
  ];

  override render() {
    const { loss } = this;
    const statement = statementOf(loss, this.scores, MOST_ROWS);
    const { symbols, numbers, rule, rows, sum, note } = statement;
    return html`
      <h2>${titleOf(loss)}</h2>
      <cs-formula .symbols=${[symbols]} .lines=${[numbers]} .limits=${this.#limits()}></cs-formula>
      ${rule ? html`<p class="heads">${rule}</p>` : nothing}
      ${rows.length ? this.#rows(statement) : nothing}
      ${sum ? html`<p class="sum heads"><span>Σ</span>${written(sum, "gradient-sum")}</p>` : nothing}
      ${note ? html`<p class="note">${note}</p>` : nothing}
    `;
  }

  #rows({ rows, others }: Statement) {
    const all = others ? [...rows, others] : rows;
    const limit = Math.max(...all.map(({ gradient }) => Math.abs(gradient.value))) || 1;
    return html`<ol tabindex="0" aria-label="Gradient of the loss by each score">${all.map((row) => this.#row(row, limit))}</ol>`;
  }

  #row({ label, isTarget, made, gradient }: Begins, limit: number) {
    const share = (50 * Math.abs(gradient.value)) / limit || 0;
    const bar = {
      left: `${gradient.value < 0 ? 50 - share : 50}%`,
      width: `${share}%`,
      background: colourOf(gradient.value * 1.2, limit, "gradient"),
    };
    return html`<li class=${isTarget ? "target" : ""}>
      <span class="label" title=${label}>${label}</span>${written(gradient, "begins")}
      <span class="track"><i ${styled(bar)}></i></span><span class="made">${made}</span>
    </li>`;
  }

  #limits() {
    const largest = Math.max(1e-9, ...this.scores.map(({ probability }) => probability ?? 0));
    return { activation: largest, weight: 1, gradient: 1, difference: 1, grey: 1 };
  }
}

function titleOf({ name, label, layer }: LossEvent) {
  if (name === "unit") return html`A unit of ${layer}`;
  const loss = LOSS_NAMES[name];
  return html`${name === "logit" ? "Logit" : html`Loss (${loss})`} for ${label}`;
}

const written = ({ text, value, adjusted }: Shown, name: string) =>
  html`<span class="number ${adjusted ? "adjusted" : ""}" title=${String(value)} data-testid=${name} data-value=${value}>${text}</span>`;

customElements.define("cs-loss", CsLoss);

declare global {
  interface HTMLElementTagNameMap {
    "cs-loss": CsLoss;
  }
}
