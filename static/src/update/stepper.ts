/** Has the server take steps, and take those again that it no longer keeps. What each led to is remembered here. */
import { toWire } from "../edits/edits-wire.ts";
import { takeStep, type UpdateAnswer } from "../wire/updates.ts";
import type { StepOrder } from "./step-order.ts";

export class Stepper {
  /** An order stands behind the same steps as long as it lives. */
  readonly #taken = new WeakMap<StepOrder, UpdateAnswer>();
  /** How to get to the weights of that id once more, and those that are under way. */
  readonly #ways = new Map<string, () => Promise<UpdateAnswer>>();
  readonly #restoring = new Map<string, Promise<UpdateAnswer>>();

  /** What a step led to; undefined as long as nobody has taken it. */
  answer(order: StepOrder): UpdateAnswer | undefined {
    return this.#taken.get(order);
  }

  /** The id of the weights after these steps, "" for none; takes those that are not taken yet. Throws Problem, or AbortError. */
  async take(model: string, orders: readonly StepOrder[], signal?: AbortSignal): Promise<string> {
    let updated = "";
    for (const order of orders) {
      const answer = this.#taken.get(order) ?? (await this.#ask(model, order, updated, signal));
      this.#taken.set(order, answer);
      updated = answer.id;
    }
    return updated;
  }

  /** Takes the step again that led to these weights; false where none did. The same step has the same id. Throws Problem. */
  async restore(updated: string): Promise<boolean> {
    const way = this.#ways.get(updated);
    if (!way) return false;
    const restoring = this.#restoring.get(updated) ?? way();
    this.#restoring.set(updated, restoring);
    try {
      await restoring;
    } finally {
      this.#restoring.delete(updated);
    }
    return true;
  }

  async #ask(model: string, order: StepOrder, updated: string, signal?: AbortSignal): Promise<UpdateAnswer> {
    const { plan, source, target, loss, edits } = order;
    const options = { target, loss, edits: toWire(edits), ...(updated && { updated }) };
    const answer = await takeStep(model, plan, { source, options }, signal);
    this.#ways.set(answer.id, () => this.#ask(model, order, updated));
    return answer;
  }
}
