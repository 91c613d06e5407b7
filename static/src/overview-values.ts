/** What the overview shows of a run at each node: outputs, or (backward) gradients, and the scale they are drawn on. */
import type { Kind } from "./colour.ts";
import type { Under } from "./draw/overlay.ts";
import type { Comparison } from "./edits/comparison.ts";
import { differenceOf } from "./edits/difference.ts";
import { INPUT } from "./graph/connectivity.ts";
import { hasOwnColours } from "./picture.ts";
import { type RunState, tensorLimit } from "./run-state.ts";
import type { Back, ScaleChoice } from "./state.ts";
import type { Pass } from "./wire/client.ts";
import type { Preprocessing } from "./wire/events.ts";
import { sizeOf, type Tensor } from "./wire/tensor.ts";

export interface NodeValues {
  /** All of the node's numbers, or as many as are held. */
  tensor: Tensor;
  kind: Kind;
  /** Half-width of the colour scale; null where every map has its own. */
  limit: number | null;
  /** Given where the maps are the picture's channels: they keep their own colours. */
  picture: Preprocessing | null;
  /** What gradients are drawn over; absent where they stand alone. */
  under?: Under;
}

type Held = "activation" | "gradient";
type Shown = Held | "difference";

export class OverviewValues {
  readonly #run: RunState;
  readonly #pass: Pass;
  readonly #scale: ScaleChoice;
  /** What the difference is taken to; null where the run's own values are shown. */
  readonly #before: RunState | null;
  readonly #isOver: boolean;
  readonly #networkLimits = new Map<Shown, number>();

  /** `back`: what is shown of a backward pass. */
  constructor(
    run: RunState,
    pass: Pass,
    scale: ScaleChoice,
    comparison: Comparison | null = null,
    back: Back = "gradients",
  ) {
    const { before = null, shows } = comparison ?? {};
    this.#run = (shows === "before" && before) || run;
    this.#before = shows === "difference" ? before : null;
    this.#pass = back === "outputs" ? "forward" : pass;
    this.#isOver = back === "both";
    this.#scale = scale;
  }

  /** A node's output or its gradient; until that arrives, still the output. Null where nothing is held. */
  at(name: string): NodeValues | null {
    const held = this.#heldAt(name);
    const [own] = this.#run.held(held, name);
    if (!own) return null;
    const picture = held === "activation" && this.#keepsColours(name, own) ? this.#run.preprocessing : null;
    if (picture) return { tensor: own, kind: held, picture, limit: null };
    const tensor = this.#before ? this.#difference(name, held, this.#before) : own;
    const kind: Shown = this.#before ? "difference" : held;
    const under = kind === "gradient" && this.#isOver ? this.#under(name, own) : null;
    return (
      tensor && { tensor, kind, picture, limit: this.#limit(name, kind, tensor), ...(under && { under }) }
    );
  }

  /** The output that a gradient is of, as much of it as is held of both. */
  #under(name: string, gradient: Tensor): Under | null {
    const tensor = this.#run
      .held("activation", name)
      .find(({ shape }) => shape.join() === gradient.shape.join());
    if (!tensor) return null;
    const picture = this.#keepsColours(name, tensor) ? this.#run.preprocessing : null;
    return { tensor, picture, limit: picture ? null : this.#limit(name, "activation", tensor) };
  }

  /** Whether a run has come as far as a node. */
  isComputed(name: string): boolean {
    return this.#run.milliseconds.has(name);
  }

  /** Tells apart what the colours of all nodes depend on; "" where each depends on its own numbers alone. */
  get sharedScale(): string {
    if (this.#scale !== "network") return "";
    const kinds: Shown[] = this.#before ? ["difference"] : ["activation", "gradient"];
    return kinds.map((kind) => this.networkLimit(kind)).join(" ");
  }

  /** Half-width of the scale that all nodes share which show this kind of numbers. */
  networkLimit(kind: Shown): number {
    let limit = this.#networkLimits.get(kind);
    if (limit === undefined) {
      const names = [INPUT, ...this.#run.layers.map(({ name }) => name)];
      limit = Math.max(0, ...names.map((name) => this.#largest(name, kind)));
      this.#networkLimits.set(kind, limit);
    }
    return limit;
  }

  #heldAt(name: string): Held {
    return this.#pass === "backward" && this.#run.held("gradient", name).length ? "gradient" : "activation";
  }

  #keepsColours(name: string, tensor: Tensor): boolean {
    return name === INPUT && hasOwnColours(tensor);
  }

  /** As much of it as both runs hold. */
  #difference(name: string, kind: Held, run: RunState): Tensor | null {
    const befores = run.held(kind, name);
    for (const now of this.#run.held(kind, name)) {
      const before = befores.find(({ shape }) => shape.join() === now.shape.join());
      if (before) return differenceOf(now, before);
    }
    return null;
  }

  #limit(name: string, kind: Shown, tensor: Tensor): number | null {
    if (this.#scale === "network") return this.networkLimit(kind);
    // Maps of one unit have no scale of their own: each would be at its end.
    const hasSingleUnits = sizeOf(tensor.shape.slice(1)) === 1;
    return this.#scale === "map" && !hasSingleUnits ? null : this.#largest(name, kind);
  }

  /** The largest magnitude at a node, as the server says, which has seen all of it; 0 while it is not known. */
  #largest(name: string, kind: Shown): number {
    const tensor = kind === "difference" ? this.#differenceAt(name) : (this.#run.held(kind, name)[0] ?? null);
    if (kind !== "difference") {
      const told = (kind === "gradient" ? this.#run.largestGradient : this.#run.largest).get(name);
      if (told !== undefined && !Number.isNaN(told)) return told;
      if (tensor && kind === "activation" && this.#keepsColours(name, tensor)) return 0;
    }
    return tensor ? tensorLimit(tensor) : 0;
  }

  #differenceAt(name: string): Tensor | null {
    const values =
      this.#before && name !== INPUT ? this.#difference(name, this.#heldAt(name), this.#before) : null;
    return values;
  }
}
