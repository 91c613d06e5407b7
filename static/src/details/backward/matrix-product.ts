/** A convolution's way back as a product of matrices, A · B = C: the part of it around what is opened. */
import type { Kind } from "../../colour.ts";
import { indexOf } from "../../graph/raster.ts";
import type { Tensor } from "../../wire/tensor.ts";
import { type Shown, shown, shownTerms } from "../adding-up.ts";
import { type DetailContext, inputKind } from "../context.ts";
import { decimalsOf } from "../digits.ts";
import { limitFor } from "../limits.ts";
import { isTransposed } from "./convolution.ts";
import type { Rule } from "./painting.ts";
import { type Entry, Unrolled } from "./unrolled.ts";

/** One of the three matrices. */
export interface Block {
  name: string;
  kind: Kind;
  /** Half-width of its colour scale. */
  limit: number;
  at(row: number, column: number): number;
}

/** What the rows, the columns, or the places between are: how many there are, and what each is called. */
export interface Line {
  called: string;
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
  /** The entries of C that make the opened value: itself, or those that col2im adds up. */
  made: readonly Entry[];
  /** These as they are shown; they add up to `total`. */
  parts: readonly Shown[];
  total: Shown;
  decimals: number;
  /** What is computed: "dcols = Wᵀ · dL/dY". */
  formula: string;
  /** What it is added up to, where that is another step: "dL/dX = col2im(dcols)". */
  folds: string;
}

/** Of a mirrored context that goes back to the input or to the weights. */
export function matrixProduct(context: DetailContext): MatrixProduct {
  const forward = context.back?.forward ?? context;
  if (context.back?.way.input === null) return outer(context, forward);
  return isTransposed(forward.layer) ? unrolled(context, forward) : folded(context, forward);
}

interface Sides {
  /** What windows slide over, and what has a value for every window. */
  wide: Tensor;
  narrow: Tensor;
  cols: Unrolled;
  /** First of the narrow side's channels in the group, and how many there are. */
  first: number;
  count: number;
}

/** Of the group that `channel` of the wide side, or `filter` of the narrow one, belongs to. */
function sidesOf(
  { layer, inputs, gradient }: DetailContext,
  at: { channel?: number; filter?: number },
): Sides {
  const [x, y] = [inputs[0]?.tensor, gradient?.dOutput] as [Tensor, Tensor];
  const [wide, narrow] = isTransposed(layer) ? [y, x] : [x, y];
  const groups = layer.groups ?? 1;
  const channels = (wide.shape[0] ?? 1) / groups;
  const count = (narrow.shape[0] ?? 1) / groups;
  const group = Math.floor(at.channel === undefined ? (at.filter ?? 0) / count : at.channel / channels);
  const cols = new Unrolled({
    rule: layer as unknown as Rule,
    lengths: wide.shape.slice(1),
    windows: narrow.shape.slice(1),
    channels,
    first: group * channels,
  });
  return { wide, narrow, cols, first: group * count, count };
}

/** dL/dX of a convolution: Wᵀ · dL/dY, whose columns col2im adds up where windows overlap. */
function folded(context: DetailContext, forward: DetailContext): MatrixProduct {
  const { output, map, unit, weights, kinds } = context;
  const { narrow, cols, first, count } = sidesOf(forward, { channel: map });
  const weight = weights.weight as Tensor;
  const w = (row: number, filter: number) => weight.map(first + filter)[row] ?? Number.NaN;
  const dy = (filter: number, column: number) => narrow.map(first + filter)[column] ?? Number.NaN;
  const entry = (row: number, column: number) =>
    dotted(count, (filter) => w(row, filter) * dy(filter, column));
  const made = cols.entriesAt(map, unit);
  const decimals = decimalsOf(kinds.output, output.map(map));
  const total = shown(output.at(map, ...unit), decimals);
  const values = made.map(({ row, column }) => entry(row, column));
  return {
    a: { name: "Wᵀ", kind: "weight", limit: limitFor(weight), at: w },
    b: { name: "dL/dY", kind: "gradient", limit: limitFor(narrow), at: dy },
    c: {
      name: "dcols",
      kind: "gradient",
      limit: Math.max(limitFor(output), ...values.map(Math.abs)),
      at: entry,
    },
    rows: rowsOf(cols),
    inner: { called: "filters", count, label: (filter) => `filter ${first + filter}` },
    columns: columnsOf(cols),
    made,
    parts: shownTerms(values, total.ticks, decimals),
    total,
    decimals,
    formula: "dcols = Wᵀ · dL/dY",
    folds: "dL/dX = col2im(dcols)",
  };
}

/** dL/dX of a transposed convolution: W · im2col(dL/dY). */
function unrolled(context: DetailContext, forward: DetailContext): MatrixProduct {
  const { output, map, unit, weights } = context;
  const { wide, cols, first, count } = sidesOf(forward, { filter: map });
  const weight = weights.weight as Tensor;
  return product(
    context,
    { row: map - first, column: cols.columnOf(unit) },
    {
      a: {
        name: "W",
        kind: "weight",
        limit: limitFor(weight),
        at: (c, row) => weight.map(first + c)[row] ?? Number.NaN,
      },
      b: {
        name: "cols = im2col(dL/dY)",
        kind: "gradient",
        limit: limitFor(wide),
        at: (row, column) => cols.valueOf(wide, { row, column }),
      },
      c: {
        name: "dL/dX",
        kind: "gradient",
        limit: limitFor(output),
        at: (c, column) => output.map(first + c)[column] ?? Number.NaN,
      },
      rows: { called: "channels", count, label: (c) => `channel ${first + c}` },
      inner: rowsOf(cols),
      columns: columnsOf(cols),
      formula: "dL/dX = W · im2col(dL/dY)",
    },
  );
}

/** dL/dW: what has a value for every window · what the windows read, transposed. */
function outer(context: DetailContext, forward: DetailContext): MatrixProduct {
  const { output, map, unit } = context;
  const { wide, narrow, cols, first, count } = sidesOf(forward, { filter: map });
  const [up, read] = isTransposed(forward.layer) ? ["X", "dL/dY"] : ["dL/dY", "X"];
  const kindOf = (name: string) => (name === "X" ? inputKind(forward, 0) : "gradient");
  return product(
    context,
    { row: map - first, column: indexOf(unit, output.shape.slice(1)) },
    {
      a: {
        name: up as string,
        kind: kindOf(up as string),
        limit: limitFor(narrow),
        at: (filter, column) => narrow.map(first + filter)[column] ?? Number.NaN,
      },
      b: {
        name: `colsᵀ = im2col(${read})ᵀ`,
        kind: kindOf(read as string),
        limit: limitFor(wide),
        at: (column, row) => cols.valueOf(wide, { row, column }),
      },
      c: {
        name: "dL/dW",
        kind: "gradient",
        limit: limitFor(output),
        at: (filter, row) => output.map(first + filter)[row] ?? Number.NaN,
      },
      rows: { called: "filters", count, label: (filter) => `filter ${first + filter}` },
      inner: columnsOf(cols),
      columns: rowsOf(cols),
      formula: `dL/dW = ${up} · im2col(${read})ᵀ`,
    },
  );
}

type Given = Omit<MatrixProduct, "made" | "parts" | "total" | "decimals" | "folds">;

/** Where the opened value is an entry of C itself. */
function product({ output, map, unit, kinds }: DetailContext, made: Entry, given: Given): MatrixProduct {
  const decimals = decimalsOf(kinds.output, output.map(map));
  const total = shown(output.at(map, ...unit), decimals);
  return { ...given, made: [made], parts: [total], total, decimals, folds: "" };
}

const dotted = (count: number, of: (index: number) => number): number => {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += of(i);
  return sum;
};

const rowsOf = (cols: Unrolled): Line => ({
  called: "channels × cells",
  count: cols.rows,
  label: (row) => {
    const { channel, cell } = cols.rowAt(row);
    return `${channel}: ${cell.join(",")}`;
  },
});

const columnsOf = (cols: Unrolled): Line => ({
  called: "places",
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
