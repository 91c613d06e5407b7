/** Checks of one number: the newest is shown, and what every ε gave is kept for the valley. */
import type { DetailContext } from "../details/context.ts";
import { type CheckAnswer, checkGradient } from "../wire/checks.ts";
import { asProblem, isAbort, type Problem } from "../wire/stream.ts";
import { type NudgedValue, nudgedOf } from "./nudged.ts";
import { powersOfTen, type Tried } from "./valley.ts";

/** A check that takes longer than this is not repeated for every ε unasked. */
const QUICK_MS = 400;

/** Fires "change" with whatever there is to show. */
export class CheckSource extends EventTarget {
  value: NudgedValue | null = null;
  answer: CheckAnswer | null = null;
  problem: Problem | null = null;
  busy = false;
  /** Null as long as the server chooses. */
  epsilon: number | null = null;
  tried: Tried[] = [];
  #asked: DetailContext["asked"];
  #key = "";
  #work: AbortController | null = null;

  /** Turns to what is opened; where that is another number, it is checked at once. */
  follow(context: DetailContext): void {
    const value = nudgedOf(context);
    const key = JSON.stringify([value, context.asked?.options, context.asked?.model]);
    if (key === this.#key && context.asked?.source === this.#asked?.source) return;
    this.#key = key;
    this.#asked = context.asked;
    this.value = value;
    this.tried = [];
    this.epsilon = null;
    void this.check(null);
  }

  stop(): void {
    this.#work?.abort();
    this.#key = "";
  }

  /** Checks by this ε (null: the server's own), then by all others where that is quick. */
  async check(epsilon: number | null): Promise<void> {
    const signal = this.#begin();
    this.epsilon = epsilon;
    const start = performance.now();
    const answer = await this.#ask(epsilon, signal);
    if (signal.aborted) return;
    this.answer = answer ?? this.answer;
    this.#done();
    const isNothing = answer?.slope === 0 && answer.gradient === 0;
    if (answer && !isNothing && performance.now() - start < QUICK_MS) await this.#others(signal);
  }

  /** The same for all powers of ten, one after the other. */
  async measure(): Promise<void> {
    await this.#others(this.#begin());
    this.#done();
  }

  async #others(signal: AbortSignal): Promise<void> {
    for (const epsilon of powersOfTen()) {
      if (signal.aborted) return;
      if (this.tried.some((each) => each.epsilon === epsilon)) continue;
      if (!(await this.#ask(epsilon, signal))) return;
      this.#changed();
    }
  }

  async #ask(epsilon: number | null, signal: AbortSignal): Promise<CheckAnswer | null> {
    const { value } = this;
    const asked = this.#asked;
    if (!value || !asked) return null;
    try {
      const answer = await checkGradient(asked.model, value, epsilon, asked, signal);
      const { epsilon: by, relative_error: error } = answer;
      if (by !== null && error !== null)
        this.tried = [...this.tried.filter((each) => each.epsilon !== by), { epsilon: by, error }];
      return answer;
    } catch (error) {
      if (!isAbort(error) && !signal.aborted) this.problem = asProblem(error);
      return null;
    }
  }

  #begin(): AbortSignal {
    this.#work?.abort();
    this.#work = new AbortController();
    this.problem = null;
    this.busy = true;
    this.#changed();
    return this.#work.signal;
  }

  #done(): void {
    this.busy = false;
    this.#changed();
  }

  #changed(): void {
    this.dispatchEvent(new Event("change"));
  }
}
