import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Draws its host again when its size changes. */
export class SizeController implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  readonly #observer: ResizeObserver;
  width = 0;
  height = 0;
  readonly #low = matchMedia("(max-height: 420px)");

  constructor(host: ReactiveControllerHost & Element) {
    this.#host = host;
    this.#observer = new ResizeObserver(([entry]) => {
      const { width, height } = entry?.contentRect ?? { width: 0, height: 0 };
      if (Math.round(width) === this.width && Math.round(height) === this.height) return;
      this.width = Math.round(width);
      this.height = Math.round(height);
      this.#host.requestUpdate();
    });
    host.addController(this);
  }

  /** Whether the whole window is as low as a small frame. */
  get isLow(): boolean {
    return this.#low.matches;
  }

  hostConnected(): void {
    this.#observer.observe(this.#host);
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
  }
}
