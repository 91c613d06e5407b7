/** A step of learning, taken by the server: all weights a little down the slope of one picture's loss. */
import { type Asked, addressOf, askOf, queryOf } from "./asking.ts";
import type { Loss } from "./client.ts";

export type Rule = "sgd" | "momentum" | "nesterov" | "rmsprop" | "adam";

/** How steps are taken: by which rule, at which rate, with which numbers of its own. */
export interface Plan {
  rule: Rule;
  rate: number;
  numbers: Readonly<Record<string, number>>;
}

/** How far a parameter went: Euclidean lengths of it, its gradient and the step; the largest single change. */
export interface MovedParameter {
  layer: string;
  parameter: string;
  weight: number;
  gradient: number;
  step: number;
  largest: number;
}

export interface UpdateAnswer {
  /** Goes into `updated` of whatever is asked of the network after the step. */
  id: string;
  parent?: string;
  /** Class index, and its label; absent where a unit is asked about. */
  target?: number;
  label?: string;
  name: Loss | "unit";
  loss_before: number;
  loss_after: number;
  moved: MovedParameter[];
}

/** Takes a step from a run's weights, edits included. Throws Problem, or AbortError. */
export function takeStep(
  model: string,
  { rule, rate, numbers }: Plan,
  run: Asked,
  signal?: AbortSignal,
): Promise<UpdateAnswer> {
  const { target, loss } = run.options;
  const own = Object.entries(numbers).map(([name, value]) => [name, String(value)]);
  const query = {
    optimizer: rule,
    rate: String(rate),
    ...Object.fromEntries(own),
    ...(target !== undefined && { target: String(target) }),
    ...(loss && { loss }),
    ...queryOf(run),
  };
  return askOf(addressOf(model, "updates", query), run, signal);
}
