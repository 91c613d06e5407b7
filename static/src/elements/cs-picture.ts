import { css, html, LitElement, type PropertyValues, svg } from "lit";
import { limitOf, paint } from "../colour.ts";
import { type Field, withinPicture } from "../graph/field.ts";
import { paintPicture } from "../picture.ts";
import { shared } from "../styles/shared.ts";
import type { Preprocessing } from "../wire/events.ts";
import type { Tensor } from "../wire/tensor.ts";

/** Room around the picture, as a share of it, for fields that reach into padding. */
const MARGIN = 0.09;

/** The picture as the network sees it, with the field of the unit pointed at framed on it. */
export class CsPicture extends LitElement {
  static override properties = {
    input: { attribute: false },
    preprocessing: { attribute: false },
    field: { attribute: false },
    label: {},
  };

  declare input: Tensor | null;
  declare preprocessing: Preprocessing | null;
  declare field: Field | null;
  declare label: string;

  constructor() {
    super();
    this.input = null;
    this.preprocessing = null;
    this.field = null;
    this.label = "";
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        position: relative;
        aspect-ratio: 1;
        overflow: hidden;
        background: var(--panel);
        border-radius: var(--radius);
      }
      canvas {
        position: absolute;
        inset: 8%;
        width: 84%;
        height: 84%;
        object-fit: contain;
        image-rendering: pixelated;
      }
      svg {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
      }
      rect {
        fill: none;
        vector-effect: non-scaling-stroke;
      }
      .halo {
        stroke: var(--paper);
        stroke-width: 4.5;
      }
      .seen {
        stroke: var(--field);
        stroke-width: 2.5;
      }
      .padding {
        stroke: var(--field);
        stroke-width: 1.5;
        stroke-dasharray: 4 3;
      }
    `,
  ];

  override render() {
    const [, height = 1, width = 1] = this.input?.shape ?? [];
    return html`
      <canvas role="img" aria-label=${this.label}></canvas>
      <svg viewBox=${viewBox(height, width)} aria-hidden="true">
        ${this.field ? frame(this.field, height, width) : ""}
      </svg>
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("input") || changed.has("preprocessing")) this.#paint();
  }

  #paint(): void {
    const { input, preprocessing } = this;
    const canvas = this.renderRoot.querySelector("canvas");
    if (!input || !preprocessing || !canvas) return;
    const [channels = 1, height = 1, width = 1] = input.shape;
    canvas.width = width;
    canvas.height = height;
    const own = channels === 1 || channels >= 3;
    const image = own ? paintPicture(input, preprocessing) : fallback(input, height, width);
    canvas.getContext("2d")?.putImageData(image, 0, 0);
  }
}

/** Inputs that are no pictures (two channels, say) show their first channel on the scale of activations. */
function fallback(input: Tensor, height: number, width: number): ImageData {
  return paint(input.map(0), height, width, "activation", limitOf(input.data));
}

/** The canvas' 84 % hold the picture; a square box around the longer side, as object-fit places it. */
function viewBox(height: number, width: number): string {
  const side = Math.max(height, width) / 0.84;
  return `${(width - side) / 2} ${(height - side) / 2} ${side} ${side}`;
}

function frame(field: Field, height: number, width: number) {
  const seen = withinPicture(field, height, width);
  const margin = MARGIN * Math.max(height, width);
  const whole = {
    top: Math.max(field.top, -margin),
    left: Math.max(field.left, -margin),
    bottom: Math.min(field.bottom, height - 1 + margin),
    right: Math.min(field.right, width - 1 + margin),
  };
  const reachesOut = field.top < 0 || field.left < 0 || field.bottom >= height || field.right >= width;
  return svg`
    ${reachesOut ? rectangle(whole, "padding") : ""}
    ${rectangle(seen, "halo")}
    ${rectangle(seen, "seen")}
  `;
}

function rectangle({ top, left, bottom, right }: Field, kind: string) {
  const width = Math.max(0, right - left + 1);
  const height = Math.max(0, bottom - top + 1);
  return svg`<rect class=${kind} x=${left} y=${top} width=${width} height=${height} />`;
}

customElements.define("cs-picture", CsPicture);
