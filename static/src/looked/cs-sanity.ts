import { css, html, LitElement } from "lit";
import { formatFixed } from "../format.ts";
import type { RunState } from "../run-state.ts";
import { shared } from "../styles/shared.ts";
import type { Answer } from "./answer.ts";
import "./cs-looked-figure.ts";
import { sharedLimit } from "./heat.ts";
import { Inquiry, type Query } from "./inquiry.ts";
import { type Stage, stagesOf, verdictOf } from "./sanity.ts";
import type { Target } from "./target.ts";

/** The sanity check: the trained network's map, and beside it what is left of it as layers forget, from the top. */
export class CsSanity extends LitElement {
  static override properties = {
    run: { attribute: false },
    query: { attribute: false },
    target: { attribute: false },
    trained: { attribute: false },
    title: {},
    frame: { type: Number },
    scheme: {},
  };

  declare run: RunState;
  declare query: Query;
  declare target: Target;
  /** What the method finds in the network as it is. */
  declare trained: Answer | null;
  declare title: string;
  declare frame: number;
  declare scheme: string;
  readonly #inquiry = new Inquiry();
  #stages: Stage[] = [];

  constructor() {
    super();
    this.#inquiry.addEventListener("change", () => this.requestUpdate());
  }

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: 4px;
        overflow: auto;
        font-variant-numeric: tabular-nums;
      }
      h3 {
        margin: 0;
        font: var(--font-strong);
      }
      h3 span {
        font-weight: 400;
        color: var(--ink-soft);
      }
      ol {
        margin: 0;
        padding: 1px;
        list-style: none;
        display: flex;
        gap: 8px;
        overflow-x: auto;
      }
      li {
        flex: none;
        width: 84px;
        display: grid;
        grid-template-rows: 62px auto auto;
        justify-items: center;
        font: var(--font-small);
        line-height: 1.3;
      }
      li > * {
        max-width: 100%;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      cs-looked-figure {
        width: 100%;
      }
      .waits {
        width: 62px;
        background: var(--panel);
      }
      b {
        font-weight: 600;
      }
    `,
  ];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#inquiry.leave();
  }

  override willUpdate(): void {
    this.#stages = stagesOf(this.run.layers);
    this.#inquiry.ask(
      this.run,
      this.#stages.map(({ count }) => ({
        query: { ...this.query, forget: String(count) },
        target: this.target,
      })),
    );
  }

  override render() {
    const { problem } = this.#inquiry;
    return html`
      <h3>Layers forget what they learned, from the last one on <span>${this.#verdict()}</span></h3>
      ${problem ? html`<p role="alert">${problem.detail} <button @click=${() => this.#inquiry.retry()}>Try again</button></p>` : ""}
      <ol aria-label="What is left as layers forget" tabindex="0">
        <li>${this.#map(this.trained, "as it is")}<span>as it is</span><b>ρ = 1</b></li>
        ${this.#stages.map(({ count, layer }, i) => {
          const answer = this.#inquiry.answers[i] ?? null;
          const similarity = answer?.found?.similarity;
          return html`<li title="${count} ${count === 1 ? "layer has" : "layers have"} forgotten">
            ${this.#map(answer, `without ${layer}`)}
            <span>+ ${layer}</span>
            <b data-testid="similarity">${similarity == null ? "…" : `ρ = ${formatFixed(similarity, 2)}`}</b>
          </li>`;
        })}
      </ol>
    `;
  }

  #map(answer: Answer | null, label: string) {
    const input = this.run.input;
    const heat = answer?.found && input ? answer.heatAt(Number.MAX_SAFE_INTEGER, input.shape.slice(1)) : null;
    if (!heat) return html`<span class="waits"></span>`;
    return html`<cs-looked-figure
      .input=${input}
      .preprocessing=${this.run.preprocessing}
      .frame=${this.frame}
      .heat=${heat}
      .limit=${sharedLimit([heat])}
      .opacity=${1}
      .still=${true}
      .label=${label}
      .scheme=${this.scheme}
    ></cs-looked-figure>`;
  }

  #verdict(): string {
    const left = this.#inquiry.answers.map((answer) => answer?.found?.similarity ?? Number.NaN);
    return this.#inquiry.busy ? "" : verdictOf(this.#stages, left);
  }
}

customElements.define("cs-sanity", CsSanity);
