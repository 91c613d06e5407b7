/** Has the server take steps, and take those again that it no longer keeps. What each led to is remembered here. */
import { toWire } from "../edits/edits-wire.ts";
import { Problem } from "../wire/stream.ts";
import { takeStep, type UpdateAnswer } from "../wire/updates.ts";
import type { StepOrder } from "./step-order.ts";

const GONE = 410;

/** Whether the server has let go of the weights that it was asked for. */
export const isGone = (error: unknown): boolean => error instanceof Problem && error.status === GONE;

export class Stepper {
  /** An order stands behind the same steps as long as it lives. */
  readonly #taken = new WeakMap<StepOrder, UpdateAnswer>();

  /** What a step led to; undefined as long as nobody has taken it. */
  answer(order: StepOrder): UpdateAnswer | undefined {
    return this.#taken.get(order);
  }

  /** The id of the weights after these steps, "" for none; takes those that are not taken yet. Throws Problem, or AbortError. */
  async take(model: string, orders: readonly StepOrder[], signal: AbortSignal): Promise<string> {
    try {
      return await this.#take(model, orders, signal);
    } catch (error) {
      if (!isGone(error)) throw error;
      this.forget(orders);
      return this.#take(model, orders, signal);
    }
  }

  /** The server does not keep these any more. */
  forget(orders: readonly StepOrder[]): void {
    for (const order of orders) this.#taken.delete(order);
  }

  async #take(model: string, orders: readonly StepOrder[], signal: AbortSignal): Promise<string> {
    let updated = "";
    for (const order of orders) {
      const answer = this.#taken.get(order) ?? (await this.#ask(model, order, updated, signal));
      this.#taken.set(order, answer);
      updated = answer.id;
    }
    return updated;
  }

  #ask(model: string, order: StepOrder, updated: string, signal: AbortSignal): Promise<UpdateAnswer> {
    const { plan, source, target, loss, edits } = order;
    const options = { target, loss, edits: toWire(edits), ...(updated && { updated }) };
    return takeStep(model, plan, { source, options }, signal);
  }
}
