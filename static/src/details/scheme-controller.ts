import type { ReactiveController, ReactiveControllerHost } from "lit";
import { activeScheme, followScheme, type Scheme } from "../scheme.ts";

/** Draws its host again when light becomes dark or the other way round. */
export class SchemeController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #unfollow: (() => void) | undefined;
  scheme: Scheme = activeScheme();

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#unfollow = followScheme(() => {
      this.scheme = activeScheme();
      this.#host.requestUpdate();
    });
    // Following restores a choice of an earlier visit.
    this.scheme = activeScheme();
  }

  hostDisconnected(): void {
    this.#unfollow?.();
  }
}
