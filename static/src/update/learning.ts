/** Steps of learning on what is shown: takes them, and says how the loss fared. */
import type { Editing } from "../edits/editing.ts";
import type { Edits } from "../edits/edits.ts";
import type { Source } from "../wire/client.ts";
import type { LossEvent } from "../wire/events.ts";
import { asProblem, isAbort, type Problem } from "../wire/stream.ts";
import type { Plan, UpdateAnswer } from "../wire/updates.ts";
import { planFor } from "./rules.ts";
import { Stepper } from "./stepper.ts";

/** What steps are taken on: the network and picture that are shown, and the loss of their backward pass. */
export interface Ground {
  model: string;
  loss: LossEvent | null;
  source(): Promise<Source | null>;
  /** From now on it is this class that is asked about, whichever is predicted. */
  keepTarget(target: number): void;
}

/** Fires "change" with every step, and whenever one is under way or has failed. */
export class Learning extends EventTarget {
  readonly stepper = new Stepper();
  plan: Plan = planFor("sgd");
  /** How many of the steps that were asked for are still to be taken. */
  left = 0;
  problem: Problem | null = null;
  /** Whether the person has turned to it. */
  isOpen = false;
  readonly editing: Editing;
  readonly #ground: () => Ground;
  #work: AbortController | null = null;

  constructor(editing: Editing, ground: () => Ground) {
    super();
    this.editing = editing;
    this.#ground = ground;
  }

  /** The steps that are in force and were taken already, the first one first. */
  get taken(): UpdateAnswer[] {
    const answers = this.editing.now.steps.map((order) => this.stepper.answer(order));
    return answers.filter((answer) => answer !== undefined);
  }

  /** One goes on as the last step was taken. */
  open(isOpen: boolean): void {
    this.isOpen = isOpen;
    this.plan = this.editing.now.steps.at(-1)?.plan ?? this.plan;
    this.#changed();
  }

  choose(plan: Plan): void {
    this.plan = plan;
    this.problem = null;
    this.#changed();
  }

  stop(): void {
    this.#work?.abort();
    this.#work = null;
    this.left = 0;
    this.#changed();
  }

  /** Takes steps one after the other, as long as nobody changes anything in between. */
  async step(count: number): Promise<void> {
    this.#work?.abort();
    const work = new AbortController();
    this.#work = work;
    this.problem = null;
    this.left = count;
    this.#changed();
    try {
      await this.#steps(work.signal);
    } catch (error) {
      if (!isAbort(error) && this.#work === work) this.problem = asProblem(error);
    }
    if (this.#work === work) this.stop();
  }

  /** The id of the weights that edits begin with; takes steps that the server does not know. Throws Problem. */
  weightsOf({ steps }: Edits): Promise<string> {
    return this.stepper.take(this.#ground().model, steps);
  }

  async #steps(signal: AbortSignal): Promise<void> {
    const { model, loss, source, keepTarget } = this.#ground();
    const target = loss?.target;
    const picture = await source();
    if (target === undefined || !picture || loss?.name === "unit") return;
    keepTarget(target);
    let known = this.editing.now;
    while (this.left > 0 && !signal.aborted && this.editing.now === known) {
      const next = known.stepped({ plan: this.plan, source: picture, target, loss: loss?.name ?? "logit" });
      await this.stepper.take(model, next.steps, signal);
      if (signal.aborted || this.editing.now !== known) return;
      this.left -= 1;
      known = next;
      this.editing.learn(next);
      this.#changed();
    }
  }

  #changed(): void {
    this.dispatchEvent(new Event("change"));
  }
}
