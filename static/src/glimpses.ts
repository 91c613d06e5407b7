/** What is held of a run beside whole tensors, to draw an overview with: a part of each output and gradient. */
import type { Pass } from "./wire/client.ts";
import type { GradientEvent, LayerEvent } from "./wire/events.ts";
import { sizeOf, Tensor } from "./wire/tensor.ts";

/** How much of each tensor an event carries: all, its first maps, or thumbnails of these. */
export type Share = "whole" | "maps" | "thumbnails";

export class Glimpses {
  readonly outputs = new Map<string, Tensor>();
  readonly gradients = new Map<string, Tensor>();

  take(event: LayerEvent | GradientEvent): void {
    const [held, wire] =
      event.event === "layer" ? [this.outputs, event.output] : [this.gradients, event.d_output];
    if (!wire) return;
    const tensor = Tensor.decode(wire);
    // Taken in last: `letGo` begins with what was taken in first.
    held.delete(event.name);
    held.set(event.name, tensor);
  }

  /** Whether so many of a layer's maps can be drawn. */
  shows(name: string, maps: number, pass: Pass): boolean {
    const held = (tensors: ReadonlyMap<string, Tensor>) => (tensors.get(name)?.shape[0] ?? -1) >= maps;
    return held(this.outputs) && (pass === "forward" || held(this.gradients));
  }

  /** Lets go of layers until at most so many numbers are held; `kept` stays. Returns how many are. */
  letGo(most: number, kept: ReadonlySet<string>): number {
    let held = 0;
    for (const tensors of [this.outputs, this.gradients]) {
      for (const { shape } of tensors.values()) held += sizeOf(shape);
    }
    for (const name of [...this.outputs.keys()]) {
      if (held <= most) break;
      if (kept.has(name)) continue;
      for (const tensors of [this.outputs, this.gradients]) {
        held -= sizeOf(tensors.get(name)?.shape ?? [0]);
        tensors.delete(name);
      }
    }
    return held;
  }
}
