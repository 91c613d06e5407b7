/** One run of a network, as far as its stream has come. */

import { limitOf } from "./colour.ts";
import { Glimpses, type Share } from "./glimpses.ts";
import { INPUT } from "./graph/connectivity.ts";
import type { Asked } from "./wire/asking.ts";
import type { Pass } from "./wire/client.ts";
import type {
  GradientEvent,
  LayerDescription,
  LossEvent,
  Preprocessing,
  RunEvent,
  ScoredClass,
  StreamEvent,
  WireTensor,
} from "./wire/events.ts";
import { Tensor } from "./wire/tensor.ts";

export interface Gradients {
  dOutput: Tensor | null;
  dInputs: Tensor[];
  /** By the parameters' names. */
  dParameters: Record<string, Tensor>;
}

export class RunState {
  readonly model: string;
  readonly layers: readonly LayerDescription[];
  readonly classes: readonly string[];
  readonly preprocessing: Preprocessing;
  /** Name of the layer whose output are the class scores before softmax. */
  readonly logits: string;
  readonly truth: string | null;
  /** What was done to a clip or signal of another length; null where nothing was. */
  readonly note: string | null;
  /** Outputs by layer, the input among them. */
  readonly activations = new Map<string, Tensor>();
  readonly winners = new Map<string, Tensor>();
  readonly milliseconds = new Map<string, number>();
  /** The largest magnitude of each output, known also where the output itself is not held; no number: unknown. */
  readonly largest = new Map<string, number>();
  /** The same of the gradients there. */
  readonly largestGradient = new Map<string, number>();
  /** The first maps, exact; and thumbnails of them. */
  readonly maps = new Glimpses();
  readonly thumbnails = new Glimpses();
  readonly gradients = new Map<string, Gradients>();
  /** What it is the answer to, for more that is asked about it. */
  asked: Asked | null = null;
  scores: readonly ScoredClass[] = [];
  loss: LossEvent | null = null;
  ended = false;

  constructor(event: RunEvent) {
    this.model = event.model;
    this.layers = event.layers;
    this.classes = event.classes;
    this.preprocessing = event.preprocessing;
    this.logits = event.logits;
    this.truth = event.truth ?? null;
    this.note = event.note ?? null;
    if (event.input) this.activations.set(INPUT, Tensor.decode(event.input));
  }

  /** The shape of the network's input, as far as it is known: a picture of one pixel where it was not sent. */
  get inputShape(): readonly number[] {
    return this.input?.shape ?? [1, 1, 1];
  }

  /** The network's input. */
  get input(): Tensor | null {
    return this.activations.get(INPUT) ?? null;
  }

  /** Takes the next event in, and a share of its tensors; returns the names whose picture changed. */
  accept(event: StreamEvent, share: Share = "whole"): string[] {
    switch (event.event) {
      case "layer":
        if (share !== "whole") this[share].take(event);
        else {
          this.#keep(this.activations, event.name, event.output);
          this.#keep(this.winners, event.name, event.winners);
        }
        this.milliseconds.set(event.name, event.milliseconds);
        this.largest.set(event.name, magnitude(event));
        return [event.name];
      case "prediction":
        this.scores = event.classes;
        return [];
      case "loss":
        this.loss = event;
        return [];
      case "gradient":
        if (share !== "whole") this[share].take(event);
        return this.#acceptGradient(event, share);
      case "end":
        this.ended = true;
        return [];
      default:
        return [];
    }
  }

  /** dL/d(output) of a layer; for the input, what all its consumers send back, summed. Null until known. */
  gradient(name: string): Tensor | null {
    if (name !== INPUT) return this.gradients.get(name)?.dOutput ?? null;
    return this.#inputGradient();
  }

  /** What is held of a layer's output, or of the gradient there: all of it, its first maps, thumbnails. */
  held(what: "activation" | "gradient", name: string): Tensor[] {
    const whole = what === "gradient" ? this.gradient(name) : this.activations.get(name);
    const parts = what === "gradient" ? "gradients" : "outputs";
    const glimpses = [this.maps, this.thumbnails].map((share) => share[parts].get(name));
    return [whole, ...glimpses].filter((tensor): tensor is Tensor => Boolean(tensor));
  }

  /** Whether so many of a node's maps can be drawn as they are, not only as thumbnails. */
  draws(name: string, maps: number, pass: Pass): boolean {
    return this.holds([name], pass) || this.maps.shows(name, maps, pass);
  }

  /** Whether all numbers of these nodes are held that a pass has computed for them. */
  holds(names: readonly string[], pass: Pass): boolean {
    return names.every(
      (name) =>
        this.activations.has(name) &&
        (pass === "forward" || name === INPUT || Boolean(this.gradients.get(name)?.dOutput)),
    );
  }

  /** Lets go of numbers until at most so many are held: first of what was taken in first, but of nothing `inView`. */
  letGo(most: number, inView: readonly string[]): void {
    const kept = new Set([INPUT, ...inView]);
    let held = this.maps.letGo(most, kept);
    for (const name of this.activations.keys()) held += this.#sizeHeld(name);
    for (const name of [...this.activations.keys()]) {
      if (held <= most) return;
      if (kept.has(name)) continue;
      held -= this.#sizeHeld(name);
      this.activations.delete(name);
      this.winners.delete(name);
      const gradients = this.gradients.get(name);
      // The input's own gradient is the sum of these.
      const dInputs = this.layer(name)?.inputs.includes(INPUT) ? (gradients?.dInputs ?? []) : [];
      if (gradients) this.gradients.set(name, { dOutput: null, dInputs, dParameters: {} });
    }
  }

  #sizeHeld(name: string): number {
    const { dOutput, dInputs } = this.gradients.get(name) ?? { dOutput: null, dInputs: [] };
    const parts = [this.activations.get(name), this.winners.get(name), dOutput, ...dInputs];
    return parts.reduce((sum, tensor) => sum + (tensor?.data.length ?? 0), 0);
  }

  /** Whether the backward pass has come as far as this layer, whether or not its gradient is held. */
  answers(name: string): boolean {
    return name === INPUT ? this.#inputGradient() !== null : this.gradients.has(name);
  }

  layer(name: string): LayerDescription | undefined {
    return this.layers.find((layer) => layer.name === name);
  }

  #acceptGradient(event: GradientEvent, share: Share): string[] {
    this.largestGradient.set(event.name, magnitude(event));
    const known = this.gradients.get(event.name);
    const brings = share === "whole" ? event.d_output : event.d_input;
    // A run for other layers' sake says nothing of what is held already.
    if (known && (known.dOutput || !brings)) return event.d_output ? [event.name] : [];
    const gradients: Gradients = {
      dOutput: share === "whole" && event.d_output ? Tensor.decode(event.d_output) : null,
      dInputs: [event.d_input ?? []].flat().map(Tensor.decode),
      dParameters: parameterGradients(event),
    };
    this.gradients.set(event.name, gradients);
    const readsInput = this.layer(event.name)?.inputs.includes(INPUT);
    return readsInput ? [event.name, INPUT] : [event.name];
  }

  #inputGradient(): Tensor | null {
    let total: Tensor | null = null;
    for (const layer of this.layers) {
      const dInputs = this.gradients.get(layer.name)?.dInputs ?? [];
      layer.inputs.forEach((name, i) => {
        const part = dInputs[i];
        if (name === INPUT && part) total = total ? added(total, part) : part;
      });
    }
    return total;
  }

  #keep(tensors: Map<string, Tensor>, name: string, wire: WireTensor | null | undefined): void {
    if (wire) tensors.set(name, Tensor.decode(wire));
  }
}

const OF_VALUES = ["d_output", "d_input"];

/** A parameter `p` has its gradient under `d_p`. */
function parameterGradients(event: GradientEvent): Record<string, Tensor> {
  const fields = Object.entries(event).filter(([name]) => name.startsWith("d_") && !OF_VALUES.includes(name));
  return Object.fromEntries(fields.map(([name, wire]) => [name.slice(2), Tensor.decode(wire as WireTensor)]));
}

/** The largest magnitude between a least and a greatest number; no number where one of them is none. */
function magnitude({ min, max }: { min: number | null; max: number | null }): number {
  return min === null || max === null ? Number.NaN : Math.max(Math.abs(min), Math.abs(max));
}

export function added(a: Tensor, b: Tensor): Tensor {
  return new Tensor(
    a.shape,
    a.data.map((value, i) => value + (b.data[i] as number)),
  );
}

const limits = new WeakMap<Tensor, number>();

/** The largest magnitude in a tensor; asked for with every drawing, so it is kept. */
export function tensorLimit(tensor: Tensor): number {
  const limit = limits.get(tensor) ?? limitOf(tensor.data);
  limits.set(tensor, limit);
  return limit;
}
