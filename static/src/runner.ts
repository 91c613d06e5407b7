/** Runs networks one after another; the newest wish wins, and the last good state stays until it is answered. */
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

  /** Runs a network; resolves with whether the stream reached its end. */
  async start(model: string, source: Source, options: RunOptions): Promise<boolean> {
    this.#request?.abort();
    const request = new AbortController();
    this.#request = request;
    const lastGood = this.run;
    this.#status({ busy: true, slow: false, problem: null });
    const slow = setTimeout(() => this.#status({ slow: true }), SLOW_AFTER_MS);
    try {
      await this.#consume(model, source, options, request.signal);
      this.#status({ busy: false, slow: false });
      return true;
    } catch (error) {
      if (isAbort(error) || request.signal.aborted) return false;
      this.#restore(lastGood);
      this.#status({ busy: false, slow: false, problem: asProblem(error) });
      return false;
    } finally {
      clearTimeout(slow);
      if (this.#request === request) this.#request = null;
    }
  }

  dismissProblem(): void {
    this.#status({ problem: null });
  }

  async #consume(model: string, source: Source, options: RunOptions, signal: AbortSignal): Promise<void> {
    let next: RunState | null = null;
    for await (const event of run(model, source, options, signal)) {
      if (signal.aborted) return;
      if (event.event === "run") {
        next = new RunState(event);
        this.run = next;
        this.#progress(null);
      } else if (next) {
        this.#progress(next.accept(event));
      }
    }
  }

  #restore(lastGood: RunState | null): void {
    if (!lastGood?.ended || lastGood === this.run) return;
    this.run = lastGood;
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
