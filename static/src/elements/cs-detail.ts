import { LitElement, nothing, type PropertyValues } from "lit";
import { html } from "lit/static-html.js";
import "../check/cs-check-button.ts";
import { wayBack } from "../details/backward/way-back.ts";
import "../details/backward/cs-ways.ts";
import type { DetailContext } from "../details/context.ts";
import "../details/cs-layer-strip.ts";
import { hasMapWeights } from "../details/cs-map-weights.ts";
import "../details/cs-product-view.ts";
import "../details/cs-unit-view.ts";
import { deepFind } from "../details/deep-find.ts";
import { howStyles, howSwitch } from "../details/how-switch.ts";
import { openUnit } from "../details/opened-unit.ts";
import { operationName } from "../details/operation-names.ts";
import { PlaceKeeper } from "../details/place-keeper.ts";
import { productsOf } from "../details/products-of.ts";
import { detailElement } from "../details/registry.ts";
import type { Place } from "../details/steps.ts";
import { layerFacts } from "../details/summary.ts";
import { DEPTHS } from "../grain.ts";
import { detailStyles } from "../styles/detail.ts";
import { shared } from "../styles/shared.ts";
import { ZoomLevels } from "../zoom-levels.ts";
import "./cs-number-tools.ts";

/**
 * One opened layer: its facts, and the view for its operation; deeper inside, a unit of it, and one of its products.
 *
 * Fires "go-to" (GoTo), "choose-way" (a Way's `wrt`), "choose-how" (How), and what its PlaceKeeper does: "unit-change", "choose-layer" and "grains".
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

  readonly #keeper = new PlaceKeeper(this);
  readonly #levels = new ZoomLevels(this, {
    level: () => this.#level,
    element: (level) => this.#levelElement(level),
    places: (outer, inner) => this.#places(outer, inner),
  });
  #shownLevel = 0;
  #hadFocus = false;

  constructor() {
    super();
    this.layers = [];
    this.asTable = false;
  }

  static override styles = [shared, howStyles, detailStyles];

  /** Where on the page the opened map is drawn; null as long as it is not. */
  mapBox(): DOMRect | null {
    const map = this.#view && deepFind(this.#view, "[data-testid=output-map], #output");
    return map ? (deepFind(map, ".map") ?? map).getBoundingClientRect() : null;
  }

  /** Stands still, whatever the playhead does: on the way out of the layer. */
  rest(rests: boolean): void {
    this.#keeper.rest(rests);
  }

  /** Of a layer with its gradients the way back is shown: what it takes in and what comes out stand in the context. */
  override willUpdate(_changed: PropertyValues<this>): void {
    if (this.context?.gradient) this.context = wayBack(this.context) ?? this.context;
    this.#hadFocus = this.matches(":focus-within");
  }

  override render() {
    const { context } = this;
    if (!context) return nothing;
    const current = this.#keeper.current(context);
    const { innermost } = this.#levels;
    const opened = innermost > 0 ? openUnit(current) : null;
    return html`
      <div class="levels">
        <div class="level layer ${this.#levels.standing(0)}" tabindex="-1" ?inert=${this.#level > 0}>
          ${this.#header(current)} ${current.back ? html`<div class="told"><cs-ways .context=${current}></cs-ways>${this.#weightStep(current)}</div>` : nothing}
          ${this.asTable ? html`<cs-numbers .context=${current}></cs-numbers>` : this.#operation(current)}
        </div>
        ${innermost > 0 ? this.#deeper(1, html`<cs-unit-view .context=${current} .opened=${opened}></cs-unit-view>`) : nothing}
        ${innermost > 1 ? this.#deeper(2, html`<cs-product-view .context=${current} .opened=${opened}></cs-product-view>`) : nothing}
      </div>
    `;
  }

  /** The focus goes along where it was inside. */
  protected override updated(): void {
    const level = this.#level;
    if (level === this.#shownLevel) return;
    this.#shownLevel = level;
    if (this.#hadFocus) this.#levelElement(level)?.focus();
  }

  #header(context: DetailContext) {
    const { inputs, layer } = context.back?.forward ?? context;
    const facts = layerFacts(
      layer,
      inputs.map(({ tensor }) => tensor.shape),
    );
    return html`<header>
      <h2>${layer.name}</h2>
      <div class="facts"><span>${operationName(layer.op)}</span>${facts.map((fact) => html`<span>${fact}</span>`)}</div>
      ${!context.back && hasMapWeights(context) ? html`<cs-map-weights .context=${context}></cs-map-weights>` : nothing}
      ${context.gradient || context.back ? html`<cs-check-button .context=${context}></cs-check-button>` : nothing}
      ${context.back ? nothing : howSwitch(context)}
      <cs-number-tools
        .context=${context}
        .asTable=${this.asTable}
        @as-table=${(event: CustomEvent<boolean>) => {
          this.asTable = event.detail;
        }}
      ></cs-number-tools>
    </header>`;
  }

  /** Where steps of learning move the opened weight, while they are taken. */
  #weightStep(context: DetailContext) {
    if (context.back?.way.input !== null || !context.back.forward.editing) return nothing;
    void import("../update/cs-weight-step.ts");
    return html`<cs-weight-step .context=${context}></cs-weight-step>`;
  }

  /** The view that belongs to the operation. */
  #operation(context: DetailContext) {
    const tag = detailElement(context);
    return html`
      <${tag} class="view" .context=${context} @go=${(event: CustomEvent<Place>) => this.#keeper.go(event.detail)}></${tag}>
    `;
  }

  #deeper(level: number, view: unknown) {
    return html`<div
      class="level ${this.#levels.standing(level)}"
      tabindex="-1"
      ?inert=${level !== this.#level}
      @choose-product=${(event: CustomEvent<number>) => this.#keeper.chooseProduct(event.detail)}
    >${view}</div>`;
  }

  /** How deep one is: 0 in the layer, 1 in a unit, 2 in a product. */
  get #level(): number {
    const { context } = this;
    return context && productsOf(context) ? DEPTHS.indexOf(context.depth) : 0;
  }

  get #view(): Element | null {
    return this.renderRoot.querySelector(".view");
  }

  #levelElement(level: number): HTMLElement | null {
    return this.renderRoot.querySelectorAll<HTMLElement>(".level")[level] ?? null;
  }

  /** A window in the layer's view is the unit's numbers; one of these is the product's. */
  #places(outer: number, inner: number) {
    const unit = this.renderRoot.querySelector("cs-unit-view");
    const from = outer === 0 ? this.#windowBox() : unit?.productBox();
    const to =
      inner === 1 ? unit?.windowBox() : this.renderRoot.querySelector("cs-product-view")?.numbersBox();
    return from && to ? { from, to } : null;
  }

  #windowBox(): DOMRect | undefined {
    const view = this.#view ?? this.#levelElement(0);
    const frame = view && (deepFind(view, "g.frame .outline") ?? deepFind(view, ".map") ?? view);
    return frame?.getBoundingClientRect();
  }
}

customElements.define("cs-detail", CsDetail);

declare global {
  interface HTMLElementTagNameMap {
    "cs-detail": CsDetail;
  }
}
