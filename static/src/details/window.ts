/** The cells under a window over any number of axes. */
import { type Unit, unitAt } from "../graph/raster.ts";
import type { LayerDescription } from "../wire/events.ts";

/** A cell of a window: its place on the input's axes, which lies outside of them in the padding. */
export interface WindowCell {
  at: readonly number[];
  inside: boolean;
  /** Whether it lies on the input or in the padding that the layer declares, not beyond. */
  padded: boolean;
}

/** A unit's window on an input with these axes, in C order. */
export function windowOver(layer: LayerDescription, unit: Unit, lengths: readonly number[]): WindowCell[] {
  const kernel = layer.kernel ?? lengths.map(() => 1);
  const before = (axis: number) => layer.padding?.[axis] ?? 0;
  const behind = (axis: number) => layer.padding?.[kernel.length + axis] ?? 0;
  const first = kernel.map((_, axis) => (unit[axis] ?? 0) * (layer.stride?.[axis] ?? 1) - before(axis));
  const count = kernel.reduce((all, each) => all * each, 1);
  return Array.from({ length: count }, (_, i) => {
    const at = unitAt(i, kernel).map(
      (step, axis) => (first[axis] ?? 0) + step * (layer.dilation?.[axis] ?? 1),
    );
    const inside = at.every((place, axis) => place >= 0 && place < (lengths[axis] ?? 1));
    const padded = at.every((place, axis) => place < (lengths[axis] ?? 1) + behind(axis));
    return { at, inside, padded };
  });
}
