/** Which units see the place of the picture that the address names. */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { INPUT } from "../graph/connectivity.ts";
import type { Unit } from "../graph/raster.ts";
import type { Session } from "../session.ts";
import { type Seeing, seenBy } from "../wire/fields.ts";
import { asProblem, isAbort, type Problem } from "../wire/stream.ts";

export class SeenSource implements ReactiveController {
  /** What sees the place, the picture's own pixel first; empty while none is chosen. */
  layers: readonly Seeing[] = [];
  problem: Problem | null = null;
  readonly #host: ReactiveControllerHost;
  readonly #session: Session;
  #key = "";
  #asking: AbortController | null = null;

  constructor(host: ReactiveControllerHost, session: Session) {
    this.#host = host;
    this.#session = session;
    host.addController(this);
  }

  /** The chosen place along the picture's axes; null where none is. */
  get at(): Unit | null {
    const { at } = this.#session.state;
    const axes = (this.#session.runner.run?.inputShape.length ?? 0) - 1;
    return at.length > 0 && at.length === axes ? at : null;
  }

  choose(at: Unit | null): void {
    this.#session.store.set({ at: at ?? [] }, "replace");
  }

  hostUpdate(): void {
    const { at } = this;
    const model = this.#session.runner.run?.model;
    const key = at && model ? JSON.stringify([model, at]) : "";
    if (key === this.#key) return;
    this.#key = key;
    this.#asking?.abort();
    this.problem = null;
    if (at && model) void this.#ask(model, at);
    else this.layers = [];
  }

  async #ask(model: string, at: Unit): Promise<void> {
    const asking = new AbortController();
    this.#asking = asking;
    try {
      const { layers } = await seenBy(model, at, asking.signal);
      const own = at.map((place) => ({ first: place, last: place }));
      const sizes = this.#session.runner.run?.inputShape.slice(1) ?? [];
      this.layers = [{ name: INPUT, sizes: [...sizes], ranges: own, places: 1 }, ...layers];
    } catch (error) {
      if (isAbort(error) || asking.signal.aborted) return;
      this.layers = [];
      this.problem = asProblem(error);
    }
    this.#host.requestUpdate();
  }
}
