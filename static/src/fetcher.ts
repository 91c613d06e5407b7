/** Fetches what is looked at of a run that came in part, and lets go of what is long out of view. */
import { FEW_MAPS, HELD, type InView, missingOf, THUMBNAIL, WHOLE } from "./budget.ts";
import type { Share } from "./glimpses.ts";
import type { RunState } from "./run-state.ts";
import type { Pass, RunOptions } from "./wire/client.ts";
import type { StreamEvent } from "./wire/events.ts";
import { asProblem, isAbort, type Problem } from "./wire/stream.ts";

/** A view that moves on is not worth a run of the network. */
const SETTLED_MS = 140;

/** Which numbers of a run are asked for. */
export type Part = Pick<RunOptions, "layers" | "maps" | "side" | "tensors">;

/** Runs the network again, for a part of its numbers. */
export type Ask = (part: Part, signal: AbortSignal) => AsyncGenerator<StreamEvent>;

/** Fires "held" (CustomEvent<string[]>) as numbers arrive, and "failed" (CustomEvent<Problem>). */
export class Fetcher extends EventTarget {
  readonly #run: RunState;
  readonly #pass: Pass;
  readonly #ask: Ask;
  readonly #stopped = new AbortController();
  readonly #comesInPart: boolean;
  #wanted: InView = new Map();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #fetching: Promise<void> | null = null;
  #hasThumbnails = false;

  /** `comesInPart`: whether the run holds some layers' numbers only, so that there is anything to look for. */
  constructor(run: RunState, pass: Pass, ask: Ask, comesInPart: boolean) {
    super();
    this.#comesInPart = comesInPart;
    this.#run = run;
    this.#pass = pass;
    this.#ask = ask;
  }

  /** These are in view: what is missing of them comes once the view has settled, thumbnails of all others then. */
  look(inView: InView): void {
    if (!this.#comesInPart) return;
    this.#wanted = inView;
    clearTimeout(this.#timer);
    if (this.#hasThumbnails && !missingOf(this.#run, inView, this.#pass).size) return;
    this.#timer = setTimeout(() => void this.#fetchWanted(), SETTLED_MS);
  }

  /** Fetches these at once, whole; resolves when they are held. Throws Problem. */
  async hold(names: readonly string[], signal: AbortSignal): Promise<void> {
    const layers = names.filter((name) => !this.#run.holds([name], this.#pass));
    if (layers.length)
      await this.#fetch({ layers }, "whole", AbortSignal.any([signal, this.#stopped.signal]));
  }

  /** Gives up for good: a newer run is on its way. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#stopped.abort();
  }

  async #fetchWanted(): Promise<void> {
    await this.#fetching;
    if (this.#stopped.signal.aborted || this.#fetching) return;
    const next = this.#next();
    if (!next) return;
    this.#fetching = next.finally(() => {
      this.#fetching = null;
    });
    try {
      await this.#fetching;
    } catch (error) {
      if (isAbort(error)) return;
      this.dispatchEvent(new CustomEvent<Problem>("failed", { detail: asProblem(error) }));
      return;
    }
    this.#run.letGo(HELD, [...this.#wanted.keys()]);
    this.look(this.#wanted);
  }

  /** The next fetch: what is needed whole; few maps of what is in view; all of what is shown in full; thumbnails. */
  #next(): Promise<void> | null {
    const missing = [...missingOf(this.#run, this.#wanted, this.#pass)];
    const whole = missing.filter(([, maps]) => maps === WHOLE).map(([name]) => name);
    const few = missing.filter(([, maps]) => maps <= FEW_MAPS).map(([name]) => name);
    const { signal } = this.#stopped;
    if (whole.length) return this.#fetch({ layers: whole }, "whole", signal);
    if (few.length) return this.#fetch({ layers: few, maps: FEW_MAPS }, "maps", signal);
    const [full] = missing;
    if (full) return this.#fetch({ layers: [full[0]], maps: full[1] }, "maps", signal);
    if (this.#hasThumbnails) return null;
    this.#hasThumbnails = true;
    return this.#fetch({ tensors: "preview", maps: FEW_MAPS, side: THUMBNAIL }, "thumbnails", signal);
  }

  async #fetch(part: Part, share: Share, signal: AbortSignal): Promise<void> {
    const asked = part.layers && new Set(part.layers);
    for await (const event of this.#ask(part, signal)) {
      signal.throwIfAborted();
      if (event.event === "run") continue;
      const held = this.#run.accept(event, share).filter((name) => !asked || asked.has(name));
      if (held.length) this.dispatchEvent(new CustomEvent<string[]>("held", { detail: held }));
    }
  }
}
