/** Fetches what is looked at of a run that came in part, and lets go of what is long out of view. */
import { HELD, missingOf } from "./budget.ts";
import type { RunState } from "./run-state.ts";
import type { Pass } from "./wire/client.ts";
import type { StreamEvent } from "./wire/events.ts";
import { asProblem, isAbort, type Problem } from "./wire/stream.ts";

/** A view that moves on is not worth a run of the network. */
const SETTLED_MS = 140;

/** Runs the network again, for the numbers of these layers alone. */
export type Ask = (layers: readonly string[], signal: AbortSignal) => AsyncGenerator<StreamEvent>;

/** Fires "held" (CustomEvent<string[]>) as numbers arrive, and "failed" (CustomEvent<Problem>). */
export class Fetcher extends EventTarget {
  readonly #run: RunState;
  readonly #pass: Pass;
  readonly #ask: Ask;
  readonly #stopped = new AbortController();
  #wanted: readonly string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #fetching: Promise<void> | null = null;

  constructor(run: RunState, pass: Pass, ask: Ask) {
    super();
    this.#run = run;
    this.#pass = pass;
    this.#ask = ask;
  }

  /** These are in view: what is missing of them comes once the view has settled. */
  look(names: readonly string[]): void {
    this.#wanted = names;
    clearTimeout(this.#timer);
    if (!missingOf(this.#run, names, this.#pass).length) return;
    this.#timer = setTimeout(() => void this.#fetchWanted(), SETTLED_MS);
  }

  /** Fetches these at once; resolves when they are held. Throws Problem. */
  async hold(names: readonly string[], signal: AbortSignal): Promise<void> {
    const missing = names.filter((name) => !this.#run.holds([name], this.#pass));
    if (missing.length) await this.#fetch(missing, AbortSignal.any([signal, this.#stopped.signal]));
  }

  /** Gives up for good: a newer run is on its way. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#stopped.abort();
  }

  async #fetchWanted(): Promise<void> {
    await this.#fetching;
    const missing = missingOf(this.#run, this.#wanted, this.#pass);
    if (!missing.length || this.#stopped.signal.aborted || this.#fetching) return;
    this.#fetching = this.#fetch(missing, this.#stopped.signal).finally(() => {
      this.#fetching = null;
    });
    try {
      await this.#fetching;
    } catch (error) {
      if (isAbort(error)) return;
      this.dispatchEvent(new CustomEvent<Problem>("failed", { detail: asProblem(error) }));
      return;
    }
    this.#run.letGo(HELD, this.#wanted);
    this.look(this.#wanted);
  }

  async #fetch(layers: readonly string[], signal: AbortSignal): Promise<void> {
    const asked = new Set(layers);
    for await (const event of this.#ask(layers, signal)) {
      signal.throwIfAborted();
      if (event.event === "run") continue;
      const held = this.#run.accept(event).filter((name) => asked.has(name));
      if (held.length) this.dispatchEvent(new CustomEvent<string[]>("held", { detail: held }));
    }
  }
}
