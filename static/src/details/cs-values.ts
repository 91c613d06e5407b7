import { css, html, LitElement } from "lit";
import type { Kind } from "../colour.ts";
import { formatNumber } from "../format.ts";
import { shared } from "../styles/shared.ts";
import { Tensor } from "../wire/tensor.ts";
import "./cs-bars.ts";
import { type CsMap, type Frame, UNIT_FRAME } from "./cs-map.ts";
import "./cs-map.ts";
import type { CellLink, Unread } from "./explain/explanation.ts";
import type { Pair } from "./geometry.ts";
import { limitFor } from "./limits.ts";
import { cellOfLink, linkOf } from "./links.ts";
import { folded, type MapImage, mapImage } from "./map-image.ts";

/** Vectors up to this length are labelled bars, longer ones rows of cells. */
const MOST_BARS = 20;

/** What of a tensor is to be seen, and how: one of its maps, or all of a vector. */
export interface Look {
  tensor: Tensor;
  kind: Kind;
  /** The map; a vector needs none. */
  image: MapImage;
  /** Which of the layer's inputs it is; −1 for none. */
  input: number;
  /** The window or unit framed on a map. */
  frame?: Frame | undefined;
  ring?: readonly [number, number, number, number] | undefined;
  /** A value marked on the map: the winner of the window. */
  winner?: CellLink | undefined;
  unread?: Unread | undefined;
  /** The value of a vector that is looked at; −1 for none. */
  chosen: number;
  labels?: readonly string[];
  /** CSS pixels of a map's longer side. */
  size: number;
  pickable?: boolean;
  unit?: Pair;
  label: string;
  caption?: string;
  /** Without a line below a map. */
  bare?: boolean;
}

/**
 * Values of a tensor: a map, or a vector as bars (a long one as rows of cells).
 *
 * Fires "cell-pick" (a Pair), "bar-choose" (an index of the vector) and "link-lit" (CellLink or null).
 */
export class CsValues extends LitElement {
  static override properties = { look: { attribute: false }, lit: { attribute: false } };

  declare look: Look;
  declare lit: CellLink | null;

  constructor() {
    super();
    this.lit = null;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
    `,
  ];

  /** Slides the frame over a map. */
  moveFrame(y: number, x: number): void {
    this.renderRoot.querySelector<CsMap>("cs-map")?.moveFrame(y, x);
  }

  /** Slides the frame to a value of a vector. */
  moveToIndex(index: number): void {
    this.moveFrame(...foldedAt(index, this.look.tensor.data.length));
  }

  override render() {
    const { tensor } = this.look;
    if (!isVector(tensor)) return this.#map();
    return tensor.data.length <= MOST_BARS ? this.#bars() : this.#cells();
  }

  #map() {
    const { image, ring, frame, size, winner, unread, bare } = this.look;
    const { pickable = false, unit = [0, 0], label, caption = "" } = this.look;
    return html`<cs-map
      .image=${image}
      .ring=${ring ?? [0, 0, 0, 0]}
      .frame=${frame}
      .size=${size}
      .pickable=${pickable}
      .unit=${unit}
      .lit=${cellOfLink(image, this.look.input, this.lit)}
      .marked=${cellOfLink(image, this.look.input, winner ?? null)}
      .unread=${unread}
      .label=${label}
      .caption=${bare ? undefined : caption}
      @cell-pick=${(event: CustomEvent<Pair>) => this.#tell("cell-pick", event.detail)}
      @cell-point=${(event: CustomEvent<Pair | null>) => this.#point(image, event.detail)}
    ></cs-map>`;
  }

  #bars() {
    const { tensor, kind, chosen, labels = [], pickable = false } = this.look;
    return html`<cs-bars
      .values=${tensor.data}
      .labels=${labels}
      .kind=${kind}
      .chosen=${chosen}
      .pickable=${pickable}
      @bar-choose=${(event: CustomEvent<number>) => this.#tell("bar-choose", event.detail)}
    ></cs-bars>`;
  }

  #cells() {
    const { tensor, kind, chosen, size, pickable = false, label, bare } = this.look;
    const length = tensor.data.length;
    const image = mapImage(flat(tensor), 0, kind, limitFor(tensor));
    const choose = ([y, x]: Pair) => this.#tell("bar-choose", Math.min(length - 1, y * image.width + x));
    return html`<cs-map
      .image=${image}
      .frame=${chosen < 0 ? undefined : UNIT_FRAME}
      .size=${size}
      .pickable=${pickable}
      .unit=${foldedAt(Math.max(0, chosen), length)}
      .lit=${cellOfLink(image, this.look.input, this.lit)}
      .label=${label}
      .caption=${bare ? undefined : chosen < 0 ? "" : `value ${chosen} = ${formatNumber(tensor.data[chosen] ?? Number.NaN)}`}
      @cell-pick=${(event: CustomEvent<Pair>) => choose(event.detail)}
      @cell-point=${(event: CustomEvent<Pair | null>) => this.#point(image, event.detail)}
    ></cs-map>`;
  }

  #point(image: MapImage, cell: Pair | null): void {
    const { input } = this.look;
    if (input < 0) return;
    const detail = linkOf(image, input, cell);
    this.dispatchEvent(
      new CustomEvent<CellLink | null>("link-lit", { detail, bubbles: true, composed: true }),
    );
  }

  #tell<T>(type: string, detail: T): void {
    this.dispatchEvent(new CustomEvent<T>(type, { detail }));
  }
}

export const isVector = ({ shape }: Tensor): boolean => shape.slice(1).every((length) => length === 1);

const flats = new WeakMap<Tensor, Tensor>();

/** C×1×1 maps as a vector. Kept, so that one tensor stays one image. */
function flat(tensor: Tensor): Tensor {
  if (tensor.shape.length === 1) return tensor;
  const vector = flats.get(tensor) ?? new Tensor([tensor.data.length], tensor.data);
  flats.set(tensor, vector);
  return vector;
}

/** Where a vector's value is drawn. */
function foldedAt(index: number, length: number): Pair {
  const { width } = folded(length);
  return [Math.floor(index / width), index % width];
}

customElements.define("cs-values", CsValues);

declare global {
  interface HTMLElementTagNameMap {
    "cs-values": CsValues;
  }
}
