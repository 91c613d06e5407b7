/** What each of the inputs that meet contributes to a unit, to a map, to the whole layer. */
import { unitAt } from "../graph/raster.ts";
import type { Tensor } from "../wire/tensor.ts";
import { type Shown, shownTerms } from "./adding-up.ts";

/** Sizes and agreement over some units of the output. */
export interface Meeting {
  /** Of each branch: the mean magnitude of its values. */
  sizes: number[];
  /** Of each branch: at how many units it is the largest (or smallest), the first of equals. */
  won: number[];
  /** At how many units all branches have one sign, or are zero. */
  agreeing: number;
  units: number;
}

export type Extreme = "largest" | "smallest";

/** Compares branches at `count` units of an output of this shape, from the `first` on in C order. */
export function meetingOf(
  branches: readonly Tensor[],
  shape: readonly number[],
  first: number,
  count: number,
  extreme: Extreme = "largest",
): Meeting {
  const places = branches.map((branch) => placesOf(branch, shape, first, count));
  const sums = branches.map(() => 0);
  const won = branches.map(() => 0);
  let agreeing = 0;
  const sign = extreme === "largest" ? 1 : -1;
  for (let unit = 0; unit < count; unit++) {
    let [winner, best, low, high] = [0, -Infinity, 0, 0];
    for (let i = 0; i < branches.length; i++) {
      const value = branches[i]?.data[(places[i] as Int32Array)[unit] as number] as number;
      sums[i] = (sums[i] as number) + Math.abs(value);
      low = Math.min(low, value);
      high = Math.max(high, value);
      if (sign * value > best) [winner, best] = [i, sign * value];
    }
    won[winner] = (won[winner] as number) + 1;
    if (low === 0 || high === 0) agreeing += 1;
  }
  return { sizes: sums.map((sum) => sum / count), won, agreeing, units: count };
}

/** Where a branch's value for each unit stands in its data: 0 along the axes where it is repeated. */
function placesOf(
  { shape, data }: Tensor,
  output: readonly number[],
  first: number,
  count: number,
): Int32Array {
  const isSame = data.length === output.reduce((all, length) => all * length, 1);
  if (isSame) return Int32Array.from({ length: count }, (_, i) => first + i);
  const missing = output.length - shape.length;
  const strides = shape.map((length, axis) => (length === 1 ? 0 : product(shape.slice(axis + 1))));
  return Int32Array.from({ length: count }, (_, i) =>
    unitAt(first + i, output).reduce((place, at, axis) => place + at * (strides[axis - missing] ?? 0), 0),
  );
}

const product = (lengths: readonly number[]): number => lengths.reduce((all, length) => all * length, 1);

/** Sizes as percentages of their sum that add up to 100.0 as shown; null where there is nothing to share. */
export function percentages(sizes: readonly number[]): Shown[] | null {
  const sum = sizes.reduce((all, size) => all + size, 0);
  if (!(sum > 0) || !Number.isFinite(sum)) return null;
  return shownTerms(
    sizes.map((size) => (100 * size) / sum),
    1000,
    1,
  );
}
