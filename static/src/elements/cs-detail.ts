import { css, LitElement, nothing, type PropertyValues } from "lit";
import { html } from "lit/static-html.js";
import type { DetailContext, UnitChange } from "../details/context.ts";
import { operationName } from "../details/operation-names.ts";
import { detailElement } from "../details/registry.ts";
import { type Place, Steps } from "../details/steps.ts";
import { layerFacts } from "../details/summary.ts";
import type { Playhead } from "../playhead.ts";
import { shared } from "../styles/shared.ts";

/**
 * One opened layer: its facts, and the view for its operation. It keeps the playhead and the shown unit together.
 *
 * Fires "unit-change" (UnitChange) when the person or the animation moves.
 */
export class CsDetail extends LitElement {
  static override properties = { context: { attribute: false } };

  declare context: DetailContext | undefined;

  #followed: Playhead | undefined;
  #layer = "";
  #isPlacing = false;

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template-rows: auto minmax(0, 1fr);
        gap: 12px;
        height: 100%;
      }
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0 14px;
        color: var(--ink-soft);
        font-variant-numeric: tabular-nums;
      }
      h2 {
        margin: 0;
        font: var(--font-title);
        color: var(--ink);
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
  }

  override render() {
    const { context } = this;
    if (!context) return nothing;
    const tag = detailElement(context.layer.op);
    const facts = layerFacts(
      context.layer,
      context.inputs.map(({ tensor }) => tensor.shape),
    );
    return html`
      <header>
        <h2>${context.layer.name}</h2>
        <span>${operationName(context.layer.op)}</span>
        ${facts.map((fact) => html`<span>${fact}</span>`)}
      </header>
      <${tag} .context=${this.#current(context)} @go=${(event: CustomEvent<Place>) => this.#go(context, event.detail)}></${tag}>
    `;
  }

  /** The context with the place that the playhead shows now. */
  #current(context: DetailContext): DetailContext {
    const { map, unit } = new Steps(context.output.shape).placeAt(context.playhead.position, context.map);
    return { ...context, map, unit };
  }

  /** Takes the playhead to the context's place: a newly opened layer, or a jump from outside. */
  #place({ layer, output, playhead, map, unit }: DetailContext): void {
    const steps = new Steps(output.shape);
    this.#isPlacing = true;
    if (this.#layer !== layer.name) playhead.pause();
    this.#layer = layer.name;
    if (playhead.length !== steps.length) playhead.length = steps.length;
    playhead.row = steps.row;
    const position = steps.positionOf({ map, unit });
    if (playhead.position !== position) playhead.seek(position);
    this.#isPlacing = false;
  }

  #go({ output, playhead, map }: DetailContext, place: Place): void {
    const steps = new Steps(output.shape);
    if (steps.overMaps || place.map === map) playhead.seek(steps.positionOf(place));
    else this.#tell(place);
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
    const { map, unit } = new Steps(context.output.shape).placeAt(context.playhead.position, context.map);
    if (map === context.map && String(unit) === String(context.unit)) return;
    this.context = { ...context, map, unit };
    this.#tell({ map, unit });
  };

  #tell(detail: UnitChange): void {
    this.dispatchEvent(new CustomEvent<UnitChange>("unit-change", { detail, bubbles: true, composed: true }));
  }
}

customElements.define("cs-detail", CsDetail);

declare global {
  interface HTMLElementTagNameMap {
    "cs-detail": CsDetail;
  }
}
