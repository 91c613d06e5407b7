import { css, html, LitElement, type PropertyValues } from "lit";
import type { DetailContext } from "../details/context.ts";
import { downstreamOf } from "../downstream.ts";
import type { Depth, Grain } from "../grain.ts";
import { comeFrom } from "../motion.ts";
import type { OpenedLayer } from "../opened.ts";
import type { Playhead } from "../playhead.ts";
import type { UnitOf } from "../reading.ts";
import type { RunState } from "../run-state.ts";
import type { Runner } from "../runner.ts";
import type { How, View } from "../state.ts";
import { shared } from "../styles/shared.ts";
import type { Spot } from "../whereabouts.ts";
import type { LayerDescription } from "../wire/events.ts";
import "./cs-breadcrumb.ts";
import type { CsLayerStrip } from "../details/cs-layer-strip.ts";
import type { CsDetail } from "./cs-detail.ts";
import { openedView } from "./opened-view.ts";

/**
 * An opened layer: where one is, the network one came from as a strip, and the detail once its numbers are there.
 *
 * Fires "close", "choose-layer" (a name), "choose-view" (View), "pin", "ask" and "excite" (a UnitOf), "go-to" (GoTo),
 * and, from inside the detail, "unit-change" (UnitChange), "grains" and "choose-way" (a Way's `wrt`).
 */
export class CsOpened extends LitElement {
  static override properties = {
    network: {},
    layers: { attribute: false },
    layer: {},
    run: { attribute: false },
    opened: { attribute: false },
    spot: { attribute: false },
    unit: { attribute: false },
    grain: {},
    depth: {},
    wrt: {},
    how: {},
    goesDeeper: { type: Boolean },
    scheme: {},
    playhead: { attribute: false },
    view: {},
    runner: { attribute: false },
    leaving: { type: Boolean },
    addressOf: { attribute: false },
  };

  declare network: string;
  declare layers: readonly LayerDescription[];
  /** Name of the layer; `opened` may still be the one before. */
  declare layer: string;
  declare run: RunState | null;
  declare opened: OpenedLayer | null;
  declare spot: Spot;
  /** The opened unit of the layer's output. */
  declare unit: UnitOf | null;
  declare grain: Grain;
  declare depth: Depth;
  /** With respect to what its gradient is shown, and how that is told. */
  declare wrt: string;
  declare how: How;
  /** Whether the layer's units can be entered. */
  declare goesDeeper: boolean;
  /** Named only so that a change of scheme draws again. */
  declare scheme: string;
  declare playhead: Playhead;
  /** Whether it is shown how the layer computes, or what the unit sees. */
  declare view: View;
  declare runner: Runner;
  /** On the way out nothing in it changes any more. */
  declare leaving: boolean;
  declare addressOf: (depth: Depth | "network") => string;
  #last: { context: DetailContext; of: readonly unknown[] } | null = null;
  #shownLayer = "";

  static override styles = [
    shared,
    css`
      cs-layer-strip,
      cs-detail,
      cs-field,
      .waiting {
        grid-column: 1 / -1;
      }
      .views {
        white-space: nowrap;
      }
      @container (width < 760px) {
        .views {
          display: flex;
          flex-wrap: wrap;
          row-gap: 6px;
        }
      }
      @media (height < 340px), (height < 480px) and (width < 600px) {
        .views {
          display: none; /* a frame that small shows what its address names */
        }
      }
      cs-layer-strip {
        grid-row: 2;
      }
      cs-field {
        grid-row: 3;
      }
      cs-detail {
        grid-row: 3;
        min-height: 0;
        min-width: 0;
      }
      .waiting {
        grid-row: 3;
        margin: 0;
        color: var(--ink-soft);
      }
      .stale {
        opacity: 0.45;
        transition: opacity 200ms 200ms;
      }
    `,
  ];

  /** Where on the page the opened map is drawn; null as long as it is not. */
  mapBox(): DOMRect | null {
    return this.#detail?.mapBox() ?? null;
  }

  /** Draws what the run has got since: the layers along the way. */
  refresh(): void {
    // Its code may still be on its way; what it draws first is what there is then.
    this.renderRoot.querySelector<CsLayerStrip>("cs-layer-strip:defined")?.requestUpdate();
  }

  /** Stands still, whatever the playhead does: on the way out. */
  rest(): void {
    this.#detail?.rest(true);
  }

  protected override shouldUpdate(): boolean {
    return !this.leaving;
  }

  override render() {
    const context = this.#context();
    const sees = this.view === "sees";
    const isStale = context?.layer.name !== this.layer;
    return html`
      <cs-breadcrumb
        .network=${this.network}
        .layer=${this.layer}
        .shape=${this.#shape}
        .wrt=${this.wrt}
        .spot=${this.spot}
        .depth=${this.depth}
        .goesDeeper=${this.goesDeeper}
        .addressOf=${this.addressOf}
        @close=${() => this.dispatchEvent(new Event("close"))}
      ></cs-breadcrumb>
      ${openedView(
        this,
        (view) => this.dispatchEvent(new CustomEvent("choose-view", { detail: view })),
        (name, unit) => this.dispatchEvent(new CustomEvent(name, { detail: unit })),
        this.opened?.pass === "backward",
      )}
      <cs-layer-strip
        .run=${this.run}
        .layer=${this.layer}
        .map=${this.spot.map}
        @choose-layer=${(event: CustomEvent<string>) =>
          this.dispatchEvent(new CustomEvent("choose-layer", { detail: event.detail }))}
      ></cs-layer-strip>
      ${
        context
          ? html`<cs-detail
              class=${isStale ? "stale" : ""}
              ?hidden=${sees}
              .context=${context}
              .layers=${this.layers.map(({ name }) => name)}
            ></cs-detail>`
          : ""
      }
      ${isStale ? html`<p class="waiting ${context ? "visually-hidden" : ""}" ?hidden=${sees} role="status">Fetching the exact numbers of ${this.layer}…</p>` : ""}
    `;
  }

  protected override updated(_changed: PropertyValues<this>): void {
    this.#detail?.rest(false);
    const shown = this.#last?.context.layer.name ?? "";
    const before = this.#shownLayer;
    this.#shownLayer = shown;
    if (before && shown !== before) this.#arrive(before, shown);
  }

  /** From layer to layer the view comes in from where that layer lies. */
  #arrive(before: string, shown: string): void {
    const placeOf = (layer: string) => this.layers.findIndex(({ name }) => name === layer);
    const detail = this.#detail;
    if (detail) comeFrom(detail, Math.sign(placeOf(shown) - placeOf(before)));
  }

  /** What the spot leads into: the layer's output, or backward the gradient that it hands on. */
  get #shape(): readonly number[] {
    const { opened, wrt, layers, layer } = this;
    const gradient = opened?.layer.name === layer ? opened.gradient : undefined;
    const downstream = gradient && downstreamOf(gradient, wrt);
    return downstream?.shape ?? layers.find(({ name }) => name === layer)?.output_shape ?? [];
  }

  /** Null as long as its code is still on its way. */
  get #detail(): CsDetail | null {
    return this.renderRoot.querySelector("cs-detail:defined");
  }

  /**
   * The same object as long as nothing in it changed: a new one makes the whole detail draw again.
   *
   * While another layer's numbers are on their way it is that of the layer before.
   */
  #context(): DetailContext | null {
    const { opened, spot, grain, depth, wrt, how, scheme, playhead } = this;
    if (!opened || opened.layer.name !== this.layer) return this.#last?.context ?? null;
    const of = [opened, spot, grain, depth, wrt, how, scheme];
    if (!this.#last || this.#last.of.some((part, i) => part !== of[i])) {
      const isHeld = opened.row === null || opened.row === spot.map;
      const weights = isHeld ? opened.weights : {};
      this.#last = { context: { ...opened, weights, ...spot, grain, depth, wrt, how, playhead }, of };
    }
    return this.#last.context;
  }
}

customElements.define("cs-opened", CsOpened);

declare global {
  interface HTMLElementTagNameMap {
    "cs-opened": CsOpened;
  }
}
