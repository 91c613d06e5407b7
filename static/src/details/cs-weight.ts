import { css, html, LitElement, type PropertyValues } from "lit";
import { formatFixed } from "../format.ts";
import { styled } from "../styled.ts";
import { shared } from "../styles/shared.ts";
import { cellColours } from "./map-image.ts";
import { SchemeController } from "./scheme-controller.ts";

/** A weight's new value. Those of one gesture (a drag, a stay in the cell) are undone together. */
export interface WeightChange {
  value: number;
  gesture: string;
}

/** Less than this is a click and no drag; then so many CSS pixels are a step. */
const DRAG_FROM = 3;
const PIXELS_A_STEP = 2;
const LARGE_STEP = 10;

let gestures = 0;

/**
 * A weight as a cell to type in, to drag up and down, and to step with the arrow keys.
 *
 * Fires "weight-change" (WeightChange) with every number on the way.
 */
export class CsWeight extends LitElement {
  static override properties = {
    value: { type: Number },
    trained: { type: Number },
    decimals: { type: Number },
    step: { type: Number },
    limit: { type: Number },
    label: {},
    typed: { state: true },
  };

  declare value: number;
  /** What it is without edits. */
  declare trained: number;
  /** Of the number as it is shown; in full while it is being edited. */
  declare decimals: number;
  declare step: number;
  /** Half-width of the colour scale. */
  declare limit: number;
  declare label: string;
  /** What stands in the cell while it is typed in; null: the value. */
  declare typed: string | null;

  protected readonly scheme = new SchemeController(this);
  #gesture = "";
  #atFocus = 0;
  #drag: { y: number; from: number; step: number; moved: boolean } | null = null;

  constructor() {
    super();
    this.typed = null;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      input {
        width: 100%;
        height: 100%;
        min-height: 30px;
        padding: 0 2px;
        border: none;
        border-radius: 3px;
        font: inherit;
        font-size: var(--weight-font, 16px);
        font-variant-numeric: tabular-nums lining-nums;
        text-align: center;
        cursor: ns-resize;
        touch-action: none;
      }
      input:focus {
        cursor: text;
      }
      :host([changed]) input {
        box-shadow: inset 0 0 0 2px var(--field);
        font-weight: 650;
      }
      input[aria-invalid="true"] {
        outline: 2px solid var(--wrong);
        outline-offset: -2px;
      }
    `,
  ];

  override render() {
    const { background, ink } = cellColours(this.value, this.limit, "weight");
    const isInvalid = this.typed !== null && numberIn(this.typed) === null;
    const text = this.typed ?? formatFixed(this.value, this.decimals);
    const was = this.value === this.trained ? "" : `; trained ${this.trained}`;
    return html`<input
      type="text"
      inputmode="decimal"
      role="spinbutton"
      autocomplete="off"
      spellcheck="false"
      aria-label=${this.label}
      aria-valuenow=${this.value}
      aria-valuetext="${this.value}${was}"
      aria-invalid=${isInvalid}
      title=${isInvalid ? "No number; the weight stays as it was" : `${this.value}${was}`}
      data-value=${this.value}
      .value=${text}
      ${styled({ background, color: ink })}
      @focus=${this.#focused}
      @blur=${this.#blurred}
      @input=${this.#input}
      @keydown=${this.#keyed}
      @mousedown=${this.#mouseDown}
      @pointerdown=${this.#pointerDown}
      @pointermove=${this.#pointerMoved}
      @pointerup=${this.#pointerUp}
      @pointercancel=${this.#pointerUp}
    />`;
  }

  override updated(_changed: PropertyValues): void {
    this.toggleAttribute("changed", this.value !== this.trained);
  }

  readonly #focused = (): void => {
    this.#atFocus = this.value;
    this.#begin();
    this.#field.select();
  };

  readonly #blurred = (): void => {
    this.typed = null;
  };

  readonly #input = (): void => {
    this.typed = this.#field.value;
    const value = numberIn(this.typed);
    if (value !== null) this.#tell(value);
  };

  readonly #keyed = (event: KeyboardEvent): void => {
    const size = event.shiftKey ? LARGE_STEP : 1;
    const steps: Record<string, number> = {
      ArrowUp: size,
      ArrowDown: -size,
      PageUp: LARGE_STEP,
      PageDown: -LARGE_STEP,
    };
    const by = steps[event.key];
    if (by !== undefined) {
      event.preventDefault();
      this.typed = null;
      this.#tell(this.#stepped(this.value, by, this.step));
    } else if (event.key === "Enter") {
      this.typed = null;
      this.#field.select();
    } else if (event.key === "Escape" && this.typed !== null) {
      event.stopPropagation(); // takes back what was typed; the next one leaves the layer
      this.typed = null;
      this.#tell(this.#atFocus);
    }
  };

  /** Pressing does not focus yet: it may become a drag, which must not mark text. */
  readonly #mouseDown = (event: MouseEvent): void => {
    if (this.typed === null) event.preventDefault();
  };

  readonly #pointerDown = (event: PointerEvent): void => {
    if (event.button !== 0 || this.typed !== null) return;
    this.#drag = { y: event.clientY, from: this.value, step: this.step, moved: false };
    this.#field.setPointerCapture(event.pointerId);
  };

  readonly #pointerMoved = (event: PointerEvent): void => {
    const drag = this.#drag;
    if (!drag) return;
    const up = drag.y - event.clientY;
    if (!drag.moved && Math.abs(up) < DRAG_FROM) return;
    if (!drag.moved) this.#begin();
    drag.moved = true;
    this.#tell(this.#stepped(drag.from, Math.trunc(up / PIXELS_A_STEP), drag.step));
  };

  readonly #pointerUp = (event: PointerEvent): void => {
    if (this.#drag && !this.#drag.moved && event.type === "pointerup") this.#field.focus();
    this.#drag = null;
  };

  /** On the grid of steps, so that numbers stay short. */
  #stepped(from: number, steps: number, step: number): number {
    return steps === 0 ? from : Math.round(from / step + steps) * step;
  }

  #begin(): void {
    gestures += 1;
    this.#gesture = `gesture ${gestures}`;
  }

  #tell(value: number): void {
    if (Math.fround(value) === this.value) return;
    this.dispatchEvent(
      new CustomEvent<WeightChange>("weight-change", { detail: { value, gesture: this.#gesture } }),
    );
  }

  get #field(): HTMLInputElement {
    return this.renderRoot.querySelector("input") as HTMLInputElement;
  }
}

/** The number a person typed, with a decimal point or comma and any minus sign; null where it is none a weight can be. */
export function numberIn(text: string): number | null {
  const plain = text.trim().replace("\u2212", "-").replace(",", ".");
  const value = plain === "" ? Number.NaN : Number(plain);
  return Number.isFinite(Math.fround(value)) ? value : null;
}

customElements.define("cs-weight", CsWeight);

declare global {
  interface HTMLElementTagNameMap {
    "cs-weight": CsWeight;
  }
}
