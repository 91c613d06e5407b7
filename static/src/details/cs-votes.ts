import { html, LitElement, nothing } from "lit";
import { colourOf, type Kind } from "../colour.ts";
import { formatCount, formatNumber } from "../format.ts";
import { styled } from "../styled.ts";
import { shared } from "../styles/shared.ts";
import type { Shown } from "./adding-up.ts";
import type { Count, ShownVote, Side } from "./ballot.ts";
import { SchemeController } from "./scheme-controller.ts";
import { voteStyles } from "./vote-styles.ts";

/** What a place among the inputs is called. */
export interface Places {
  /** In a narrow column. */
  brief(index: number): string;
  /** In full. */
  describe(index: number): string;
}

/**
 * The largest votes for and against as bars both ways from zero, the others together, the bias and the sum.
 *
 * Fires "vote-lit" with the input's index under the pointer or in focus (null: none), "vote-choose" on a click.
 */
export class CsVotes extends LitElement {
  static override properties = {
    count: { attribute: false },
    places: { attribute: false },
    candidate: {},
    sides: { attribute: false },
    kind: {},
    unbiased: { type: Boolean },
    lit: { attribute: false },
    narrow: { type: Boolean, reflect: true },
  };

  declare count: Count;
  declare places: Places;
  /** What is voted for: "frog", "unit 3". */
  declare candidate: string;
  /** What the votes are called that are positive, and those that are negative. */
  declare sides: readonly [string, string];
  declare kind: Kind;
  /** Whether no bias takes part. */
  declare unbiased: boolean;
  /** The input that is pointed at, here or elsewhere. */
  declare lit: number | null;
  declare narrow: boolean;

  protected readonly scheme = new SchemeController(this);

  constructor() {
    super();
    this.candidate = "";
    this.sides = ["votes for", "votes against"];
    this.kind = "activation";
    this.unbiased = false;
    this.lit = null;
    this.narrow = false;
  }

  static override styles = [shared, voteStyles];

  override render() {
    const { bias, total } = this.count;
    return html`
      ${this.#balance()}
      ${this.#side(this.count.for, "for", this.sides[0])}
      ${this.#side(this.count.against, "against", this.sides[1])}
      ${this.unbiased ? nothing : html`<div class="line"><span class="wide">bias</span>${this.#written(bias, "vote-bias")}</div>`}
      <div class="line total"><span class="wide">${this.candidate}</span>${this.#written(total, "total")}</div>
    `;
  }

  /** Both sides as one bar: who outweighs whom. */
  #balance() {
    const { for: pro, against } = this.count;
    const whole = pro.sum.value - against.sum.value;
    if (!(whole > 0)) return nothing;
    const part = (value: number, colour: number) =>
      styled({ flex: String(Math.abs(value) / whole), background: colourOf(colour, 1, this.kind) });
    return html`<div class="balance" aria-hidden="true">
      <i ${part(pro.sum.value, 0.7)}></i><i ${part(against.sum.value, -0.7)}></i>
    </div>`;
  }

  #side({ largest, others, sum }: Side, name: string, words: string) {
    return html`
      <ol aria-label="The largest ${words}" @pointerleave=${() => this.#light(null)}>
        ${largest.map((vote) => html`<li>${this.#vote(vote)}</li>`)}
      </ol>
      ${
        others
          ? html`<div class="line others">
              <span class="wide">the other ${formatCount(others.count)} ${name}</span>${this.#written(others.shown, `others-${name}`)}
            </div>`
          : nothing
      }
      <div class="line sum"><span class="wide">${words}</span>${this.#written(sum, `sum-${name}`)}</div>
    `;
  }

  #vote({ index, value, weight, shown }: ShownVote) {
    const product = `${formatNumber(value)} × ${formatNumber(weight)}`;
    return html`
      <button
        class="line ${this.lit === index ? "lit" : ""}"
        data-testid="vote-line"
        data-index=${index}
        aria-label="${this.places.describe(index)}: ${product} = ${shown.text}"
        @pointerenter=${() => this.#light(index)}
        @focus=${() => this.#light(index)}
        @blur=${() => this.#light(null)}
        @click=${() => this.dispatchEvent(new CustomEvent<number>("vote-choose", { detail: index }))}
      >
        <span class="place">${this.places.brief(index)}</span>
        <span class="factors">${product}</span>
        <span class="bar" aria-hidden="true"><i ${styled(this.#bar(shown.value))}></i></span>
        ${this.#written(shown, "vote")}
      </button>
    `;
  }

  #written({ text, value, adjusted }: Shown, name: string) {
    const moved = adjusted ? ", shown with its last digit moved so that the sum is exact" : "";
    return html`<span class="vote ${adjusted ? "adjusted" : ""}" title="${value}${moved}" data-testid=${name} data-value=${value}>${text}</span>`;
  }

  /** From the middle to the right (for) or the left (against). */
  #bar(value: number): Record<string, string> {
    const part = (Math.abs(value) / (this.count.limit || 1)) * 50;
    return {
      left: `${value < 0 ? 50 - part : 50}%`,
      width: `${part}%`,
      background: colourOf(Math.sign(value) * 0.7, 1, this.kind),
    };
  }

  #light(index: number | null): void {
    this.dispatchEvent(new CustomEvent<number | null>("vote-lit", { detail: index }));
  }
}

customElements.define("cs-votes", CsVotes);

declare global {
  interface HTMLElementTagNameMap {
    "cs-votes": CsVotes;
  }
}
