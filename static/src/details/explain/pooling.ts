import { describeUnit, rasterOf, unitAt } from "../../graph/raster.ts";
import { decimalsFor, shown, shownTerms } from "../adding-up.ts";
import type { DetailContext } from "../context.ts";
import { cellOf, windowRule } from "../geometry.ts";
import { windowOver } from "../window.ts";
import {
  type Explain,
  type Explanation,
  frameOf,
  fromShown,
  number,
  ONE_CELL,
  outputAt,
  type Part,
  type Reading,
  result,
  type WindowNumbers,
} from "./explanation.ts";

/** Larger windows are told as "of the 25 values"; their numbers stand beside the formula. */
const MOST_IN_A_LINE = 9;

export const maxPooling: Explain = (context) => {
  const numbers = underWindow(context);
  const value = outputAt(context);
  const winner = context.winners?.at(context.map, ...context.unit) ?? firstOf(numbers, value);
  const parts = inside(numbers).map((cell) => ({
    ...number(cell.value),
    chosen: cell === numbers.cells[winner],
  }));
  return {
    readings: reading(context),
    numbers: { ...numbers, winner },
    rule: "The largest value of the window; the gradient goes back to where it came from.",
    formula: [["max(", ...listed(parts), ") = ", result(value)]],
  };
};

export const averagePooling: Explain = (context) => {
  const numbers = underWindow(context);
  const countsPadding = context.layer.count_padding === true;
  const divisor = countsPadding ? numbers.cells.filter((cell) => cell.padded).length : inside(numbers).length;
  return {
    readings: reading(context),
    numbers,
    rule: `The mean of the window. Cells in the padding ${countsPadding ? "count as 0" : "do not count"}.`,
    ...mean(
      inside(numbers).map((cell) => cell.value),
      divisor,
      outputAt(context),
    ),
  };
};

export const l2Pooling: Explain = (context) => {
  const numbers = underWindow(context);
  const values = inside(numbers).map((cell) => cell.value);
  const squares = values.reduce((sum, value) => sum + value * value, 0);
  const line = listed(
    values.map((value) => number(value)),
    "² + ",
  );
  return {
    readings: reading(context),
    numbers,
    rule: "The length of the window taken as a vector: √(Σ x²).",
    formula: [
      ["√(", ...line, "²)"],
      ["√", number(squares), " = ", result(outputAt(context))],
    ],
  };
};

export const globalAverage: Explain = (context) => {
  const values = [...(context.inputs[0]?.tensor.map(context.map) ?? [])];
  const sum = values.reduce((all, value) => all + value, 0);
  return {
    readings: [wholeMap(context)],
    rule: `The mean of the whole map: one value is left of ${sizeInWords(context)}.`,
    formula: [
      ["Σ of ", `${values.length}`, " values = ", number(sum)],
      [number(sum), ` / ${values.length} = `, result(outputAt(context))],
    ],
  };
};

export const globalMaximum: Explain = (context) => {
  const { inputs, map } = context;
  const value = outputAt(context);
  const axes = inputs[0]?.tensor.shape.slice(1) ?? [];
  const place = describeUnit(unitAt(inputs[0]?.tensor.map(map).indexOf(value) ?? 0, axes));
  return {
    readings: [wholeMap(context)],
    rule: `The largest value of the whole map: one is left of ${sizeInWords(context)}.`,
    formula: [[`max of the map, at ${place}: `, result(value)]],
  };
};

function wholeMap({ inputs, map }: DetailContext): Reading {
  const { rows, columns } = rasterOf(inputs[0]?.tensor.shape ?? []);
  return { input: 0, channel: map, window: { rule: { ...ONE_CELL, kernel: [rows, columns] }, unit: [0, 0] } };
}

const sizeInWords = ({ inputs }: DetailContext): string => inputs[0]?.tensor.shape.slice(1).join("×") ?? "";

/** (a + b + c + d) / 4, with a sum that adds up as shown. */
function mean(values: number[], divisor: number, value: number): Pick<Explanation, "formula"> {
  const exact = values.reduce((sum, each) => sum + each, 0);
  const decimals = decimalsFor(Math.max(...values.map(Math.abs), Math.abs(exact)));
  const sum = shown(exact, decimals);
  const terms = shownTerms(values, sum.ticks, decimals).map((term) => fromShown(term, "activation"));
  return {
    formula: [
      ["(", ...listed(terms, " + "), `) / ${divisor}`],
      ["= ", fromShown(sum, "activation"), ` / ${divisor} = `, result(value)],
    ],
  };
}

function underWindow(context: DetailContext): WindowNumbers {
  const { layer, inputs, map, unit } = context;
  const tensor = inputs[0]?.tensor;
  const cells = windowOver(layer, unit, tensor?.shape.slice(1) ?? []).map(({ at, inside, padded }) => ({
    inside,
    padded,
    value: inside ? (tensor?.at(map, ...at) ?? 0) : Number.NaN,
  }));
  return { columns: layer.kernel?.at(-1) ?? 1, cells };
}

const inside = ({ cells }: WindowNumbers) => cells.filter((cell) => cell.inside);

const firstOf = ({ cells }: WindowNumbers, value: number): number =>
  cells.findIndex((cell) => cell.inside && cell.value === value);

/** The window on its middle frame, where it spans several. */
function reading({ layer, inputs, map, unit }: DetailContext): Reading[] {
  const cells = windowOver(layer, unit, inputs[0]?.tensor.shape.slice(1) ?? []).filter((cell) => cell.inside);
  const frame = frameOf(cells[cells.length >> 1]?.at ?? [], inputs[0]?.tensor);
  return [{ input: 0, channel: map, frame, window: { rule: windowRule(layer), unit: cellOf(unit) } }];
}

function listed(parts: Part[], between = ", "): Part[] {
  if (parts.length > MOST_IN_A_LINE) return [`the ${parts.length} values of the window`];
  return parts.flatMap((part, i) => (i === 0 ? [part] : [between, part]));
}
