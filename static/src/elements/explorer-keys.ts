import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { Playhead } from "../playhead.ts";

type Host = ReactiveControllerHost & HTMLElement & { framed: boolean };

/**
 * The explorer's keys: Escape leads back, the rest is the playhead's.
 *
 * On a page of its own the explorer takes keys nobody else has; in a frame they stay the host's.
 */
export class ExplorerKeys implements ReactiveController {
  readonly #host: Host;
  readonly #playhead: Playhead;
  readonly #back: () => void;

  constructor(host: Host, playhead: Playhead, back: () => void) {
    this.#host = host;
    this.#playhead = playhead;
    this.#back = back;
    host.addController(this);
  }

  hostConnected(): void {
    window.addEventListener("keydown", this.#pageKeyed);
  }

  hostDisconnected(): void {
    window.removeEventListener("keydown", this.#pageKeyed);
  }

  /** A key pressed inside the explorer. */
  readonly keyed = (event: KeyboardEvent): void => {
    if (event.key === "Escape") {
      this.#back();
      return;
    }
    const target = event.composedPath()[0] as HTMLElement;
    const presses = event.key === " " || event.key === "Enter";
    if (!target.closest(presses ? "input, select, textarea, button, a" : "input, select, textarea")) {
      this.#playhead.key(event);
    }
  };

  readonly #pageKeyed = (event: KeyboardEvent): void => {
    if (!this.#host.framed && event.target === document.body) this.keyed(event);
  };
}
