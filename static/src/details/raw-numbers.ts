/** The numbers behind a detail view as plain tables: a unit's terms, and whole maps; to be read out and copied. */
import { describeUnit, rasterOf, type Unit, unitAt } from "../graph/raster.ts";
import type { Tensor } from "../wire/tensor.ts";
import type { DetailContext } from "./context.ts";
import { type CellLink, type Explanation, numbersIn } from "./explain/explanation.ts";
import { explained } from "./explain/table.ts";
import { cellOf } from "./geometry.ts";

export type Cell = string | number;

export interface NumberTable {
  /** What the columns are called. */
  columns: string[];
  /** Each begins with what the row is called. */
  rows: Cell[][];
  /** What the rows and columns of a part begin with, where not all are there. */
  part?: string;
  /** Row and column of the opened unit's own value. */
  own?: readonly [row: number, column: number];
}

/** Larger maps are shown in part. */
export const MOST_ROWS = 40;
export const MOST_COLUMNS = 32;

/** A float32 in as few digits as tell it from its neighbours, as spreadsheets read it. */
export const rawText = (value: number): string => String(Number(value.toPrecision(9)));

/** Lines of cells with tabs between. */
export function tabSeparated({ columns, rows }: NumberTable): string {
  const written = (cell: Cell): string => (typeof cell === "number" ? rawText(cell) : cell);
  return [columns, ...rows].map((line) => line.map(written).join("\t")).join("\n");
}

/** What the opened unit is made of, and its value: products where it is a sum of them, else the numbers it reads. */
export function unitTable(context: DetailContext): NumberTable {
  const explanation = explained(context);
  const value: Cell[] = [`${context.layer.name} ${placeOf(context.map, context.unit)}`];
  const own = context.output.at(context.map, ...context.unit);
  const { products } = explanation;
  if (!products) {
    const rows = [...readRows(context, explanation), [...value, own]];
    return { columns: ["what", "value"], rows, own: [rows.length - 1, 1] };
  }
  const { list, places = ["what"] } = products;
  const blank: Cell[] = places.slice(1).map(() => "");
  const bias: Cell[][] = products.bias === null ? [] : [["bias", ...blank, "", "", products.bias]];
  const rows = [
    ...list.map(({ label, place = [label], input, weight }): Cell[] => [
      ...place,
      input,
      weight,
      input * weight,
    ]),
    ...bias,
    [...value, ...blank, "", "", own],
  ];
  const columns = [...places, "input", "factor", "product"];
  return { columns, rows, own: [rows.length - 1, columns.length - 1] };
}

/** The values that a unit reads, each once, in the order in which the formula or the window names them. */
function readRows({ inputs, weights }: DetailContext, { formula, numbers, terms }: Explanation): Cell[][] {
  const inWindow = (numbers?.cells ?? []).flatMap(({ at }) => (at ? [at] : []));
  const inLines = [...formula, ...(terms?.list ?? []).map(({ parts }) => parts)]
    .flatMap(numbersIn)
    .flatMap(({ at }) => (at ? [at] : []));
  const links = new Map([...inWindow, ...inLines].map((at) => [`${at.input} ${at.index}`, at]));
  const parameters = formula.flatMap(numbersIn).filter(({ kind }) => kind === "weight");
  const names = Object.keys(weights).length > 0 ? parameters : [];
  return [
    ...[...links.values()].map((at): Cell[] => [linkName(at, inputs), numberAt(at, inputs)]),
    ...names.map(({ value }): Cell[] => ["parameter", value]),
  ];
}

type Inputs = DetailContext["inputs"];

const numberAt = ({ input, index }: CellLink, inputs: Inputs): number =>
  inputs[input]?.tensor.data[index] ?? Number.NaN;

function linkName({ input, index }: CellLink, inputs: Inputs): string {
  const source = inputs[input];
  const [map = 0, ...unit] = unitAt(index, source?.tensor.shape ?? []);
  return `${source?.name ?? ""} ${placeOf(map, unit)}`;
}

const placeOf = (map: number, unit: Unit): string =>
  unit.length ? `map ${map}, ${describeUnit(unit)}` : `value ${map}`;

/** One map (of a clip: a frame of it) as rows and columns; `around` a unit where it is too large to show whole. */
export function mapTable(tensor: Tensor, map: number, frame: number, around?: Unit): NumberTable {
  const { rows, columns } = rasterOf(tensor.shape);
  if (tensor.shape.length === 1) return vectorTable(tensor, around && map);
  const [y, x] = cellOf(around ?? []);
  const [top, bottom] = around ? partOf(rows, y, MOST_ROWS) : [0, rows];
  const [left, right] = around ? partOf(columns, x, MOST_COLUMNS) : [0, columns];
  const plane = tensor.plane(map, frame);
  const table: NumberTable = {
    columns: ["row", ...range(left, right).map(String)],
    rows: range(top, bottom).map((row) => [
      String(row),
      ...plane.subarray(row * columns + left, row * columns + right),
    ]),
  };
  if (around) table.own = [y - top, x - left + 1];
  const isWhole = bottom - top === rows && right - left === columns;
  if (!isWhole) table.part = `rows ${top} to ${bottom - 1}, columns ${left} to ${right - 1}`;
  return table;
}

function vectorTable({ data }: Tensor, around: number | undefined): NumberTable {
  const most = MOST_ROWS * 2;
  const [first, last] = around === undefined ? [0, data.length] : partOf(data.length, around, most);
  const table: NumberTable = {
    columns: ["index", "value"],
    rows: range(first, last).map((index) => [String(index), data[index] as number]),
  };
  if (around !== undefined) table.own = [around - first, 1];
  if (last - first < data.length) table.part = `values ${first} to ${last - 1}`;
  return table;
}

/** So many of a length around a place. */
function partOf(length: number, place: number, most: number): [number, number] {
  const first = Math.max(0, Math.min(length - most, place - (most >> 1)));
  return [first, Math.min(length, first + most)];
}

const range = (first: number, end: number): number[] =>
  Array.from({ length: end - first }, (_, i) => first + i);
