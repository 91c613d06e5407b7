import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { Playhead } from "../playhead.ts";

/** What the keys do that are not the playhead's. */
export interface Ways {
  back(): void;
  deeper(): void;
}

type Host = ReactiveControllerHost & HTMLElement & { framed: boolean };

/**
 * The explorer's keys: Escape leads back, Enter one level deeper, the rest is the playhead's.
 *
 * On a page of its own the explorer takes keys nobody else has; in a frame they stay the host's.
 */
export class ExplorerKeys implements ReactiveController {
  readonly #host: Host;
  readonly #playhead: Playhead;
  readonly #ways: Ways;

  constructor(host: Host, playhead: Playhead, ways: Ways) {
    this.#host = host;
    this.#playhead = playhead;
    this.#ways = ways;
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
      this.#ways.back();
      return;
    }
    const target = event.composedPath()[0] as HTMLElement;
    const presses = event.key === " " || event.key === "Enter";
    if (target.closest(presses ? "input, select, textarea, button, a" : "input, select, textarea")) return;
    if (event.key === "Enter" && !event.defaultPrevented) this.#ways.deeper();
    else this.#playhead.key(event);
  };

  readonly #pageKeyed = (event: KeyboardEvent): void => {
    if (!this.#host.framed && event.target === document.body) this.keyed(event);
  };
}
