/** Asks the server what a network looked at: one target after the other, the newest wish wins. */
import type { RunState } from "../run-state.ts";
import { attribution } from "../wire/attributions.ts";
import { asProblem, isAbort, type Problem } from "../wire/stream.ts";
import { Answer } from "./answer.ts";
import { formatTarget, queryOf, type Target } from "./target.ts";

/** A method with its own numbers, as the address of a request says it. */
export type Query = Readonly<Record<string, string>>;

/** Answers are kept as long as their run is: of so many wishes, the newest. */
const MOST_KEPT = 12;
const kept = new WeakMap<RunState, Map<string, Answer>>();

/** Fires "change" as answers come together. */
export class Inquiry extends EventTarget {
  /** One for each target; null as long as nothing has come. */
  answers: readonly (Answer | null)[] = [];
  busy = false;
  problem: Problem | null = null;
  #key = "";
  #run: RunState | null = null;
  #asking: AbortController | null = null;
  #again: () => void = () => {};
  #frame = 0;

  /** The run that the answers are about. */
  get run(): RunState | null {
    return this.#run;
  }

  /** Sees to it that the answers are those to these questions: one for each target, or for each query. */
  ask(run: RunState, queries: readonly { query: Query; target: Target }[]): void {
    const key = JSON.stringify(queries.map(({ query, target }) => [query, formatTarget(target)]));
    if (key === this.#key && run === this.#run) return;
    this.#key = key;
    this.#run = run;
    this.#again = () => void this.#follow(run, queries);
    this.#again();
  }

  /** Gives up what is under way; what has come stays. */
  cancel(): void {
    this.#asking?.abort();
    this.busy = false;
    this.#changed();
  }

  /** Forgets what was asked, so that asking the same begins anew. */
  leave(): void {
    this.#asking?.abort();
    this.busy = false;
    this.#key = "";
    this.#run = null;
  }

  retry(): void {
    this.#again();
  }

  async #follow(run: RunState, queries: readonly { query: Query; target: Target }[]): Promise<void> {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    this.problem = null;
    this.busy = true;
    const answers: (Answer | null)[] = queries.map(({ query, target }) => keptOf(run, query, target));
    this.answers = answers;
    this.#changed();
    try {
      for (const [i, { query, target }] of queries.entries()) {
        if (answers[i]) continue;
        const answer = new Answer(target);
        answers[i] = answer;
        await this.#consume(run, query, answer, asking.signal);
        keep(run, query, answer);
      }
    } catch (error) {
      if (isAbort(error) || asking.signal.aborted) return;
      this.problem = asProblem(error);
    }
    this.busy = false;
    this.#changed();
  }

  async #consume(run: RunState, query: Query, answer: Answer, signal: AbortSignal): Promise<void> {
    if (!run.asked) return;
    const wish = { ...query, ...queryOf(answer.target) };
    for await (const event of attribution(run.model, wish, run.asked, signal)) {
      signal.throwIfAborted();
      answer.accept(event);
      // Events come faster than frames.
      this.#frame ||= requestAnimationFrame(() => this.#changed());
    }
  }

  #changed(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.dispatchEvent(new Event("change"));
  }
}

const keyOf = (query: Query, target: Target): string => JSON.stringify([query, formatTarget(target)]);

const keptOf = (run: RunState, query: Query, target: Target): Answer | null =>
  kept.get(run)?.get(keyOf(query, target)) ?? null;

function keep(run: RunState, query: Query, answer: Answer): void {
  const answers = kept.get(run) ?? new Map<string, Answer>();
  kept.set(run, answers);
  answers.set(keyOf(query, answer.target), answer);
  const [oldest] = answers.keys();
  if (answers.size > MOST_KEPT && oldest !== undefined) answers.delete(oldest);
}
