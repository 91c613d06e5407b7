/** What the overview shows of a run at each node: outputs, or (backward) gradients, and the scale they are drawn on. */
import type { Kind } from "./colour.ts";
import { legendLimit } from "./draw/maps.ts";
import type { Comparison } from "./edits/comparison.ts";
import { differenceOf } from "./edits/difference.ts";
import { INPUT } from "./graph/connectivity.ts";
import { hasOwnColours } from "./picture.ts";
import type { RunState } from "./run-state.ts";
import type { ScaleChoice } from "./state.ts";
import type { Pass } from "./wire/client.ts";
import type { Preprocessing } from "./wire/events.ts";
import type { Tensor } from "./wire/tensor.ts";

export interface NodeValues {
  tensor: Tensor;
  kind: Kind;
  /** Given where the maps are the picture's channels: they keep their own colours. */
  picture: Preprocessing | null;
}

export class OverviewValues {
  readonly #run: RunState;
  readonly #pass: Pass;
  readonly #scale: ScaleChoice;
  /** What the difference is taken to; null where the run's own values are shown. */
  readonly #before: RunState | null;
  #networkLimit: number | null = null;

  constructor(run: RunState, pass: Pass, scale: ScaleChoice, comparison: Comparison | null = null) {
    const { before = null, shows } = comparison ?? {};
    this.#run = (shows === "before" && before) || run;
    this.#before = shows === "difference" ? before : null;
    this.#pass = pass;
    this.#scale = scale;
  }

  /** A node's output or its gradient; until that arrives, still the output. Null where nothing is held. */
  at(name: string): NodeValues | null {
    const now = this.#of(this.#run, name);
    if (!this.#before || !now || now.picture) return now;
    const before = this.#of(this.#before, name);
    if (before?.kind !== now.kind) return null;
    return { tensor: differenceOf(now.tensor, before.tensor), kind: "difference", picture: null };
  }

  #of(run: RunState, name: string): NodeValues | null {
    const gradient = this.#pass === "backward" ? run.gradient(name) : null;
    if (gradient) return { tensor: gradient, kind: "gradient", picture: null };
    const tensor = run.activations.get(name);
    if (!tensor) return null;
    const keepsColours = name === INPUT && hasOwnColours(tensor);
    return { tensor, kind: "activation", picture: keepsColours ? run.preprocessing : null };
  }

  /** Half-width of a node's scale; null where every map has its own, or none is needed. */
  legend({ tensor }: NodeValues): number | null {
    return legendLimit(this.#scale, tensor, this.networkLimit);
  }

  /** Half-width of the scale that all nodes share; 0 where they do not share one. */
  get networkLimit(): number {
    this.#networkLimit ??= this.#scale === "network" ? this.#largest() : 0;
    return this.#networkLimit;
  }

  #largest(): number {
    const names = [INPUT, ...this.#run.layers.map(({ name }) => name)];
    const sizes = names.map((name) => {
      const values = this.at(name);
      if (!values) return this.#pass === "forward" && !this.#before ? (this.#run.largest.get(name) ?? 0) : 0;
      return values.picture ? 0 : (legendLimit("layer", values.tensor, 0) ?? 0);
    });
    return Math.max(0, ...sizes);
  }
}
