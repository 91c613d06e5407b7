import { css, html, LitElement, nothing } from "lit";
import { styled } from "../styled.ts";
import { shared } from "../styles/shared.ts";

/** A part of a whole. */
export interface Segment {
  name: string;
  /** Its number, written before the name: "34.2 %", "64 maps". */
  text: string;
  /** Its part of the whole, in any unit. */
  size: number;
  chosen?: boolean;
}

/** Below this share of the whole there is no room for words. */
const LEAST_WORDS = 0.07;

/**
 * A whole as a bar of named segments, with a mark somewhere along it. Fires "segment-choose" with the index
 * where it is `pickable`.
 */
export class CsSegments extends LitElement {
  static override properties = {
    heading: {},
    segments: { attribute: false },
    mark: { attribute: false },
    pickable: { type: Boolean },
  };

  declare heading: string;
  declare segments: readonly Segment[];
  /** From 0 to 1; null for none. */
  declare mark: number | null;
  declare pickable: boolean;

  constructor() {
    super();
    this.heading = "";
    this.segments = [];
    this.mark = null;
    this.pickable = false;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template-columns: var(--heading, 9em) minmax(0, 1fr);
        align-items: center;
        gap: 4px 12px;
        font-variant-numeric: tabular-nums lining-nums;
      }
      .heading {
        color: var(--ink-soft);
        line-height: 20px;
      }
      .whole {
        position: relative;
        display: flex;
        gap: 2px;
        min-width: 0;
      }
      .segment {
        position: relative;
        display: block;
        min-width: 3px;
        min-height: 0;
        height: 30px;
        padding: 0;
        border: 0;
        border-radius: 3px;
        line-height: 30px;
        text-align: left;
        white-space: nowrap;
        overflow: hidden;
        background: light-dark(#565f6e, #a5adba);
        color: light-dark(#ffffff, #14171c);
      }
      .segment:nth-of-type(even) {
        background: light-dark(#dcd7cd, #3a414d);
        color: var(--ink);
      }
      button.segment[aria-pressed="true"] {
        background: light-dark(#565f6e, #a5adba);
        color: light-dark(#ffffff, #14171c);
      }
      button.segment[aria-pressed="true"]:nth-of-type(even) {
        background: light-dark(#dcd7cd, #3a414d);
        color: var(--ink);
      }
      .segment.chosen {
        box-shadow: inset 0 0 0 3px var(--field);
      }
      .segment b,
      .segment span {
        padding-left: 8px;
      }
      button.segment:hover:not(:disabled, [aria-pressed="true"], [aria-checked="true"]) {
        background: var(--accent);
        color: var(--on-accent);
      }
      .mark {
        position: absolute;
        inset-block: -6px;
        width: 0;
        border-left: 3px solid var(--field);
        pointer-events: none;
      }
      .mark::before {
        content: "";
        position: absolute;
        top: -2px;
        left: -8.5px;
        border: 7px solid transparent;
        border-top: 9px solid var(--field);
      }
      @media (pointer: coarse) {
        button.segment {
          height: 44px;
          line-height: 44px;
        }
      }
    `,
  ];

  override render() {
    const whole = this.segments.reduce((sum, { size }) => sum + size, 0) || 1;
    return html`
      ${this.heading ? html`<span class="heading" id="heading">${this.heading}</span>` : nothing}
      <div class="whole" role="group" aria-labelledby=${this.heading ? "heading" : nothing}>
        ${this.segments.map((segment, i) => this.#segment(segment, i, segment.size / whole))}
        ${this.mark === null ? nothing : html`<i class="mark" ${styled({ left: `calc(${this.mark * 100}% - 1.5px)` })}></i>`}
      </div>
    `;
  }

  #segment({ name, text, chosen }: Segment, index: number, share: number) {
    const words = html`<b data-testid="segment-text">${text}</b><span>${name}</span>`;
    const hidden = share < LEAST_WORDS ? "visually-hidden" : "";
    const width = styled({ flex: `${share} 1 0` });
    const title = `${name}: ${text}`;
    if (!this.pickable) {
      return html`<div class="segment" ${width} title=${title}><span class=${hidden}>${words}</span></div>`;
    }
    return html`<button
      class="segment ${chosen ? "chosen" : ""}"
      aria-pressed=${chosen ? "true" : "false"}
      aria-label=${title}
      title=${title}
      ${width}
      @click=${() => this.dispatchEvent(new CustomEvent<number>("segment-choose", { detail: index }))}
    ><span class=${hidden}>${words}</span></button>`;
  }
}

customElements.define("cs-segments", CsSegments);

declare global {
  interface HTMLElementTagNameMap {
    "cs-segments": CsSegments;
  }
}
