import { css, html, LitElement, nothing } from "lit";
import { type Unit, unitAt } from "../graph/raster.ts";
import { styled } from "../styled.ts";
import { shared } from "../styles/shared.ts";
import { outputName } from "./backward/gradient-names.ts";
import { roleStyles } from "./backward/roles.ts";
import type { DetailContext } from "./context.ts";
import { namesOf } from "./conv-names.ts";
import { type CsMap, UNIT_FRAME } from "./cs-map.ts";
import "./cs-map.ts";
import { frameOf } from "./explain/explanation.ts";
import { cellOf, type Pair } from "./geometry.ts";
import { limitFor } from "./limits.ts";
import { type MapImage, mapImage } from "./map-image.ts";
import { mapStepper, mapStepperStyles } from "./map-stepper.ts";
import type { Place } from "./steps.ts";

/** The opened map of a convolution with the opened unit. Fires "choose" (a Place). */
export class CsConvOutput extends LitElement {
  static override properties = {
    context: { attribute: false },
    text: {},
    size: { type: Number },
    aspect: { type: Number },
    inset: { type: Number },
    marks: { attribute: false },
    captioned: { type: Boolean },
  };

  declare context: DetailContext;
  /** The unit's value as it is written. */
  declare text: string;
  /** CSS pixels of the longer side. */
  declare size: number;
  declare aspect: number;
  /** CSS pixels left free before a signal, so that its units stand below their windows. */
  declare inset: number;
  declare marks: unknown;
  declare captioned: boolean;

  static override styles = [
    shared,
    roleStyles,
    mapStepperStyles,
    css`
      :host {
        display: block;
      }
      .heading {
        display: flex;
        justify-content: space-between;
        align-items: start;
      }
      h3 {
        margin: 0 0 3px;
        padding-bottom: 3px; /* what underlines a gradient */
        font: var(--font-strong);
        line-height: 20px;
        white-space: nowrap;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      small {
        font: inherit;
        font-weight: 400;
        color: var(--ink-soft);
      }
      .frames {
        margin: 0 0 4px;
        color: var(--ink-soft);
      }
      @media (max-height: 420px) {
        .heading,
        .frames {
          display: none;
        }
      }
    `,
  ];

  moveFrame(y: number, x: number): void {
    this.renderRoot.querySelector<CsMap>("cs-map")?.moveFrame(y, x);
  }

  override render() {
    const { layer, map, unit, output } = this.context;
    const [maps = 1] = output.shape;
    const names = namesOf(this.context);
    const name = names.result || layer.name;
    return html`
      <div class="heading">
        <h3>${outputName(this.context)} <small>${names.output} ${map} of ${maps}</small></h3>
        ${mapStepper(map, maps, (next) => this.#choose({ map: next, unit }))}
      </div>
      ${this.#frameStepper()}
      <cs-map
        data-testid="output-map"
        .image=${this.#image}
        .frame=${UNIT_FRAME}
        .size=${this.size}
        .aspect=${this.aspect}
        .marks=${this.marks}
        .pickable=${true}
        .unit=${cellOf(unit)}
        .label=${`${name}, ${names.output} ${map}: choose a unit`}
        .caption=${this.captioned ? `${names.value}${unit.join(", ")} = ${this.text}` : undefined}
        ${styled({ "margin-left": `${this.inset}px` })}
        @cell-pick=${(event: CustomEvent<Pair>) => this.#choose({ map, unit: unitOfCell(this.context, event.detail) })}
      ></cs-map>
    `;
  }

  get #image(): MapImage {
    const { output, kinds, map, unit } = this.context;
    return mapImage(output, map, kinds.output, limitFor(output), undefined, frameOf(unit, output));
  }

  #frameStepper() {
    const { output, map, unit } = this.context;
    const lead = output.shape.slice(1, -2);
    const frames = lead.reduce((all, length) => all * length, 1);
    if (frames === 1) return nothing;
    const choose = (next: number) => this.#choose({ map, unit: [...unitAt(next, lead), ...cellOf(unit)] });
    const frame = frameOf(unit, output);
    return html`<p class="frames">frame ${frame} of ${frames}${mapStepper(frame, frames, choose, "frame")}</p>`;
  }

  #choose(detail: Place): void {
    this.dispatchEvent(new CustomEvent<Place>("choose", { detail }));
  }
}

/** The unit at a row and column of the frame that the opened unit lies in. */
export function unitOfCell({ output, unit }: DetailContext, [y, x]: Pair): Unit {
  return output.shape.length === 2 ? [x] : [...unit.slice(0, -2), y, x];
}

customElements.define("cs-conv-output", CsConvOutput);

declare global {
  interface HTMLElementTagNameMap {
    "cs-conv-output": CsConvOutput;
  }
}
