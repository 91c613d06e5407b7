import { css, html, LitElement, type PropertyValues } from "lit";
import { formatFixed, formatPercent } from "../format.ts";
import { styled } from "../styled.ts";
import { shared } from "../styles/shared.ts";
import type { LossEvent, ModelSummary, ScoredClass } from "../wire/events.ts";

/** Fixed, so that logits compare down the column. */
const LOGIT_DECIMALS = 3;

/** The classes with their scores, highest first; says in words whether the network is right. */
export class CsScores extends LitElement {
  static override properties = {
    scores: { attribute: false },
    was: { attribute: false },
    truth: {},
    weights: {},
    loss: { attribute: false },
  };

  /** Empty while a run is under way: the ones before stay till then. */
  declare scores: readonly ScoredClass[];
  /** Of the network as trained, where this one is edited; else empty. */
  declare was: readonly ScoredClass[];
  /** True label, where it is known. */
  declare truth: string | null;
  /** With random weights nobody is right or wrong. */
  declare weights: ModelSummary["weights"];
  declare loss: LossEvent | null;

  constructor() {
    super();
    this.scores = [];
    this.was = [];
    this.truth = null;
    this.weights = "trained";
    this.loss = null;
  }

  #shown: readonly ScoredClass[] = [];

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
      .track {
        position: relative;
      }
      .was {
        position: absolute;
        top: 0;
        bottom: 0;
        width: 3px;
        margin-left: -1px;
        background: var(--field);
      }
      small.from {
        display: inline;
        font: var(--font-small);
      }
      .compared .mark {
        margin-left: 2px;
      }
      .more {
        color: var(--right);
      }
      .less {
        color: var(--wrong);
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
    const before = new Map(this.was.map((score) => [score.index, score]));
    return html`
      ${this.#verdict()}
      ${this.loss && this.loss.name !== "unit" && !before.size ? "" : this.#list(before)}
      ${this.loss ? this.#lossCard(this.loss) : ""}
    `;
  }

  #list(before: ReadonlyMap<number, ScoredClass>) {
    return html`
      <div class="heads"><h2>Scores</h2><span>${before.size ? "before → now" : "probability · logit"}</span></div>
      <ol tabindex="0" aria-label="Class scores, highest first">
        ${this.#shown.map((score) => this.#row(score, before.get(score.index)))}
      </ol>
    `;
  }

  override willUpdate(): void {
    if (this.scores.length) this.#shown = this.scores;
  }

  protected override updated(_changed: PropertyValues<this>): void {
    this.renderRoot.querySelectorAll<HTMLElement>(".bar").forEach((bar, i) => {
      bar.style.transform = `scaleX(${this.#shown[i]?.probability ?? 0})`;
    });
  }

  #verdict() {
    const said = this.#shown[0]?.label;
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

  #row({ label, logit, probability }: ScoredClass, before: ScoredClass | undefined) {
    const isTruth = label === this.truth;
    const truth = before
      ? html` <span class="mark" title="truth">✓</span>`
      : html` <span class="mark">✓ truth</span>`;
    return html`<li class=${before ? "compared" : ""}>
      <span class="label" title=${label}>${label}${isTruth ? truth : ""}</span>
      <span class="probability">${before ? change(before.probability, probability) : formatPercent(probability ?? Number.NaN)}</span>
      <span class="track">${before ? html`<i class="was" ${styled({ left: `${(before.probability ?? 0) * 100}%` })}></i>` : ""}<span class="bar"></span></span>
      <span class="logit">${before ? html`<small class="from">${decimal(before.logit)} →</small> ` : ""}${decimal(logit)}</span>
    </li>`;
  }

  #lossCard(loss: LossEvent) {
    void import("../loss/cs-loss.ts");
    return html`<cs-loss .loss=${loss} .scores=${this.#shown}></cs-loss>`;
  }
}

const decimal = (logit: number | null) => formatFixed(logit ?? Number.NaN, LOGIT_DECIMALS);

/** "97.0 → 45.1 % ▼": what a class had, what it has, and whether that is more or less. */
function change(before: number | null, now: number | null) {
  const [was, is] = [before ?? Number.NaN, now ?? Number.NaN];
  const moved = formatPercent(was) === formatPercent(is) ? "" : is > was ? "more" : "less";
  const arrow =
    moved &&
    html` <span class=${moved} role="img" aria-label=${moved}>${moved === "more" ? "▲" : "▼"}</span>`;
  return html`<small class="from">${formatPercent(was).replace(" %", "")} →</small> ${formatPercent(is)}${arrow}`;
}

customElements.define("cs-scores", CsScores);
