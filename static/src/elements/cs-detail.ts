import { css, LitElement, nothing, type PropertyValues } from "lit";
import { html } from "lit/static-html.js";
import type { DetailContext, UnitChange } from "../details/context.ts";
import { hasMapWeights } from "../details/cs-map-weights.ts";
import { operationName } from "../details/operation-names.ts";
import { detailElement } from "../details/registry.ts";
import { type Place, Steps } from "../details/steps.ts";
import { layerFacts } from "../details/summary.ts";
import { grainsOf, type Stand, type Walk, walkOf } from "../details/walks.ts";
import type { Grain } from "../grain.ts";
import type { Playhead } from "../playhead.ts";
import { shared } from "../styles/shared.ts";
import "./cs-number-tools.ts";

/**
 * One opened layer: its facts, and the view for its operation. It keeps the playhead and the shown unit together.
 *
 * Fires "unit-change" (UnitChange) and "choose-layer" (a name) when the person or the animation moves, and
 * "grains" (the Grain[] that this layer offers) when these change.
 */
export class CsDetail extends LitElement {
  static override properties = {
    context: { attribute: false },
    layers: { attribute: false },
    asTable: { state: true },
  };

  declare context: DetailContext | undefined;
  /** Names of all layers, in the order that steps go through them. */
  declare layers: readonly string[];
  /** Whether the layer is shown as tables of its numbers. */
  declare asTable: boolean;

  #followed: Playhead | undefined;
  #layer = "";
  #grains = "";
  #isPlacing = false;

  constructor() {
    super();
    this.layers = [];
    this.asTable = false;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template-rows: auto minmax(0, 1fr);
        gap: 12px;
        height: 100%;
      }
      header,
      .facts {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0 14px;
      }
      .facts {
        flex: 1 1 320px;
      }
      header {
        color: var(--ink-soft);
        font-variant-numeric: tabular-nums;
      }
      h2 {
        margin: 0;
        font: var(--font-title);
        color: var(--ink);
      }
      cs-number-tools {
        margin-left: auto;
        align-self: center;
      }
      @media (max-height: 420px) {
        header {
          display: none;
        }
        :host {
          grid-template-rows: minmax(0, 1fr);
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.context) this.#follow(this.context.playhead);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#follow(undefined);
    this.#layer = "";
  }

  override willUpdate(_changed: PropertyValues<this>): void {
    if (!this.context) return;
    this.#follow(this.context.playhead);
    this.#place(this.context);
    this.#offer(this.context);
  }

  override render() {
    const { context } = this;
    if (!context) return nothing;
    const facts = layerFacts(
      context.layer,
      context.inputs.map(({ tensor }) => tensor.shape),
    );
    return html`
      <header>
        <h2>${context.layer.name}</h2>
        <div class="facts"><span>${operationName(context.layer.op)}</span>${facts.map((fact) => html`<span>${fact}</span>`)}</div>
        ${hasMapWeights(context) ? html`<cs-map-weights .context=${this.#current(context)}></cs-map-weights>` : nothing}
        <cs-number-tools
          .context=${this.#current(context)}
          .asTable=${this.asTable}
          @as-table=${(event: CustomEvent<boolean>) => {
            this.asTable = event.detail;
          }}
        ></cs-number-tools>
      </header>
      ${this.asTable ? html`<cs-numbers .context=${this.#current(context)}></cs-numbers>` : this.#view(context)}
    `;
  }

  /** The view that belongs to the operation. */
  #view(context: DetailContext) {
    const tag = detailElement(context.layer.op, context.gradient ? "backward" : "forward");
    return html`
      <${tag} .context=${this.#current(context)} @go=${(event: CustomEvent<Place>) => this.#go(context, event.detail)}></${tag}>
    `;
  }

  /** The context with the place that the playhead shows now. */
  #current(context: DetailContext): DetailContext {
    return { ...context, ...this.#standNow(context) };
  }

  #standNow(context: DetailContext): Stand {
    if (context.grain === "layer") return standOf(context);
    return walkOf(context).standAt(context.playhead.position, standOf(context));
  }

  /** Takes the playhead to the context's place: a newly opened layer, another grain, or a jump from outside. */
  #place(context: DetailContext): void {
    const { layer, playhead, grain } = context;
    const walk = grain === "layer" ? this.#layerWalk(layer.name) : walkOf(context);
    this.#isPlacing = true;
    if (this.#layer !== layer.name && grain !== "layer") playhead.pause();
    this.#layer = layer.name;
    if (playhead.length !== walk.length) playhead.length = walk.length;
    playhead.row = walk.row;
    const position = walk.positionOf(standOf(context));
    if (playhead.position !== position) playhead.seek(position);
    this.#isPlacing = false;
  }

  /** From layer to layer: the place in this one stays what it is. */
  #layerWalk(name: string): Walk {
    const { layers } = this;
    return {
      length: layers.length,
      row: 1,
      positionOf: () => layers.indexOf(name),
      standAt: (_, stand) => stand,
    };
  }

  #offer(context: DetailContext): void {
    const grains = grainsOf(context);
    if (String(grains) === this.#grains) return;
    this.#grains = String(grains);
    this.dispatchEvent(new CustomEvent<Grain[]>("grains", { detail: grains, bubbles: true, composed: true }));
  }

  #go(context: DetailContext, place: Place): void {
    const { playhead, map, product, grain } = context;
    const steps = new Steps(context.output.shape);
    if (grain === "position" && (steps.overMaps || place.map === map)) playhead.seek(steps.positionOf(place));
    else this.#tell({ ...place, product });
  }

  #follow(playhead: Playhead | undefined): void {
    if (playhead === this.#followed) return;
    this.#followed?.removeEventListener("change", this.#moved);
    this.#followed = playhead;
    playhead?.addEventListener("change", this.#moved);
  }

  readonly #moved = (): void => {
    const { context } = this;
    if (!context || this.#isPlacing) return;
    if (context.grain === "layer") {
      this.#goToLayer(this.layers[context.playhead.position]);
      return;
    }
    const stand = this.#standNow(context);
    const { map, unit, product } = stand;
    if (map === context.map && product === context.product && String(unit) === String(context.unit)) return;
    this.context = { ...context, ...stand };
    this.#tell(stand);
  };

  #goToLayer(name: string | undefined): void {
    if (!name || name === this.context?.layer.name) return;
    this.dispatchEvent(new CustomEvent("choose-layer", { detail: name, bubbles: true, composed: true }));
  }

  #tell(detail: UnitChange): void {
    this.dispatchEvent(new CustomEvent<UnitChange>("unit-change", { detail, bubbles: true, composed: true }));
  }
}

const standOf = ({ map, unit, product }: DetailContext): Stand => ({ map, unit, product });

customElements.define("cs-detail", CsDetail);

declare global {
  interface HTMLElementTagNameMap {
    "cs-detail": CsDetail;
  }
}
