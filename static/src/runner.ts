/** Runs networks one after another; the newest wish wins, and the last good state stays until it is answered. */
import type { InView } from "./budget.ts";
import { Fetcher, type Part } from "./fetcher.ts";
import { RunState } from "./run-state.ts";
import { type RunOptions, run, type Source } from "./wire/client.ts";
import { asProblem, isAbort, type Problem } from "./wire/stream.ts";

/** Waiting less than this goes unmentioned: it would only flicker. */
const SLOW_AFTER_MS = 300;

export interface Progress {
  /** Layers whose maps changed; null when all may have. */
  names: string[] | null;
}

/** Fires "progress" (CustomEvent<Progress>) as events arrive, and "status" when busy, slow or problem change. */
export class Runner extends EventTarget {
  run: RunState | null = null;
  busy = false;
  slow = false;
  problem: Problem | null = null;
  #request: AbortController | null = null;
  /** The request that `run` answers. */
  #answered: AbortController | null = null;
  #fetcher: Fetcher | null = null;
  #inView: InView = new Map();
  /** Fetches for a runner that has adopted its run too. */
  #shared: Fetcher | null = null;

  /** Runs a network; resolves with whether the stream reached its end. `options.layers`: the rest comes by `look`. */
  async start(model: string, source: Source, options: RunOptions): Promise<boolean> {
    this.#request?.abort();
    const request = new AbortController();
    this.#request = request;
    const lastGood = { run: this.run, fetcher: this.#fetcher };
    this.#status({ busy: true, slow: false, problem: null });
    const slow = setTimeout(() => this.#status({ slow: true }), SLOW_AFTER_MS);
    try {
      await this.#consume(model, source, options, request);
      if (lastGood.fetcher !== this.#shared) lastGood.fetcher?.stop();
      this.#status({ busy: false, slow: false });
      this.#fetcher?.look(this.#inView);
      return true;
    } catch (error) {
      if (isAbort(error) || request.signal.aborted) return false;
      this.#restore(lastGood);
      this.#status({ busy: false, slow: false, problem: asProblem(error) });
      return false;
    } finally {
      clearTimeout(slow);
    }
  }

  /** These are in view: what cannot be drawn of them yet is fetched. */
  look(inView: InView): void {
    this.#inView = inView;
    if (!this.busy) this.#fetcher?.look(inView);
  }

  /** The run of the newest wish, once `enough` of it (or all) has arrived; null where it broke or was given up. */
  async arrived(enough: (run: RunState) => boolean): Promise<RunState | null> {
    const request = this.#request;
    while (this.#request === request) {
      const isAnswer = this.#answered === request;
      if (isAnswer && this.run && (this.run.ended || enough(this.run))) return this.run;
      if (!this.busy) return null;
      await this.#next();
    }
    return null;
  }

  /** Sees to it that these layers' numbers are held. Throws Problem. */
  async hold(names: readonly string[], signal: AbortSignal): Promise<void> {
    await this.#fetcher?.hold(names, signal);
  }

  /** Goes on with another runner's ended run, which that one may replace. */
  adopt(other: Runner): void {
    this.#request?.abort();
    this.#request = null;
    this.#answered = null;
    if (this.#fetcher !== this.#shared) this.#fetcher?.stop();
    this.#fetcher = other.#fetcher;
    this.#shared = other.#fetcher;
    other.#shared = other.#fetcher;
    this.run = other.run;
    this.#status({ busy: false, slow: false, problem: null });
  }

  dismissProblem(): void {
    this.#status({ problem: null });
  }

  async #consume(
    model: string,
    source: Source,
    options: RunOptions,
    request: AbortController,
  ): Promise<void> {
    let next: RunState | null = null;
    for await (const event of run(model, source, options, request.signal)) {
      if (request.signal.aborted) return;
      if (event.event === "run") {
        next = new RunState(event);
        next.asked = { source, options };
        this.run = next;
        this.#answered = request;
        this.#fetcher = this.#fetcherOf(next, model, source, options);
        this.#progress(null);
      } else if (next) {
        this.#progress(next.accept(event, options.maps ? "maps" : "whole"));
      }
    }
  }

  #fetcherOf(state: RunState, model: string, source: Source, options: RunOptions): Fetcher {
    const pass = options.pass ?? "forward";
    const { layers: _layers, maps: _maps, ...others } = options;
    const ask = (part: Part, signal: AbortSignal) => run(model, source, { ...others, ...part }, signal);
    const fetcher = new Fetcher(state, pass, ask, options.layers !== undefined);
    fetcher.addEventListener("held", (event) => this.#progress((event as CustomEvent<string[]>).detail));
    fetcher.addEventListener("failed", (event) =>
      this.#status({ problem: (event as CustomEvent<Problem>).detail }),
    );
    return fetcher;
  }

  /** Resolves with the next thing that happens. */
  #next(): Promise<void> {
    return new Promise((resolve) => {
      const happened = () => {
        this.removeEventListener("progress", happened);
        this.removeEventListener("status", happened);
        resolve();
      };
      this.addEventListener("progress", happened);
      this.addEventListener("status", happened);
    });
  }

  #restore({ run, fetcher }: { run: RunState | null; fetcher: Fetcher | null }): void {
    if (!run?.ended) return;
    // What is shown is the answer to go on with.
    this.#answered = this.#request;
    if (run === this.run) return;
    this.#fetcher?.stop();
    this.#fetcher = fetcher;
    this.run = run;
    this.#progress(null);
  }

  #status(change: Partial<Pick<Runner, "busy" | "slow" | "problem">>): void {
    Object.assign(this, change);
    this.dispatchEvent(new Event("status"));
  }

  #progress(names: string[] | null): void {
    this.dispatchEvent(new CustomEvent<Progress>("progress", { detail: { names } }));
  }
}
