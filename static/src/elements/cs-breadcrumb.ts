import { css, html, LitElement } from "lit";
import { briefName } from "../format.ts";
import { unitWithin } from "../graph/raster.ts";
import { shared } from "../styles/shared.ts";
import type { Spot } from "../whereabouts.ts";
import type { LayerDescription } from "../wire/events.ts";

/** Where one is: "photos › conv2 › map 7 › unit 12, 5"; and the way out and along. Fires "close" and "choose-layer". */
export class CsBreadcrumb extends LitElement {
  static override properties = {
    network: {},
    layers: { attribute: false },
    layer: {},
    spot: { attribute: false },
  };

  declare network: string;
  declare layers: readonly LayerDescription[];
  declare layer: string;
  declare spot: Spot;

  static override styles = [
    shared,
    css`
      nav {
        display: flex;
        align-items: center;
        gap: 8px;
        min-width: 0;
        white-space: nowrap;
      }
      .trail {
        display: flex;
        align-items: center;
        gap: 8px;
        min-width: 0;
        overflow: hidden;
        font-variant-numeric: tabular-nums;
      }
      .trail > span::before {
        content: "›";
        color: var(--ink-faint);
        margin-right: 8px;
      }
      .layer {
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .along {
        margin-left: auto;
        display: flex;
        gap: 6px;
      }
      b {
        font-weight: 600;
      }
      @container (width < 620px) {
        .along {
          display: none;
        }
      }
    `,
  ];

  override render() {
    const index = this.layers.findIndex(({ name }) => name === this.layer);
    const [, ...axes] = this.layers[index]?.output_shape ?? [];
    const isVector = axes.length === 0;
    return html`<nav aria-label="Where you are">
      <button @click=${() => this.dispatchEvent(new Event("close"))} title="Escape">← ${this.network}</button>
      <div class="trail">
        <span class="layer" title=${this.layer}><b>${this.layer}</b></span>
        <span>${isVector ? "unit" : "map"} ${this.spot.map}</span>
        ${isVector ? "" : html`<span>unit ${unitWithin(this.spot.unit, axes).join(", ")}</span>`}
      </div>
      <div class="along">
        ${this.#step(this.layers[index - 1], "‹", "")} ${this.#step(this.layers[index + 1], "", "›")}
      </div>
    </nav>`;
  }

  #step(layer: LayerDescription | undefined, before: string, after: string) {
    if (!layer) return "";
    const choose = () => this.dispatchEvent(new CustomEvent("choose-layer", { detail: layer.name }));
    const { name } = layer;
    return html`<button class="quiet" title=${name} aria-label=${name} @click=${choose}>
      ${before} ${briefName(name)} ${after}
    </button>`;
  }
}

customElements.define("cs-breadcrumb", CsBreadcrumb);
