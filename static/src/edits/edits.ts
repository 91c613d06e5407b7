/**
 * What a person made of a network: steps of learning, and then weights replaced. Nothing here changes in place:
 * every change gives a new one.
 */
import type { StepOrder } from "../update/step-order.ts";
import { Tensor } from "../wire/tensor.ts";

/** New numbers of one parameter, by their place in C order. */
export interface Patch {
  layer: string;
  parameter: string;
  shape: readonly number[];
  values: ReadonlyMap<number, number>;
}

/** A parameter as trained, or as it is after the steps. */
export interface Trained {
  layer: string;
  parameter: string;
  tensor: Tensor;
}

export class Edits {
  static readonly none = new Edits([]);

  readonly patches: readonly Patch[];
  /** All of them made before the patches; each begins with edits of its own. */
  readonly steps: readonly StepOrder[];

  constructor(patches: readonly Patch[], steps: readonly StepOrder[] = []) {
    this.patches = patches.filter(({ values }) => values.size > 0);
    this.steps = steps;
  }

  /** Whether the network is as trained. */
  get isNone(): boolean {
    return !this.patches.length && !this.steps.length;
  }

  /** How many weights have been replaced since the last step. */
  get count(): number {
    return this.patches.reduce((sum, { values }) => sum + values.size, 0);
  }

  /** The layers with edited weights. */
  get layers(): ReadonlySet<string> {
    return new Set(this.patches.map(({ layer }) => layer));
  }

  /** With these numbers (by place) in a parameter; a number that is the trained one is no edit. */
  with({ layer, parameter, tensor }: Trained, values: ReadonlyMap<number, number>): Edits {
    const merged = new Map(this.#patch(layer, parameter)?.values);
    for (const [place, value] of values) {
      const single = Math.fround(value);
      if (single === tensor.data[place]) merged.delete(place);
      else merged.set(place, single);
    }
    return this.#replacing({ layer, parameter, shape: tensor.shape, values: merged });
  }

  /** After one more step, which begins with these edits. */
  stepped(order: Omit<StepOrder, "edits">): Edits {
    return new Edits([], [...this.steps, { ...order, edits: new Edits(this.patches) }]);
  }

  /** A parameter with the edits in place; the very tensor where there are none. */
  applied({ layer, parameter, tensor }: Trained): Tensor {
    const patch = this.#patch(layer, parameter);
    if (!patch) return tensor;
    const data = tensor.data.slice();
    for (const [place, value] of patch.values) data[place] = value;
    return new Tensor(tensor.shape, data);
  }

  #patch(layer: string, parameter: string): Patch | undefined {
    return this.patches.find((each) => each.layer === layer && each.parameter === parameter);
  }

  #replacing(patch: Patch): Edits {
    const others = this.patches.filter(
      ({ layer, parameter }) => layer !== patch.layer || parameter !== patch.parameter,
    );
    return new Edits([...others, patch], this.steps);
  }
}
