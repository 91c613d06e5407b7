import { css, html, LitElement } from "lit";
import type { DetailContext } from "../details/context.ts";
import type { Grain } from "../grain.ts";
import type { OpenedLayer } from "../opened.ts";
import type { Playhead } from "../playhead.ts";
import type { Runner } from "../runner.ts";
import type { View } from "../state.ts";
import { shared } from "../styles/shared.ts";
import type { Spot } from "../whereabouts.ts";
import type { LayerDescription } from "../wire/events.ts";
import "./cs-breadcrumb.ts";
import { openedView } from "./opened-view.ts";

/**
 * An opened layer: where one is, and its detail once its numbers are there.
 *
 * Fires "close", "choose-layer" (a name), "choose-view" (View), "pin" and, from inside the detail, "unit-change" (UnitChange) and "grains".
 */
export class CsOpened extends LitElement {
  static override properties = {
    network: {},
    layers: { attribute: false },
    layer: {},
    opened: { attribute: false },
    spot: { attribute: false },
    grain: {},
    scheme: {},
    playhead: { attribute: false },
    view: {},
    runner: { attribute: false },
  };

  declare network: string;
  declare layers: readonly LayerDescription[];
  /** Name of the layer; `opened` may still be the one before. */
  declare layer: string;
  declare opened: OpenedLayer | null;
  declare spot: Spot;
  declare grain: Grain;
  /** Named only so that a change of scheme draws again. */
  declare scheme: string;
  declare playhead: Playhead;
  /** Whether it is shown how the layer computes, or what the unit sees. */
  declare view: View;
  declare runner: Runner;
  #last: { context: DetailContext; of: readonly unknown[] } | null = null;

  static override styles = [
    shared,
    css`
      cs-detail {
        min-height: 0;
        min-width: 0;
        overflow: auto;
      }
      .waiting {
        color: var(--ink-soft);
      }
      cs-detail,
      cs-field,
      .waiting {
        grid-column: 1 / -1;
      }
      .views {
        white-space: nowrap;
      }
      @media (height < 340px) {
        .views {
          display: none; /* a frame that low shows what its address names */
        }
      }
    `,
  ];

  override render() {
    const context = this.#context();
    return html`
      <cs-breadcrumb
        .network=${this.network}
        .layers=${this.layers}
        .layer=${this.layer}
        .spot=${this.spot}
        @close=${() => this.dispatchEvent(new Event("close"))}
        @choose-layer=${(event: CustomEvent<string>) =>
          this.dispatchEvent(new CustomEvent("choose-layer", { detail: event.detail }))}
      ></cs-breadcrumb>
      ${openedView(
        this,
        (view) => this.dispatchEvent(new CustomEvent("choose-view", { detail: view })),
        () => this.dispatchEvent(new Event("pin")),
      )}
      ${
        context
          ? html`<cs-detail ?hidden=${this.view === "sees"} .context=${context} .layers=${this.layers.map(({ name }) => name)}></cs-detail>`
          : html`<p class="waiting" ?hidden=${this.view === "sees"} role="status">Fetching the exact numbers of ${this.layer}…</p>`
      }
    `;
  }

  /** The same object as long as nothing in it changed: a new one makes the whole detail draw again. */
  #context(): DetailContext | null {
    const { opened, spot, grain, scheme, playhead } = this;
    if (!opened || opened.layer.name !== this.layer) return null;
    const of = [opened, spot, grain, scheme];
    if (!this.#last || this.#last.of.some((part, i) => part !== of[i])) {
      const isHeld = opened.row === null || opened.row === spot.map;
      const weights = isHeld ? opened.weights : {};
      this.#last = { context: { ...opened, weights, ...spot, grain, playhead }, of };
    }
    return this.#last.context;
  }
}

customElements.define("cs-opened", CsOpened);
