import { css, html, LitElement } from "lit";
import { shared } from "../styles/shared.ts";
import type { CsMap, Frame } from "./cs-map.ts";
import "./cs-map.ts";
import type { Pair } from "./geometry.ts";
import type { MapImage } from "./map-image.ts";

/** One frame of the input under a window. */
export interface InputFrame {
  /** "frame 2"; "" where there is only one. */
  name: string;
  image: MapImage;
  /** The window's cell to point out. */
  lit: Pair | undefined;
  /** Its place on the axes before rows and columns. */
  lead: readonly number[];
}

export interface InputView {
  frames: readonly InputFrame[];
  ring: readonly [number, number, number, number];
  window: Frame;
  marks: unknown;
  /** The cell in the window's middle: where arrow keys start. */
  middle: Pair;
  label: string;
  caption: string | undefined;
}

/**
 * The input of a convolution under its window: a map, a signal, or the frames of a clip that the window covers.
 *
 * Fires "cell-pick" with {y, x}, and "place-point" with the place under the pointer on the drawn input, or null.
 */
export class CsConvInput extends LitElement {
  static override properties = {
    view: { attribute: false },
    size: { type: Number },
    aspect: { type: Number },
  };

  declare view: InputView;
  /** CSS pixels of the longer side of one frame. */
  declare size: number;
  declare aspect: number;

  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      figure {
        margin: 0;
      }
      figure + figure {
        margin-top: 8px;
      }
      figcaption {
        font: var(--font-small);
        line-height: 18px;
        color: var(--ink-soft);
      }
    `,
  ];

  /** Slides the windows of all frames. */
  moveFrames(y: number, x: number): void {
    for (const map of this.renderRoot.querySelectorAll<CsMap>("cs-map")) map.moveFrame(y, x);
  }

  override render() {
    const { frames } = this.view;
    if (frames.length === 1) return this.#map(frames[0] as InputFrame);
    return frames.map(
      (frame) =>
        html`<figure data-testid="input-frame"><figcaption>${frame.name}</figcaption>${this.#map(frame)}</figure>`,
    );
  }

  #map({ image, lit, name, lead }: InputFrame) {
    const { ring, window, marks, middle, label, caption, frames } = this.view;
    return html`<cs-map
      data-testid="input-map"
      .image=${image}
      .ring=${ring}
      .frame=${window}
      .size=${this.size}
      .aspect=${this.aspect}
      .marks=${marks}
      .pickable=${true}
      .unit=${middle}
      .lit=${lit}
      .label=${name ? `${label}, ${name}` : label}
      .caption=${frames.length === 1 ? caption : undefined}
      @cell-pick=${(event: CustomEvent<Pair>) => this.dispatchEvent(new CustomEvent("cell-pick", { detail: event.detail }))}
      @cell-point=${(event: CustomEvent<Pair | null>) => this.#point(lead, event.detail)}
    ></cs-map>`;
  }

  #point(lead: readonly number[], cell: Pair | null): void {
    const detail = cell && [...lead, ...cell];
    this.dispatchEvent(new CustomEvent<readonly number[] | null>("place-point", { detail }));
  }
}

customElements.define("cs-conv-input", CsConvInput);

declare global {
  interface HTMLElementTagNameMap {
    "cs-conv-input": CsConvInput;
  }
}
