import { css, html, LitElement } from "lit";
import { INPUT } from "../graph/connectivity.ts";
import type { Interval } from "../graph/field.ts";
import { inputName } from "../graph/field.ts";
import { describeUnit, type Unit } from "../graph/raster.ts";
import type { UnitOf } from "../reading.ts";
import { shared } from "../styles/shared.ts";
import type { LayerDescription } from "../wire/events.ts";
import type { Seeing } from "../wire/fields.ts";
import type { Problem } from "../wire/stream.ts";
import { boxInWords, countInWords } from "./words.ts";

/** Which units of each layer see a place of the picture. Fires "open-unit" (UnitOf) and "close". */
export class CsSeen extends LitElement {
  static override properties = {
    at: { attribute: false },
    seen: { attribute: false },
    layers: { attribute: false },
    problem: { attribute: false },
  };

  declare at: Unit;
  declare seen: readonly Seeing[];
  declare layers: readonly LayerDescription[];
  declare problem: Problem | null;

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template-rows: auto minmax(0, 1fr);
        gap: 4px;
        padding: 8px 0 0;
        border-top: 1px solid var(--line);
        background: var(--paper);
        font-variant-numeric: tabular-nums;
      }
      header {
        display: flex;
        align-items: center;
        gap: 12px;
      }
      h2 {
        margin: 0;
        flex: 1;
        font: var(--font-text);
        font-size: 17px;
      }
      b {
        font-weight: 700;
      }
      ol {
        margin: 0;
        padding: 0 0 6px;
        list-style: none;
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(225px, 100%), 1fr));
        gap: 4px;
        overflow: auto;
        align-content: start;
      }
      li button {
        display: grid;
        width: 100%;
        min-height: 0;
        padding: 3px 8px;
        text-align: left;
        border-color: var(--line);
        font: var(--font-small);
        line-height: 1.25;
        color: var(--ink-soft);
      }
      li button b {
        font: var(--font-strong);
        color: var(--ink);
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
    `,
  ];

  override render() {
    const place = describeUnit(this.at);
    return html`
      <header>
        <h2><b>${place[0]?.toUpperCase()}${place.slice(1)}</b> of the ${inputName(this.at.length)} is seen by</h2>
        <button class="quiet icon" aria-label="Give up the place (Escape)" title="Escape" @click=${this.#close}>✕</button>
      </header>
      ${this.problem ? html`<p role="alert">${this.problem.detail}</p>` : this.#list()}
    `;
  }

  #list() {
    const units = this.seen.filter(({ name }) => name !== INPUT);
    return html`<ol aria-label="Layers and their units that see it" tabindex="0">
      ${units.map((seeing) => html`<li>${this.#entry(seeing)}</li>`)}
    </ol>`;
  }

  #entry(seeing: Seeing) {
    const layer = this.layers.find(({ name }) => name === seeing.name);
    if (!layer) return "";
    const all = layer.output_shape.reduce((product, length) => product * length, 1);
    const count = Math.round(
      (seeing.places * all) / seeing.sizes.reduce((product, length) => product * length, 1),
    );
    return html`<button ?disabled=${!seeing.ranges} @click=${() => this.#open(seeing, layer)} title="Open the unit in their middle">
      <b>${seeing.name}</b>
      <span>${boxInWords(seeing)}</span>
      <span>${countInWords(count, all)}</span>
    </button>`;
  }

  /** The unit in the middle of those that see the place. */
  #open({ name, ranges, sizes }: Seeing, { output_shape: [, ...axes] }: LayerDescription): void {
    const isWhole = axes.length !== sizes.length;
    const unit = isWhole ? axes.map(() => 0) : (ranges ?? []).map(middle);
    this.dispatchEvent(new CustomEvent<UnitOf>("open-unit", { detail: { layer: name, map: 0, unit } }));
  }

  readonly #close = (): void => {
    this.dispatchEvent(new Event("close"));
  };
}

const middle = ({ first, last }: Interval): number => Math.floor((first + last) / 2);

customElements.define("cs-seen", CsSeen);
