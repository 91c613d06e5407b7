/** Where a window lies on its input: the arithmetic of kernel, stride, padding, dilation and groups. */
import type { Unit } from "../graph/raster.ts";
import type { LayerDescription } from "../wire/events.ts";

export type Pair = readonly [number, number];

/** How a window moves over an input; all pairs are rows, columns. */
export interface WindowRule {
  kernel: Pair;
  stride: Pair;
  /** [top, left, bottom, right]. */
  padding: readonly [number, number, number, number];
  dilation: Pair;
}

/**
 * The rule of a layer that has a window, over rows and columns: its last two axes.
 *
 * What it does not name takes no part (stride 1, no padding); a signal's window is one row high.
 */
export function windowRule({ kernel, stride, padding = [], dilation }: LayerDescription): WindowRule {
  const axes = padding.length / 2;
  const [top, left] = lastTwo(padding.slice(0, axes), 0);
  const [bottom, right] = lastTwo(padding.slice(axes), 0);
  return {
    kernel: lastTwo(kernel, 1),
    stride: lastTwo(stride, 1),
    padding: [top, left, bottom, right],
    dilation: lastTwo(dilation, 1),
  };
}

/** A unit's row and column in its frame: its last two places. A signal has one row. */
export const cellOf = (unit: Unit): Pair => lastTwo(unit, 0);

/** The last two of a list with a number for each axis; `missing` stands where there is only one. */
export function lastTwo(numbers: readonly number[] = [], missing: number): Pair {
  return [numbers.at(-2) ?? missing, numbers.at(-1) ?? missing];
}

/** Input row and column of the window's first cell for a unit; negative in the padding. */
export function windowStart({ stride, padding }: WindowRule, [y, x]: Pair): Pair {
  return [y * stride[0] - padding[0], x * stride[1] - padding[1]];
}

/** Rows and columns that the window spans, the holes of the dilation included. */
export function windowExtent({ kernel, dilation }: WindowRule): Pair {
  return [(kernel[0] - 1) * dilation[0] + 1, (kernel[1] - 1) * dilation[1] + 1];
}

/** The unit whose window lies best around an input cell: what a click on the input means. */
export function unitAround(rule: WindowRule, [y, x]: Pair, outputSize: Pair): Pair {
  const extent = windowExtent(rule);
  const nearest = (axis: 0 | 1, cell: number): number => {
    const first = cell + rule.padding[axis] - (extent[axis] - 1) / 2;
    return Math.max(0, Math.min(outputSize[axis] - 1, Math.round(first / rule.stride[axis])));
  };
  return [nearest(0, y), nearest(1, x)];
}

/** The ring around the input that windows reach into: [top, left, bottom, right], hanging edges included. */
export function paddingRing(
  rule: WindowRule,
  size: Pair,
  outputSize: Pair,
): readonly [number, number, number, number] {
  const extent = windowExtent(rule);
  const after = (axis: 0 | 1): number => {
    const reached = (outputSize[axis] - 1) * rule.stride[axis] - rule.padding[axis] + extent[axis];
    return Math.max(rule.padding[axis + 2] as number, reached - size[axis]);
  };
  return [Math.max(0, rule.padding[0]), Math.max(0, rule.padding[1]), after(0), after(1)];
}

/** First input channel and number of channels that an output map of a grouped convolution reads. */
export function groupOf(
  map: number,
  maps: number,
  channels: number,
  groups: number,
): { first: number; count: number } {
  const count = channels / groups;
  return { first: Math.floor(map / (maps / groups)) * count, count };
}
