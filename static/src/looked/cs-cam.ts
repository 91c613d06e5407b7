import { css, html, LitElement, type PropertyValues } from "lit";
import { limitOf, paint } from "../colour.ts";
import { decimalsFor, shownTerms } from "../details/adding-up.ts";
import { formatShort } from "../format.ts";
import { describeUnit, rasterOf, type Unit, unitAt } from "../graph/raster.ts";
import { shared } from "../styles/shared.ts";
import type { Tensor } from "../wire/tensor.ts";
import { strongestOf } from "./cam.ts";

/** Grad-CAM taken apart: the maps that count most with their weights, and at one place the sum, term by term. */
export class CsCam extends LitElement {
  static override properties = {
    weights: { attribute: false },
    coarse: { attribute: false },
    maps: { attribute: false },
    place: { attribute: false },
    most: { type: Number },
    layer: {},
    target: {},
    scheme: {},
  };

  /** A number a map: α. */
  declare weights: Tensor;
  /** The result, as large as the layer's maps. */
  declare coarse: Tensor;
  /** The layer's output; null as long as it is not held. */
  declare maps: Tensor | null;
  /** A place of the layer's maps; null: where the result is largest. */
  declare place: Unit | null;
  /** So many maps are shown; the others are one term. */
  declare most: number;
  declare layer: string;
  declare target: string;
  /** Named only so that a change of scheme draws again. */
  declare scheme: string;

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 4px;
        font-variant-numeric: tabular-nums;
        overflow: auto;
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
        padding: 0;
        list-style: none;
        display: flex;
        gap: 4px 12px;
        align-items: end;
        flex-wrap: wrap;
      }
      li {
        display: grid;
        justify-items: center;
        font: var(--font-small);
        line-height: 1.3;
        white-space: nowrap;
      }
      li + li::before {
        content: none;
      }
      canvas {
        width: clamp(46px, 7.5vh, 110px);
        height: clamp(46px, 7.5vh, 110px);
        image-rendering: pixelated;
        outline: 1px solid var(--line-strong);
      }
      .plain {
        align-self: end;
      }
      .sign {
        align-self: center;
        font-size: 17px;
      }
      b {
        font-weight: 600;
      }
      small {
        font: inherit;
        color: var(--ink-soft);
      }
    `,
  ];

  override render() {
    const { maps, weights, coarse } = this;
    if (!maps || maps.shape[0] !== weights.shape[0])
      return html`<p role="status">Fetching the maps of ${this.layer}…</p>`;
    const cell = this.#cell;
    const place = unitAt(cell, coarse.shape);
    const values = Array.from(weights.data, (weight, map) => weight * (maps.map(map)[cell] as number));
    const chosen = strongestOf(values, this.most);
    const rest = values.filter((_, map) => !chosen.includes(map));
    const terms = [...chosen.map((map) => values[map] as number), ...(rest.length ? [sumOf(rest)] : [])];
    const decimals = decimalsFor(Math.max(...terms.map(Math.abs)));
    const total = Math.round(sumOf(values) * 10 ** decimals);
    const shown = shownTerms(terms, total, decimals);
    const sum = (total / 10 ** decimals).toFixed(decimals).replace("-", "−");
    return html`
      <h3>${this.layer} for ${this.target} <span>at ${describeUnit(place)} of its maps: Σ α·A, then ReLU</span></h3>
      <ol aria-label="Maps with their weights">
        ${chosen.map(
          (map, i) => html`<li>
            <canvas role="img" aria-label="map ${map} of ${this.layer}" data-map=${map}></canvas>
            <span>map ${map}</span>
            <small>${formatShort(weights.data[map] as number)} × ${formatShort(maps.map(map)[cell] as number)}</small>
            <b data-testid="cam-term">${shown[i]?.text}</b>
          </li>`,
        )}
        ${rest.length ? html`<li class="plain"><span>${rest.length} other</span><small>maps</small><b data-testid="cam-term">${shown.at(-1)?.text}</b></li>` : ""}
        <li class="plain"><span>Σ</span><small>=</small><b data-testid="cam-sum">${sum}</b></li>
        <li class="plain"><span>ReLU</span><small>→</small><b data-testid="cam-result">${total > 0 ? sum : "0"}</b></li>
      </ol>
    `;
  }

  protected override updated(_changed: PropertyValues<this>): void {
    const { maps } = this;
    if (!maps) return;
    const { rows, columns } = rasterOf(maps.shape);
    for (const canvas of this.renderRoot.querySelectorAll("canvas")) {
      canvas.width = columns;
      canvas.height = rows;
      const map = Number(canvas.dataset.map);
      const frame = Math.floor(this.#cell / (rows * columns));
      const image = paint(maps.plane(map, frame), rows, columns, "activation", limitOf(maps.data));
      canvas.getContext("2d")?.putImageData(image, 0, 0);
    }
  }

  /** In C order. */
  get #cell(): number {
    const { place, coarse } = this;
    if (place) return place.reduce((index, at, axis) => index * (coarse.shape[axis] as number) + at, 0);
    return coarse.data.indexOf(Math.max(...coarse.data));
  }
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0);

customElements.define("cs-cam", CsCam);
