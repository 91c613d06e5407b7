/** Pools and reductions: to the winner, or a share to everybody; windows that overlap add up. */
import { formatNumber } from "../../format.ts";
import { indexOf, unitAt } from "../../graph/raster.ts";
import { sizeOf } from "../../wire/tensor.ts";
import type { DetailContext } from "../context.ts";
import { linkTo } from "../explain/explanation.ts";
import { gathered } from "../explain/reduce.ts";
import { windowOver } from "../window.ts";
import type { Family } from "./back.ts";
import { dBy } from "./shares.ts";
import { besideInput, type Tap, type Wiring, wired, wiredShares } from "./wiring.ts";

const UNREAD = "No window reads this value";

const WON = { local: 1, localText: "1" };
const LOST = { local: 0, localText: "0" };

const ownMap = () => true;

/** The cells of an output's window that lie on the input, with their numbers in the window. */
function cellsOf({ layer, unit, inputs }: DetailContext) {
  return windowOver(layer, unit, inputs[0]?.tensor.shape.slice(1) ?? [])
    .map((cell, number) => ({ ...cell, number }))
    .filter(({ inside }) => inside);
}

const valueAt = ({ inputs, map }: DetailContext, at: readonly number[]): number =>
  inputs[0]?.tensor.at(map, ...at) ?? Number.NaN;

/** How many windows the opened value lay in, and how many of them it won. */
function fate(context: DetailContext): string {
  const list = wiredShares(context, MAX_POOLING) ?? [];
  const won = list.filter(({ local }) => local === 1).length;
  if (list.length === 1)
    return won ? "This value won its window." : "This value lost its window to a larger one.";
  return list.length ? `This value lies in ${list.length} windows and won ${won} of them.` : "";
}

/** Of equals the first in raster order wins: the engine says which. */
const MAX_POOLING: Wiring = {
  rule: (context) =>
    `${fate(context)} A window's gradient goes whole to the value that won it (w = 1), the others get nothing (w = 0); who won several gets the sum.`,
  symbols: [[dBy("x"), " = Σ ", dBy("y"), " · w"]],
  nothing: UNREAD,
  ownMap,
  beside: besideInput,
  taps: (output): Tap[] => {
    const { map, unit, winners, output: values } = output;
    const cells = cellsOf(output);
    const won =
      winners?.at(map, ...unit) ??
      cells.find(({ at }) => valueAt(output, at) === values.at(map, ...unit))?.number;
    return cells.map(({ at, number }) => ({ index: [map, ...at], ...(number === won ? WON : LOST) }));
  },
};

export const maxPooling: Family = { input: wired(MAX_POOLING) };

export const averagePooling: Family = {
  input: wired({
    rule: "A window's gradient is shared out: every value that was counted gets the same part. Windows that overlap add up.",
    symbols: [[dBy("x"), " = Σ ", dBy("y"), " / n"]],
    nothing: UNREAD,
    ownMap,
    taps: (output): Tap[] => {
      const { layer, unit, inputs, map } = output;
      const cells = cellsOf(output);
      const all = windowOver(layer, unit, inputs[0]?.tensor.shape.slice(1) ?? []);
      const count = layer.count_padding === true ? all.filter(({ padded }) => padded).length : cells.length;
      return cells.map(({ at }) => ({ index: [map, ...at], local: 1 / count, localText: `1/${count}` }));
    },
  }),
};

export const l2Pooling: Family = {
  input: wired({
    rule: "A value gets its window's gradient times its share of the window's length, x / y; of a window of length 0 nothing.",
    symbols: [[dBy("x"), " = Σ ", dBy("y"), " · x / y"]],
    nothing: UNREAD,
    ownMap,
    beside: besideInput,
    taps: (output): Tap[] => {
      const { map, unit, inputs, output: values } = output;
      const length = values.at(map, ...unit);
      return cellsOf(output).map(({ at }) => ({
        index: [map, ...at],
        local: length > 0 ? valueAt(output, at) / length : 0,
        localAt: linkTo(inputs[0]?.tensor, [map, ...at], 1),
        ...(length > 0 && { localText: `${formatNumber(valueAt(output, at))}/${formatNumber(length)}` }),
      }));
    },
  }),
};

/** The places of all values of a map. */
function placesOf({ inputs, map }: DetailContext): number[][] {
  const [, ...axes] = inputs[0]?.tensor.shape ?? [];
  return Array.from({ length: sizeOf(axes) }, (_, at) => [map, ...unitAt(at, axes)]);
}

const sharedOut = (places: readonly (readonly number[])[]): Tap[] =>
  places.map((index) => ({ index, local: 1 / places.length, localText: `1/${places.length}` }));

const wonBy = (places: readonly (readonly number[])[], winner: number): Tap[] =>
  places.map((index, i) => ({ index, ...(i === winner ? WON : LOST) }));

export const globalAverage: Family = {
  input: wired({
    rule: "The map's gradient is shared out: every place of it gets the same part.",
    symbols: [[dBy("x"), " = ", dBy("y"), " / n"]],
    ownMap,
    taps: (output) => sharedOut(placesOf(output)),
  }),
};

export const globalMaximum: Family = {
  input: wired({
    rule: "The gradient goes to the largest value of the map, of equals to the first (w = 1); all others get nothing (w = 0).",
    symbols: [[dBy("x"), " = ", dBy("y"), " · w"]],
    ownMap,
    beside: besideInput,
    taps: (output) => {
      const values = output.inputs[0]?.tensor.map(output.map) ?? new Float32Array();
      return wonBy(placesOf(output), firstLargest(values));
    },
  }),
};

/** The first of the largest. */
const firstLargest = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((best, value, i, all) => (value > (all[best] as number) ? i : best), 0);

export const reduceSum: Family = {
  input: wired({
    rule: "Every value that was added gets the sum's gradient.",
    symbols: [[dBy("x"), " = ", dBy("y")]],
    taps: (output): Tap[] => gathered(output).places.map((index) => ({ index, local: 1, localText: "1" })),
  }),
};

export const reduceMean: Family = {
  input: wired({
    rule: "The mean's gradient is shared out among all values that it was taken of.",
    symbols: [[dBy("x"), " = ", dBy("y"), " / n"]],
    taps: (output) => sharedOut(gathered(output).places),
  }),
};

export const reduceMax: Family = {
  input: wired({
    rule: "The gradient goes to the largest value, of equals to the first (w = 1); all others get nothing (w = 0).",
    symbols: [[dBy("x"), " = ", dBy("y"), " · w"]],
    taps: (output) => {
      const { places, values, shape } = gathered(output);
      // In raster order, whatever the order in which the axes are named.
      const order = [...places.keys()].sort(
        (a, b) => indexOf(places[a] ?? [], shape) - indexOf(places[b] ?? [], shape),
      );
      const winner = order[firstLargest(order.map((i) => values[i] as number))];
      return wonBy(places, winner ?? 0);
    },
  }),
};
