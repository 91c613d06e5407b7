import type { LitElement, ReactiveController } from "lit";
import type { Whereabouts } from "../whereabouts.ts";
import { ZoomLevels } from "../zoom-levels.ts";
import type { CsNetworkView } from "./cs-network-view.ts";
import type { CsOpened } from "./cs-opened.ts";

/** The way into a layer and back to the overview: one zoom, and the focus goes along. */
export class Passage implements ReactiveController {
  readonly #host: LitElement;
  readonly #whereabouts: Whereabouts;
  readonly #returned: () => void;
  readonly #levels: ZoomLevels;
  /** Where one is in the network, or was last. */
  #place = { layer: "", map: 0 };
  #isInside = false;
  #takesFocus = false;

  /** `returned` is called in the overview again. */
  constructor(host: LitElement, whereabouts: Whereabouts, returned: () => void) {
    this.#host = host;
    this.#whereabouts = whereabouts;
    this.#returned = returned;
    this.#levels = new ZoomLevels(host, {
      level: () => (whereabouts.layer ? 1 : 0),
      element: (level) => (level ? this.#opened : this.#network),
      places: () => this.#places(),
    });
    host.addController(this);
  }

  /** The layer to show as opened; while it is being left, still that one. */
  get layer(): string {
    return this.#levels.innermost ? this.#place.layer : "";
  }

  get isLeaving(): boolean {
    return this.#levels.isLeft(1);
  }

  /** A class for the overview (0) or the opened layer (1). */
  standing(level: number): string {
    return this.#levels.standing(level);
  }

  /** Call before opening or closing: the focus goes along if it is here. */
  begin(): void {
    this.#takesFocus = this.#host.matches(":focus-within") || document.activeElement === document.body;
  }

  hostUpdate(): void {
    const { layer, spot } = this.#whereabouts;
    if (layer) this.#place = { layer, map: spot.map };
  }

  hostUpdated(): void {
    const isInside = Boolean(this.#whereabouts.layer);
    if (isInside === this.#isInside) return;
    this.#isInside = isInside;
    if (isInside && this.#takesFocus) this.#opened?.focus();
    if (!isInside) this.#return(this.#place.layer);
    this.#takesFocus = false;
  }

  #return(layer: string): void {
    this.#opened?.rest();
    this.#returned();
    if (this.#film) this.#film.focus();
    else if (this.#takesFocus) void this.#network.updateComplete.then(() => this.#network.focusLayer(layer));
  }

  /** The map in the overview, and the same map where the layer is opened. */
  #places() {
    const from = this.#film
      ? middleOf(this.#film.getBoundingClientRect())
      : this.#network.mapRect(this.#place.layer, this.#place.map);
    const to = this.#opened?.mapBox();
    return from && to ? { from, to } : null;
  }

  /** What stands in the overview's place while the network is played. */
  get #film(): HTMLElement | null {
    return this.#host.renderRoot.querySelector<HTMLElement>("cs-film");
  }

  get #network(): CsNetworkView {
    return this.#host.renderRoot.querySelector("cs-network-view") as CsNetworkView;
  }

  get #opened(): CsOpened | null {
    return this.#host.renderRoot.querySelector("cs-opened");
  }
}

/** In a film maps move: a layer grows out of the middle. */
const middleOf = ({ x, y, width, height }: DOMRect): DOMRect =>
  new DOMRect(x + width * 0.4, y + height * 0.4, width * 0.2, height * 0.2);
