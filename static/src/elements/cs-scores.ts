import { css, html, LitElement, type PropertyValues } from "lit";
import { formatFixed, formatNumber, formatPercent } from "../format.ts";
import { shared } from "../styles/shared.ts";
import type { LossEvent, ModelSummary, ScoredClass } from "../wire/events.ts";

/** Fixed, so that logits compare down the column. */
const LOGIT_DECIMALS = 3;

/** The classes with their scores, highest first; says in words whether the network is right. */
export class CsScores extends LitElement {
  static override properties = {
    scores: { attribute: false },
    truth: {},
    weights: {},
    loss: { attribute: false },
  };

  declare scores: readonly ScoredClass[];
  /** True label, where it is known. */
  declare truth: string | null;
  /** With random weights nobody is right or wrong. */
  declare weights: ModelSummary["weights"];
  declare loss: LossEvent | null;

  constructor() {
    super();
    this.scores = [];
    this.truth = null;
    this.weights = "trained";
    this.loss = null;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-direction: column;
        gap: 10px;
        min-height: 0;
      }
      ol {
        list-style: none;
        margin: 0;
        padding: 0;
        overflow: auto;
        scrollbar-width: thin;
        display: grid;
        gap: 2px;
      }
      li {
        display: grid;
        grid-template-columns: 1fr auto;
        column-gap: 8px;
        align-items: baseline;
        line-height: 1.25;
      }
      .label {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .mark {
        color: var(--right);
        font-weight: 600;
      }
      .probability,
      .logit {
        font-variant-numeric: tabular-nums;
        text-align: right;
      }
      .logit {
        color: var(--ink-soft);
        min-width: 52px;
      }
      .track {
        align-self: center;
        height: 7px;
        border-radius: 2px;
        background: var(--line);
        overflow: hidden;
      }
      .bar {
        display: block;
        height: 100%;
        background: var(--ink-faint);
        border-radius: 2px;
        transform-origin: 0 50%;
        transition: transform 160ms;
      }
      li:first-child {
        font-weight: 600;
      }
      li:first-child .logit {
        font-weight: 400;
      }
      li:first-child .bar {
        background: var(--accent);
      }
      p {
        margin: 0;
      }
      .verdict {
        padding: 7px 10px;
        border-radius: var(--radius);
        background: var(--panel);
        border-left: 4px solid var(--line-strong);
      }
      .verdict.right {
        border-color: var(--right);
      }
      .verdict.wrong {
        border-color: var(--wrong);
      }
      small {
        display: block;
        font-size: inherit;
        color: var(--ink-soft);
      }
      .verdict b {
        font-weight: 600;
      }
      .heads {
        display: flex;
        justify-content: space-between;
        color: var(--ink-soft);
      }
      h2 {
        font: var(--font-strong);
        margin: 0;
      }
      @media (height < 480px) {
        .heads {
          display: none;
        }
        .verdict {
          padding: 3px 6px;
        }
      }
      @media (width < 760px) {
        ol {
          max-height: 210px; /* five classes, so that the network is not far below */
        }
      }
      @media (prefers-reduced-motion: reduce) {
        .bar {
          transition: none;
        }
      }
    `,
  ];

  override render() {
    return html`
      ${this.#verdict()}
      <div class="heads"><h2>Scores</h2><span>probability · logit</span></div>
      <ol tabindex="0" aria-label="Class scores, highest first">
        ${this.scores.map((score) => this.#row(score))}
      </ol>
      ${this.loss ? this.#lossLine(this.loss) : ""}
    `;
  }

  protected override updated(_changed: PropertyValues<this>): void {
    this.renderRoot.querySelectorAll<HTMLElement>(".bar").forEach((bar, i) => {
      bar.style.transform = `scaleX(${this.scores[i]?.probability ?? 0})`;
    });
  }

  #verdict() {
    const said = this.scores[0]?.label;
    if (!said) return html`<p class="verdict">…</p>`;
    if (this.weights === "random") {
      return html`<p class="verdict">Random weights: the scores mean nothing. Highest: <b>${said}</b>.</p>`;
    }
    if (this.truth === null)
      return html`<p class="verdict">The network says <b>${said}</b>.${this.#nameless(said)}</p>`;
    if (said === this.truth) {
      return html`<p class="verdict right">✓ Right: it is <b>${this.truth}</b>.</p>`;
    }
    return html`<p class="verdict wrong">✗ Wrong: it says <b>${said}</b>. Truth: <b>${this.truth}</b>.</p>`;
  }

  /** What to do about classes that are only numbered, as the server numbers them. */
  #nameless(said: string) {
    if (this.weights !== "imported" || !/^class \d+$/.test(said)) return "";
    return html` <small>Its file names no classes; the button beside the network's name takes their labels.</small>`;
  }

  #row({ label, logit, probability }: ScoredClass) {
    const isTruth = label === this.truth;
    return html`<li>
      <span class="label">${label}${isTruth ? html` <span class="mark">✓ truth</span>` : ""}</span>
      <span class="probability">${formatPercent(probability ?? Number.NaN)}</span>
      <span class="track"><span class="bar"></span></span>
      <span class="logit">${formatFixed(logit ?? Number.NaN, LOGIT_DECIMALS)}</span>
    </li>`;
  }

  #lossLine({ name, label, value }: LossEvent) {
    const quantity = name === "cross_entropy" ? "Loss (cross-entropy)" : "Logit";
    return html`<p class="verdict">
      ${quantity} for <b>${label}</b>: <b class="number">${formatNumber(value ?? Number.NaN)}</b>
    </p>`;
  }
}

customElements.define("cs-scores", CsScores);
