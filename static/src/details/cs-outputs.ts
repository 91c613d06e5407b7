import { css, html, LitElement } from "lit";
import { colourOf, type Kind } from "../colour.ts";
import { formatNumber } from "../format.ts";
import { styled } from "../styled.ts";
import { shared } from "../styles/shared.ts";
import { Tensor } from "../wire/tensor.ts";
import { UNIT_FRAME } from "./cs-map.ts";
import "./cs-map.ts";
import type { Pair } from "./geometry.ts";
import { limitFor } from "./limits.ts";
import type { MapImage } from "./map-image.ts";
import { SchemeController } from "./scheme-controller.ts";
import { SizeController } from "./size-controller.ts";

/** So many values have a button each, with name and number; more are a strip of cells. */
const MOST_BUTTONS = 20;
const LARGEST_CELL = 22;

/**
 * The values of a vector in a low strip, one of them opened. Fires "output-choose" with another's index, and
 * "output-point" with that under the pointer, or null.
 */
export class CsOutputs extends LitElement {
  static override properties = {
    values: { attribute: false },
    labels: { attribute: false },
    chosen: { type: Number },
    label: {},
    kind: {},
    high: { type: Number },
  };

  declare values: Float32Array;
  declare labels: readonly string[];
  declare chosen: number;
  /** Whose values these are. */
  declare label: string;
  declare kind: Kind;
  /** CSS pixels of a strip of cells. */
  declare high: number;

  readonly #room = new SizeController(this);
  protected readonly scheme = new SchemeController(this);
  #strip: { of: Float32Array; columns: number; tensor: Tensor } | undefined;

  constructor() {
    super();
    this.values = new Float32Array();
    this.labels = [];
    this.chosen = 0;
    this.label = "";
    this.kind = "activation";
    this.high = 44;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      .buttons {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(76px, 1fr));
        gap: 4px;
        padding: 2px;
      }
      button {
        display: grid;
        padding: 1px 7px 5px;
        min-height: 44px;
        line-height: 19px;
        text-align: left;
        font-variant-numeric: tabular-nums;
        position: relative;
        overflow: hidden;
      }
      button[aria-pressed="true"] {
        color: var(--ink);
        background: var(--raised);
        border-color: var(--field);
        box-shadow: 0 0 0 1.5px var(--field);
      }
      b {
        font-weight: 600;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      i {
        position: absolute;
        bottom: 0;
        height: 4px;
      }
    `,
  ];

  override render() {
    return this.values.length <= MOST_BUTTONS ? this.#buttons() : this.#cells();
  }

  #buttons() {
    const limit = limitFor({ data: this.values }) || 1;
    return html`<div class="buttons" role="group" aria-label=${this.label}>
      ${Array.from(
        this.values,
        (value, i) => html`<button
          aria-pressed=${i === this.chosen}
          data-testid="output"
          @pointerenter=${() => this.#point(i)}
          @pointerleave=${() => this.#point(null)}
          @click=${() => this.#choose(i)}
        >
          <b>${this.labels[i] ?? `unit ${i}`}</b>
          <span data-value=${value}>${formatNumber(value)}</span>
          <i aria-hidden="true" ${styled(bar(value / limit, this.kind))}></i>
        </button>`,
      )}
    </div>`;
  }

  #cells() {
    const { length } = this.values;
    const cell = cellFor(length, this.#room.width || 300, this.high);
    const columns = Math.min(length, Math.floor((this.#room.width || 300) / cell));
    const tensor = this.#laidOut(columns);
    const limit = limitFor({ data: this.values });
    const image: MapImage = {
      tensor,
      channel: 0,
      height: tensor.shape[1] ?? 1,
      width: columns,
      kind: this.kind,
      limit,
    };
    return html`<cs-map
      data-testid="output-map"
      .image=${image}
      .frame=${UNIT_FRAME}
      .size=${columns * cell}
      .pickable=${true}
      .unit=${[Math.floor(this.chosen / columns), this.chosen % columns]}
      .label=${this.label}
      @cell-pick=${({ detail: [y, x] }: CustomEvent<Pair>) => {
        const index = y * columns + x;
        if (index < length) this.#choose(index);
      }}
      @cell-point=${({ detail }: CustomEvent<Pair | null>) => {
        const index = detail && detail[0] * columns + detail[1];
        this.#point(index !== null && index < length ? index : null);
      }}
    ></cs-map>`;
  }

  override updated(): void {
    const map = this.renderRoot.querySelector("cs-map");
    map?.moveFrame(Math.floor(this.chosen / map.image.width), this.chosen % map.image.width);
  }

  /** The values in rows of so many, NaN behind their end. Kept, so that the same values stay one image. */
  #laidOut(columns: number): Tensor {
    if (this.#strip?.of !== this.values || this.#strip.columns !== columns) {
      const rows = Math.ceil(this.values.length / columns);
      const data = new Float32Array(rows * columns).fill(Number.NaN);
      data.set(this.values);
      this.#strip = { of: this.values, columns, tensor: new Tensor([1, rows, columns], data) };
    }
    return this.#strip.tensor;
  }

  #point(index: number | null): void {
    this.dispatchEvent(new CustomEvent<number | null>("output-point", { detail: index }));
  }

  #choose(index: number): void {
    this.dispatchEvent(new CustomEvent<number>("output-choose", { detail: index }));
  }
}

/** The largest cell, in whole pixels, with which so many fit into a strip. */
function cellFor(count: number, width: number, high: number): number {
  for (let cell = LARGEST_CELL; cell > 1; cell--) {
    if (Math.ceil(count / Math.max(1, Math.floor(width / cell))) * cell <= high) return cell;
  }
  return 1;
}

/** Below a button: from the middle to the left or to the right. */
function bar(part: number, kind: Kind): Record<string, string> {
  const length = Math.abs(part) * 50;
  return {
    left: `${part < 0 ? 50 - length : 50}%`,
    width: `${length}%`,
    background: colourOf(Math.sign(part) * 0.7, 1, kind),
  };
}

customElements.define("cs-outputs", CsOutputs);

declare global {
  interface HTMLElementTagNameMap {
    "cs-outputs": CsOutputs;
  }
}
