/** A convolution's way back as painting: every value of dL/dY paints the kernel, times itself, onto dL/dX. */
import type { LayerDescription } from "../../wire/events.ts";

/** A value of dL/dY that paints onto a place of dL/dX. */
export interface Painter {
  /** Where it stands, on the axes of dL/dY. */
  at: readonly number[];
  /** The kernel's cell that comes to lie on the place: an index for each axis. */
  cell: readonly number[];
}

/** The rule that a convolution paints by: that of its window, the other way round. */
export type Rule = Required<Pick<LayerDescription, "kernel" | "stride" | "padding" | "dilation">>;

/**
 * All that paint onto `place`, in raster order. `units`: lengths of the axes of dL/dY.
 *
 * A value at o paints the kernel's cell u onto o · stride − padding + u · dilation.
 */
export function paintersOf(rule: Rule, units: readonly number[], place: readonly number[]): Painter[] {
  return place.reduce<Painter[]>(
    (before, target, axis) => {
      const along = paintersAlong(rule, units[axis] ?? 1, target, axis);
      return before.flatMap(({ at, cell }) =>
        along.map(([o, u]) => ({ at: [...at, o], cell: [...cell, u] })),
      );
    },
    [{ at: [], cell: [] }],
  );
}

/** Pairs of a place along an axis of dL/dY and the kernel's cell with which it reaches `target`. */
function paintersAlong(rule: Rule, units: number, target: number, axis: number): [number, number][] {
  const [kernel = 1, stride = 1, dilation = 1, padding = 0] = [
    rule.kernel[axis],
    rule.stride[axis],
    rule.dilation[axis],
    rule.padding[axis],
  ];
  const last = Math.min(units - 1, Math.floor((target + padding) / stride));
  const pairs: [number, number][] = [];
  for (let o = Math.max(0, last - Math.floor(((kernel - 1) * dilation) / stride)); o <= last; o++) {
    const u = (target + padding - o * stride) / dilation;
    if (Number.isInteger(u) && u < kernel) pairs.push([o, u]);
  }
  return pairs;
}

/** First and last place along each axis that the kernel of the value at `at` is painted onto; may lie outside. */
export function paintedSpan(
  { kernel, stride, padding, dilation }: Rule,
  at: readonly number[],
): [number, number][] {
  return at.map((o, axis) => {
    const first = o * (stride[axis] ?? 1) - (padding[axis] ?? 0);
    return [first, first + ((kernel[axis] ?? 1) - 1) * (dilation[axis] ?? 1)];
  });
}
