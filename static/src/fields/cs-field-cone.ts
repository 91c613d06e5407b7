import { css, html, LitElement } from "lit";
import { SchemeController } from "../details/scheme-controller.ts";
import { SizeController } from "../details/size-controller.ts";
import { briefName } from "../format.ts";
import { styled } from "../styled.ts";
import { shared } from "../styles/shared.ts";
import type { Preprocessing } from "../wire/events.ts";
import type { Tensor } from "../wire/tensor.ts";
import { coneFrames } from "./cone-frames.ts";
import type { Stop } from "./path.ts";
import { type Plane, paintPlane } from "./plane.ts";
import { type Placed, placed } from "./projection.ts";
import { sidesOf } from "./words.ts";

/** A stop of the way with its sheet. */
export interface ConeStop {
  stop: Stop;
  plane: Plane;
  tensor: Tensor | null;
}

const LABEL_HEIGHT = 64;

/** The layers from the picture to a unit as sheets in perspective, with what is read of each. Fires "choose-layer". */
export class CsFieldCone extends LitElement {
  static override properties = {
    stops: { attribute: false },
    preprocessing: { attribute: false },
    label: {},
  };

  declare stops: readonly ConeStop[];
  declare preprocessing: Preprocessing;
  declare label: string;
  readonly #size = new SizeController(this);
  /** A change of scheme paints again. */
  protected readonly scheme = new SchemeController(this);

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        position: relative;
        min-height: 180px;
        overflow: hidden;
      }
      canvas,
      svg {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        pointer-events: none;
      }
      path {
        fill: none;
        stroke: none;
      }
      .sheet {
        stroke: var(--edge);
      }
      .hatch {
        stroke: var(--field);
        stroke-width: 2;
        opacity: 0.6;
      }
      .wall {
        fill: var(--field);
        fill-opacity: 0.08;
      }
      .ray {
        stroke: var(--field);
        stroke-opacity: 0.75;
      }
      .padding {
        fill: url(#hatch);
        stroke: var(--field);
        stroke-width: 1.5;
        stroke-dasharray: 4 3;
      }
      .halo {
        stroke: var(--paper);
        stroke-width: 4.5;
      }
      .seen {
        stroke: var(--field);
        stroke-width: 2.5;
      }
      ol {
        position: absolute;
        inset: auto 0 0;
        height: ${LABEL_HEIGHT}px;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        position: absolute;
        transform: translateX(-50%);
        text-align: center;
        font: var(--font-small);
        line-height: 1.2;
        color: var(--ink-soft);
        font-variant-numeric: tabular-nums;
      }
      li > span {
        display: block;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      button {
        min-height: 24px;
        max-width: 100%;
        padding: 0 4px;
        overflow: hidden;
        text-overflow: ellipsis;
        font: var(--font-strong);
        line-height: 1.2;
      }
      b {
        display: block;
        font: var(--font-strong);
        line-height: 24px;
        color: var(--ink);
      }
    `,
  ];

  override render() {
    const places = this.#places();
    const slot = this.#size.width / Math.max(1, this.stops.length);
    return html`
      <canvas role="img" aria-label=${this.label}></canvas>
      <svg aria-hidden="true">
        ${coneFrames(this.stops.flatMap(({ plane }, i) => (places[i] ? [{ plane, place: places[i] }] : [])))}
      </svg>
      <ol aria-label="From the picture to the unit">
        ${this.stops.map(
          (
            { stop, plane },
            i,
          ) => html`<li ${styled({ left: `${places[i]?.middle ?? 0}px`, width: `${slot}px` })}>
            ${this.#name(stop, i)}
            <span>${sidesOf(plane)}</span>
            <span>${between(stop, this.stops[i + 1]?.stop)}</span>
          </li>`,
        )}
      </ol>
    `;
  }

  protected override updated(): void {
    const canvas = this.renderRoot.querySelector("canvas");
    const { width, height } = this.#size;
    if (!canvas || !width || !height || !this.stops.length) return;
    const resolution = devicePixelRatio || 1;
    canvas.width = Math.round(width * resolution);
    canvas.height = Math.round(height * resolution);
    const context = canvas.getContext("2d");
    const places = this.#places();
    this.stops.forEach(({ plane, tensor }, i) => {
      const place = places[i];
      if (!context || !tensor || !place) return;
      context.setTransform(resolution, 0, 0, resolution, 0, 0);
      paintSheet(context, place, paintPlane(plane, tensor, this.preprocessing));
    });
  }

  #places() {
    const sheets = this.stops.map(({ plane }) => plane);
    return placed(sheets, this.#size.width, Math.max(0, this.#size.height - LABEL_HEIGHT));
  }

  #name({ part }: Stop, i: number) {
    const isUnit = i === this.stops.length - 1;
    if (i === 0 || isUnit) return html`<b>${briefName(part.name, 14)}</b>`;
    const choose = () =>
      this.dispatchEvent(
        new CustomEvent("choose-layer", { detail: part.name, bubbles: true, composed: true }),
      );
    return html`<button class="quiet" title="Open ${part.name}" @click=${choose}>${briefName(part.name, 14)}</button>`;
  }
}

/** A sheet's cells, whole pixels of theirs as parallelograms. */
function paintSheet(context: CanvasRenderingContext2D, place: Placed, image: ImageData): void {
  const cells = new OffscreenCanvas(image.width, image.height);
  cells.getContext("2d")?.putImageData(image, 0, 0);
  const { x, y, width, height, lift } = place;
  context.transform(width / image.width, -lift / image.width, 0, height / image.height, x, y);
  context.imageSmoothingEnabled = false;
  context.drawImage(cells, 0, 0);
}

/** What stands between a stop and the next one. */
function between({ joined }: Stop, next: Stop | undefined): string {
  const count = joined.length + (next?.skipped ?? 0);
  return count === 1 && joined[0] ? `+ ${briefName(joined[0], 12)}` : count ? `then ${count} more` : "";
}

customElements.define("cs-field-cone", CsFieldCone);
