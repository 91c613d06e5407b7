/** What a pool leaves of its maps: how many values, what is read twice, what never. */
import { formatCount, formatPercent } from "../../format.ts";
import { axisWords } from "../../graph/raster.ts";
import type { DetailContext } from "../context.ts";
import { type AxisCover, coverOf } from "../coverage.ts";
import type { Facts, Unread } from "./explanation.ts";

interface Covered {
  facts: Facts;
  unread: Unread;
}

export function coveredBy({ layer, inputs, output }: DetailContext): Covered {
  const lengths = inputs[0]?.tensor.shape.slice(1) ?? [];
  const axes = coverOf(layer, lengths, output.shape.slice(1));
  const [rows, columns] = [axes.at(-2), axes.at(-1)];
  return {
    facts: { rows: [kept(axes), ...sizes(layer, axes), overlap(axes), ...edges(axes)] },
    unread: { rows: axes.length > 1 ? (rows?.unread ?? []) : [], columns: columns?.unread ?? [] },
  };
}

/** Of a pool over whole maps. */
export function keptOfAll(values: number): Facts {
  return { rows: [{ name: "kept", cells: [keptInWords(1, values)] }] };
}

function kept(axes: readonly AxisCover[]) {
  const count = (of: (axis: AxisCover) => number) => axes.reduce((all, axis) => all * of(axis), 1);
  return {
    name: "kept",
    cells: [
      keptInWords(
        count((axis) => axis.windows),
        count((axis) => axis.length),
      ),
    ],
  };
}

const keptInWords = (few: number, all: number): string =>
  few < all
    ? `${formatCount(few)} of ${formatCount(all)} values a map: ${formatPercent(1 - few / all)} discarded`
    : `${formatCount(few)} values a map, as many as before`;

/** ⌊(length + padding − span) / stride⌋ + 1, once where all axes agree. */
function sizes(
  { kernel = [], stride = [], padding = [], dilation = [], ceil_mode }: DetailContext["layer"],
  axes: readonly AxisCover[],
) {
  const words = axisWords(axes.length);
  const lines = axes.map(({ length, windows }, axis) => {
    const ring = (padding[axis] ?? 0) + (padding[kernel.length + axis] ?? 0);
    const span = ((kernel[axis] ?? 1) - 1) * (dilation[axis] ?? 1) + 1;
    const [open, close] = ceil_mode ? ["⌈", "⌉"] : ["⌊", "⌋"];
    return `${open}(${length}${ring ? ` + ${ring}` : ""} − ${span}) / ${stride[axis] ?? 1}${close} + 1 = ${windows}`;
  });
  if (new Set(lines).size === 1)
    return [{ name: lines.length > 1 ? "size, each way" : "size", cells: [lines[0] as string] }];
  return lines.map((line, axis) => ({ name: `${words[axis]}s`, cells: [line] }));
}

function overlap(axes: readonly AxisCover[]) {
  const most = axes.reduce((all, axis) => all * axis.most, 1);
  return {
    name: "windows",
    cells: [most > 1 ? `overlap: up to ${most} read the same value` : "do not overlap"],
  };
}

/** What is left over at the end of an axis, and windows that reach beyond it. */
function edges(axes: readonly AxisCover[]) {
  const words = axisWords(axes.length);
  const lines = axes.flatMap(({ unread, over }, axis) => {
    const name = words[axis] as string;
    const never = unread.length
      ? [`${name}${unread.length > 1 ? "s" : ""} ${listed(unread)} never read`]
      : [];
    return [
      ...never,
      ...(over ? [`the last window hangs over by ${over} ${name}${over > 1 ? "s" : ""}`] : []),
    ];
  });
  return [{ name: "edge", cells: [lines.join("; ") || "fits: every value is read"] }];
}

const MOST_NAMED = 3;

function listed(places: readonly number[]): string {
  if (places.length <= MOST_NAMED) return places.join(", ");
  return `${places.slice(0, MOST_NAMED).join(", ")}, … (${places.length})`;
}
