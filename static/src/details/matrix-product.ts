/** A convolution as a product of matrices, A · B = C, forward and on its ways back: the part of it around what is opened. */
import type { Kind } from "../colour.ts";
import { indexOf, unitAt } from "../graph/raster.ts";
import type { Tensor } from "../wire/tensor.ts";
import { type Shown, shown, shownTerms } from "./adding-up.ts";
import type { Rule } from "./backward/painting.ts";
import { type DetailContext, inputKind } from "./context.ts";
import { decimalsOf } from "./digits.ts";
import { groupOf } from "./geometry.ts";
import { limitFor } from "./limits.ts";
import { isTransposed } from "./operation-names.ts";
import type { Place } from "./steps.ts";
import { type Entry, Unrolled } from "./unrolled.ts";

/** One of the three matrices. */
export interface Block {
  name: string;
  kind: Kind;
  /** Half-width of its colour scale. */
  limit: number;
  at(row: number, column: number): number;
}

/** The rows, the columns, or the places between: how many there are, and what each is called. */
export interface Line {
  count: number;
  label(index: number): string;
}

export interface MatrixProduct {
  a: Block;
  b: Block;
  c: Block;
  rows: Line;
  inner: Line;
  columns: Line;
  /** The entries of C that make the opened value: one, or those that col2im adds up. */
  made: readonly Entry[];
  /** These as they are shown; with the bias they add up to `total`. */
  parts: readonly Shown[];
  /** The place that an entry of C is, or is added up to; null where that is padding. */
  placeOf(entry: Entry): Place | null;
  /** Of the opened map; null where there is none. */
  bias: Shown | null;
  total: Shown;
  decimals: number;
  /** What is computed: "dcols = Wᵀ · dL/dY". */
  formula: string;
  /** What it is added up to, where that is another step: "dL/dX = col2im(dcols)". */
  folds: string;
}

/** Of a convolution's context, transposed or not, and of a mirrored one, to the input or to the weights. */
export function matrixProduct(context: DetailContext): MatrixProduct {
  if (context.back?.way.input === null) return outer(context, context.back.forward);
  return isTransposed(context.layer) ? folded(context) : unrolled(context);
}

interface Sides {
  layer: DetailContext["layer"];
  /** What windows slide over, and what has a value for every window. */
  wide: Tensor;
  narrow: Tensor;
}

/** Of a filter, a channel of the narrow side: what its group reads, unrolled, and the filters of the group. */
function groupAround(filter: number, { layer, wide, narrow }: Sides) {
  const [[channels = 1, ...lengths], [filters = 1, ...windows]] = [wide.shape, narrow.shape];
  const groups = layer.groups ?? 1;
  const read = groupOf(filter, filters, channels, groups);
  const own = groupOf(read.first, channels, filters, groups);
  const rule = layer as Rule;
  return { cols: new Unrolled({ rule, lengths, windows, channels: read.count, first: read.first }), ...own };
}

/** What goes in and what comes out, as formulas call them. */
const namesOf = ({ back }: DetailContext) =>
  back ? { x: "dL/dY", y: back.way.symbol, cols: "dcols" } : { x: "X", y: "Y", cols: "cols" };

/** A transposed convolution, and dL/dX of one that is not: Wᵀ · X, whose columns col2im adds up where they overlap. */
function folded(context: DetailContext): MatrixProduct {
  const { layer, inputs, output, map, unit, weights, kinds } = context;
  const [narrow, weight] = [inputs[0]?.tensor, weights.weight] as [Tensor, Tensor];
  const [[channels = 1], [filters = 1]] = [output.shape, narrow.shape];
  const painters = groupOf(map, channels, filters, layer.groups ?? 1);
  const { cols, first, count } = groupAround(painters.first, { layer, wide: output, narrow });
  const w = (row: number, filter: number) => weight.map(first + filter)[row] ?? Number.NaN;
  const x = (filter: number, column: number) => narrow.map(first + filter)[column] ?? Number.NaN;
  const entry = (row: number, column: number) =>
    dotted(count, (filter) => w(row, filter) * x(filter, column));
  const names = namesOf(context);
  const made = cols.entriesAt(map, unit);
  const values = made.map(({ row, column }) => entry(row, column));
  const added = addedUp(context, values);
  const filter = context.back ? "filter" : "channel";
  return {
    a: { name: "Wᵀ", kind: "weight", limit: limitFor(weight), at: w },
    b: { name: names.x, kind: inputKind(context, 0), limit: limitFor(narrow), at: x },
    c: {
      name: names.cols,
      kind: kinds.output,
      limit: Math.max(limitFor(output), ...values.map(Math.abs)),
      at: entry,
    },
    rows: rowsOf(cols),
    inner: { count, label: (each) => `${filter} ${first + each}` },
    columns: columnsOf(cols),
    made,
    placeOf: (entry) => {
      const [channel, ...place] = cols.sourceOf(entry) ?? [];
      return channel === undefined ? null : { map: channel, unit: place };
    },
    ...added,
    formula: `${names.cols} = Wᵀ · ${names.x}`,
    folds: `${names.y} = col2im(${names.cols})${added.bias ? " + b" : ""}`,
  };
}

/** A convolution, and dL/dX of a transposed one: W · im2col(X). */
function unrolled(context: DetailContext): MatrixProduct {
  const { layer, inputs, output, map, unit, weights, kinds } = context;
  const [wide, weight] = [inputs[0]?.tensor, weights.weight] as [Tensor, Tensor];
  const { cols, first, count } = groupAround(map, { layer, wide, narrow: output });
  const w = (filter: number, row: number) => weight.map(first + filter)[row] ?? Number.NaN;
  const x = (row: number, column: number) => cols.valueOf(wide, { row, column });
  const made = { row: map - first, column: cols.columnOf(unit) };
  const added = addedUp(context, [dotted(cols.rows, (row) => w(made.row, row) * x(row, made.column))]);
  const { x: read, y } = namesOf(context);
  const filter = context.back ? "channel" : "filter";
  return {
    a: { name: "W", kind: "weight", limit: limitFor(weight), at: w },
    b: { name: `cols = im2col(${read})`, kind: inputKind(context, 0), limit: limitFor(wide), at: x },
    c: {
      name: added.bias ? "W · cols" : y,
      kind: kinds.output,
      limit: limitFor(output),
      at: (each, column) =>
        (output.map(first + each)[column] ?? Number.NaN) - (weights.bias?.at(first + each) ?? 0),
    },
    rows: { count, label: (each) => `${filter} ${first + each}` },
    inner: rowsOf(cols),
    columns: columnsOf(cols),
    made: [made],
    placeOf: ({ row, column }) => ({ map: first + row, unit: cols.windowAt(column) }),
    ...added,
    formula: `${y} = W · im2col(${read})${added.bias ? " + b" : ""}`,
    folds: "",
  };
}

/** dL/dW: what has a value for every window · what the windows read, transposed. */
function outer(context: DetailContext, forward: DetailContext): MatrixProduct {
  const { output, map, unit } = context;
  const { layer } = forward;
  const [x, dy] = [forward.inputs[0]?.tensor, forward.gradient?.dOutput] as [Tensor, Tensor];
  const [wide, narrow] = isTransposed(layer) ? [dy, x] : [x, dy];
  const { cols, first, count } = groupAround(map, { layer, wide, narrow });
  const [up, read] = isTransposed(layer) ? ["X", "dL/dY"] : ["dL/dY", "X"];
  const kindOf = (name: string | undefined) => (name === "X" ? inputKind(forward, 0) : "gradient");
  const made = { row: map - first, column: indexOf(unit, output.shape.slice(1)) };
  return {
    a: {
      name: up as string,
      kind: kindOf(up),
      limit: limitFor(narrow),
      at: (filter, column) => narrow.map(first + filter)[column] ?? Number.NaN,
    },
    b: {
      name: `colsᵀ = im2col(${read})ᵀ`,
      kind: kindOf(read),
      limit: limitFor(wide),
      at: (column, row) => cols.valueOf(wide, { row, column }),
    },
    c: {
      name: "dL/dW",
      kind: "gradient",
      limit: limitFor(output),
      at: (filter, row) => output.map(first + filter)[row] ?? Number.NaN,
    },
    rows: { count, label: (filter) => `filter ${first + filter}` },
    inner: columnsOf(cols),
    columns: rowsOf(cols),
    made: [made],
    placeOf: ({ row, column }) => ({ map: first + row, unit: unitAt(column, output.shape.slice(1)) }),
    ...addedUp(context, [output.at(map, ...unit)]),
    formula: `dL/dW = ${up} · im2col(${read})ᵀ`,
    folds: "",
  };
}

/** The opened value, and what makes it: terms as they are shown, with the map's bias where it has one. */
function addedUp({ output, map, unit, weights, kinds }: DetailContext, values: readonly number[]) {
  const decimals = decimalsOf(kinds.output, output.map(map));
  const total = shown(output.at(map, ...unit), decimals);
  const terms = shownTerms(weights.bias ? [...values, weights.bias.at(map)] : values, total.ticks, decimals);
  return { decimals, total, parts: terms.slice(0, values.length), bias: terms[values.length] ?? null };
}

const dotted = (count: number, of: (index: number) => number): number => {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += of(i);
  return sum;
};

const rowsOf = (cols: Unrolled): Line => ({
  count: cols.rows,
  label: (row) => {
    const { channel, cell } = cols.rowAt(row);
    return `${channel}: ${cell.join(",")}`;
  },
});

const columnsOf = (cols: Unrolled): Line => ({
  count: cols.columns,
  label: (column) => cols.windowAt(column).join(","),
});

/** So many indices of a line around those that must be there, in order. */
export function around(line: Line, needed: readonly number[], most: number): number[] {
  const shown = new Set(needed.slice(0, most));
  const [middle = 0] = needed;
  for (let away = 1; shown.size < Math.min(most, line.count); away++)
    for (const index of [middle - away, middle + away])
      if (index >= 0 && index < line.count && shown.size < most) shown.add(index);
  return [...shown].sort((a, b) => a - b);
}
