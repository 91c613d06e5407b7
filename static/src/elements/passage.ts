import type { LitElement, ReactiveController } from "lit";
import { growFrom, settle } from "../motion.ts";
import type { Whereabouts } from "../whereabouts.ts";
import type { CsNetworkView } from "./cs-network-view.ts";

/** The way into a layer and back to the overview: the motion, and where the focus goes. */
export class Passage implements ReactiveController {
  readonly #host: LitElement;
  readonly #whereabouts: Whereabouts;
  readonly #returned: () => void;
  #from: DOMRect | undefined;
  #shown = "";
  #heldFocus = false;

  /** `returned` is called in the overview again. */
  constructor(host: LitElement, whereabouts: Whereabouts, returned: () => void) {
    this.#host = host;
    this.#whereabouts = whereabouts;
    this.#returned = returned;
    host.addController(this);
  }

  /** The layer that opens next grows out of this box of the page. */
  openFrom(box: DOMRect | undefined): void {
    this.#from = box;
  }

  /** Call before closing: the focus goes back too, if it was here. */
  leave(): void {
    this.#heldFocus = this.#host.matches(":focus-within");
  }

  hostUpdated(): void {
    const { layer } = this.#whereabouts;
    const opened = this.#host.renderRoot.querySelector<HTMLElement>(".opened");
    if (opened && !this.#shown && this.#from) {
      opened.focus();
      growFrom(opened, this.#from);
    }
    if (!layer && this.#shown) this.#return(this.#shown);
    this.#shown = layer;
    this.#from = undefined;
  }

  #return(layer: string): void {
    const network = this.#host.renderRoot.querySelector("cs-network-view") as CsNetworkView;
    settle(network);
    this.#returned();
    if (this.#heldFocus) void network.updateComplete.then(() => network.focusLayer(layer));
    this.#heldFocus = false;
  }
}
