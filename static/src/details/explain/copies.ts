/** Operations that put values elsewhere and change none: each unit is a copy of one value of the input. */
import { describeUnit, indexOf, unitAt } from "../../graph/raster.ts";
import type { DetailContext } from "../context.ts";
import {
  cellAt,
  type Explain,
  type Explanation,
  number,
  numbersOf,
  outputAt,
  result,
} from "./explanation.ts";

/** Index (all axes, the channels first) of the value that a unit copies; null where it copies none. */
export type Source = (context: DetailContext, shape: readonly number[]) => readonly number[] | null;

/** `nothing` says what a unit is that copies no value. */
export function copying(rule: string, source: Source, nothing = ""): Explain {
  return (context) => copied(context, rule, source(context, context.inputs[0]?.tensor.shape ?? []), nothing);
}

export function copied(
  context: DetailContext,
  rule: string,
  index: readonly number[] | null,
  nothing: string,
): Explanation {
  const value = result(outputAt(context));
  if (!index) return { readings: [], rule, formula: [[`${nothing}: `, value]] };
  const [input] = context.inputs;
  const [channel = 0, ...unit] = index;
  const place = [`${(input?.tensor.shape.length ?? 1) > 1 ? "map" : "value"} ${channel}`, describeUnit(unit)];
  return {
    readings: [cellAt(context, index)],
    rule,
    formula: [
      [
        `${input?.name}, ${place.filter(Boolean).join(", ")}: `,
        number(input?.tensor.at(...index) ?? Number.NaN),
        " = ",
        value,
      ],
    ],
  };
}

/** The value at the same place in the order of memory. */
export const sameOrder: Source = ({ map, unit, output }, shape) =>
  unitAt(indexOf([map, ...unit], output.shape), shape);

export const reshape = copying("The same values in the same order, under other axes.", sameOrder);

export const transposed: Source = (context, shape) => {
  const permutation = numbersOf(context, "permutation") ?? shape.map((_, axis) => axis);
  const own = [context.map, ...context.unit];
  return shape.map((_, axis) => own[permutation.indexOf(axis)] ?? 0);
};

export const transpose = copying("The axes in another order.", transposed);

export const sliced: Source = (context, shape) => {
  const starts = numbersOf(context, "starts") ?? [];
  const steps = numbersOf(context, "steps") ?? [];
  const axes = numbersOf(context, "axes") ?? starts.map((_, i) => i);
  const index = [context.map, ...context.unit];
  for (const [i, axis] of axes.entries()) {
    const [length, step] = [shape[axis] ?? 1, steps[i] ?? 1];
    index[axis] = firstOf(starts[i] ?? 0, step, length) + (index[axis] ?? 0) * step;
  }
  return index;
};

export const slice = copying("A part of the input, from a start in steps.", sliced);

/** Where a slice begins, as in Python: negative places count from the end, places beyond it mean the end. */
function firstOf(start: number, step: number, length: number): number {
  const place = start < 0 ? start + length : start;
  return step > 0 ? Math.max(0, Math.min(length, place)) : Math.max(-1, Math.min(length - 1, place));
}

export const pad: Explain = (context) => {
  const { mode, value } = context.layer;
  const constant = typeof value === "number" ? value : 0;
  const rule = PAD_RULES[String(mode)] ?? `The maps get a frame of the value ${constant}.`;
  return copied(context, rule, padSource(context), "in the frame");
};

const PAD_RULES: Record<string, string> = {
  reflect: "The maps get a frame that mirrors them at their border values.",
  edge: "The maps get a frame that repeats their border values.",
  wrap: "The maps get a frame in which they go on at their other side.",
};

export function padSource(context: DetailContext): number[] | null {
  const shape = context.inputs[0]?.tensor.shape ?? [];
  const padding = numbersOf(context, "padding") ?? [];
  const axes = padding.length / 2;
  const index = [context.map, ...context.unit];
  for (let i = 0; i < axes; i++) {
    const axis = shape.length - axes + i;
    const place = (index[axis] ?? 0) - (padding[i] ?? 0);
    const inside = within(place, shape[axis] ?? 1, String(context.layer.mode));
    if (inside === null) return null;
    index[axis] = inside;
  }
  return index;
}

/** The place whose value stands at a place that may lie in the frame; null where that has a value of its own. */
function within(place: number, length: number, mode: string): number | null {
  if (place >= 0 && place < length) return place;
  if (mode === "edge") return Math.max(0, Math.min(length - 1, place));
  if (mode === "wrap") return ((place % length) + length) % length;
  if (mode !== "reflect") return null;
  const period = Math.max(1, 2 * (length - 1));
  const turned = ((place % period) + period) % period;
  return Math.min(turned, period - turned);
}

export const shifted: Source = (context, shape) => {
  const [channels = 1, frames = 1] = shape;
  const moved = Math.floor(channels * Number(context.layer.fraction ?? 0.125));
  const { map } = context;
  const [frame = 0, ...rest] = context.unit;
  const source = map < moved ? frame + 1 : map < 2 * moved ? frame - 1 : frame;
  return source >= 0 && source < frames ? [map, source, ...rest] : null;
};

export const temporalShift = copying(
  "The first channels come from the next frame, the following ones from the last; the others stay.",
  shifted,
  "there is no such frame, so it is zero",
);

export const constant: Explain = (context) => ({
  readings: [],
  rule: "The same values whatever the picture: this layer reads none.",
  formula: [["value = ", result(outputAt(context))]],
});
