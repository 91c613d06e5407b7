import { rasterOf, unitAt } from "../../graph/raster.ts";
import { decimalsFor, shown, shownTerms } from "../adding-up.ts";
import type { DetailContext } from "../context.ts";
import { cellOf, windowRule } from "../geometry.ts";
import { windowOver } from "../window.ts";
import {
  type Explain,
  type Explanation,
  type FormulaNumber,
  fraction,
  frameOf,
  fromShown,
  joined,
  linkTo,
  number,
  ONE_CELL,
  outputAt,
  type Part,
  power,
  type Reading,
  result,
  root,
  under,
  type WindowNumbers,
} from "./explanation.ts";
import { placesUnder, unitSymbol, windowSymbol } from "./index-symbols.ts";
import { coveredBy, keptOfAll } from "./pool-facts.ts";

/** Larger windows are told as "25 values"; their numbers stand beside the formula. */
const MOST_IN_A_LINE = 16;

export const maxPooling: Explain = (context) => {
  const numbers = underWindow(context);
  const value = outputAt(context);
  const winner = context.winners?.at(context.map, ...context.unit) ?? firstOf(numbers, value);
  return {
    ...window(context),
    rule: "The largest value of the window; the gradient goes back to where it came from.",
    symbols: [[unitSymbol(context), " = ", under("max", placesUnder(context)), " ", windowSymbol(context)]],
    ...largest({ ...numbers, winner }, value),
  };
};

export const averagePooling: Explain = (context) => {
  const numbers = underWindow(context);
  const countsPadding = context.layer.count_padding === true;
  const divisor = countsPadding ? numbers.cells.filter((cell) => cell.padded).length : inside(numbers).length;
  return {
    ...window(context),
    rule: `The mean of the window. Cells in the padding ${countsPadding ? "count as 0" : "do not count"}.`,
    symbols: [
      [
        unitSymbol(context),
        " = ",
        fraction(["1"], ["n"]),
        under("Σ", placesUnder(context)),
        windowSymbol(context),
      ],
    ],
    ...mean(numbers, divisor, outputAt(context)),
  };
};

export const l2Pooling: Explain = (context) => {
  const numbers = underWindow(context);
  const sum = root(under("Σ", placesUnder(context)), power([windowSymbol(context)], ["2"]));
  return {
    ...window(context),
    rule: "The length of the window taken as a vector.",
    symbols: [[unitSymbol(context), " = ", sum]],
    ...length(numbers, outputAt(context)),
  };
};

export const globalAverage: Explain = (context) => {
  const numbers = wholeMap(context);
  return {
    ...whole(context),
    rule: `The mean of the whole map: one value is left of ${sizeInWords(context)}.`,
    symbols: [["y = ", fraction(["1"], ["n"]), under("Σ", "i"), "x"]],
    ...mean(numbers, numbers.cells.length, outputAt(context)),
  };
};

export const globalMaximum: Explain = (context) => {
  const numbers = wholeMap(context);
  const value = outputAt(context);
  return {
    ...whole(context),
    rule: `The largest value of the whole map: one is left of ${sizeInWords(context)}.`,
    symbols: [["y = ", under("max", "i"), "x"]],
    ...largest({ ...numbers, winner: firstOf(numbers, value) }, value),
  };
};

type Told = Pick<Explanation, "numbers" | "formula" | "winner">;

/** max(a, b, c, d), the winner marked. */
function largest(numbers: WindowNumbers, value: number): Told {
  const winner = numbers.cells[numbers.winner ?? -1];
  const parts = inside(numbers).map((cell) => ({ ...inPlace(cell), chosen: cell === winner }));
  const few = parts.length <= MOST_IN_A_LINE;
  const line: Part[] = few
    ? joined(parts, ", ")
    : [`${parts.length} values, among them `, ...parts.filter(({ chosen }) => chosen)];
  return {
    numbers,
    formula: [["y = max(", ...line, ") = ", result(value)]],
    ...(winner?.at && { winner: winner.at }),
  };
}

/** (a + b + c + d) / 4, with a sum that adds up as shown. */
function mean(numbers: WindowNumbers, divisor: number, value: number): Told {
  const { parts, sum } = summed(inside(numbers), (each) => each);
  return {
    numbers,
    formula: [
      ["y = ", fraction(parts, [`${divisor}`])],
      ["= ", fraction([sum], [`${divisor}`]), " = ", result(value)],
    ],
  };
}

/** √(a² + b²): the squares below, which add up as shown. */
function length(numbers: WindowNumbers, value: number): Told {
  const cells = inside(numbers);
  const { parts, sum } = summed(cells, (each) => each * each);
  const few = cells.length <= MOST_IN_A_LINE;
  const squared = cells.map((cell) => power(signed(cell), ["2"]));
  return {
    numbers,
    formula: [
      ...(few ? [["y = ", root(...joined(squared, " + "))]] : []),
      [few ? "= " : "y = ", root(...parts)],
      ["= ", root(sum), " = ", result(value)],
    ],
  };
}

type Cell = WindowNumbers["cells"][number];

/** What is made of each cell, and their sum. */
function summed(
  cells: readonly Cell[],
  of: (value: number) => number,
): { parts: Part[]; sum: FormulaNumber } {
  const values = cells.map(({ value }) => of(value));
  const exact = values.reduce((sum, each) => sum + each, 0);
  const decimals = decimalsFor(Math.max(...values.map(Math.abs), Math.abs(exact)));
  const sum = shown(exact, decimals);
  const terms = shownTerms(values, sum.ticks, decimals).map((term, i) =>
    linked(fromShown(term, "activation"), cells[i]),
  );
  const few = terms.length <= MOST_IN_A_LINE;
  return {
    parts: few ? joined(terms, " + ") : [`Σ of ${terms.length} values`],
    sum: fromShown(sum, "activation"),
  };
}

/** In brackets where a minus would be taken for the power's. */
const signed = (cell: Cell): Part[] => (cell.value < 0 ? ["(", inPlace(cell), ")"] : [inPlace(cell)]);

const inPlace = (cell: Cell): FormulaNumber => linked(number(cell.value), cell);
const linked = (shownAs: FormulaNumber, cell: Cell | undefined): FormulaNumber =>
  cell?.at ? { ...shownAs, at: cell.at } : shownAs;

const inside = ({ cells }: WindowNumbers) => cells.filter((cell) => cell.inside);

const firstOf = ({ cells }: WindowNumbers, value: number): number =>
  cells.findIndex((cell) => cell.inside && cell.value === value);

function underWindow(context: DetailContext): WindowNumbers {
  const { layer, inputs, map, unit } = context;
  const tensor = inputs[0]?.tensor;
  const cells = windowOver(layer, unit, tensor?.shape.slice(1) ?? []).map(({ at, inside, padded }) => ({
    inside,
    padded,
    value: inside ? (tensor?.at(map, ...at) ?? 0) : Number.NaN,
    ...(inside && { at: linkTo(tensor, [map, ...at]) }),
  }));
  return { columns: layer.kernel?.at(-1) ?? 1, cells };
}

function wholeMap({ inputs, map }: DetailContext): WindowNumbers {
  const tensor = inputs[0]?.tensor;
  const axes = tensor?.shape.slice(1) ?? [];
  const cells = Array.from(tensor?.map(map) ?? [], (value, i) => ({
    inside: true,
    padded: true,
    value,
    at: linkTo(tensor, [map, ...unitAt(i, axes)]),
  }));
  return { columns: axes.at(-1) ?? 1, cells };
}

/** What every pool with a window says of itself. */
function window(context: DetailContext): Pick<Explanation, "readings" | "compares" | "facts" | "unread"> {
  return { readings: reading(context), compares: "layer", ...coveredBy(context) };
}

/** What every pool over whole maps says of itself. */
function whole(context: DetailContext): Pick<Explanation, "readings" | "compares" | "facts"> {
  const values = context.inputs[0]?.tensor.map(0).length ?? 1;
  return { readings: [readingOfMap(context)], compares: "layer", facts: keptOfAll(values) };
}

/** The window on its middle frame, where it spans several. */
function reading({ layer, inputs, map, unit }: DetailContext): Reading[] {
  const cells = windowOver(layer, unit, inputs[0]?.tensor.shape.slice(1) ?? []).filter((cell) => cell.inside);
  const frame = frameOf(cells[cells.length >> 1]?.at ?? [], inputs[0]?.tensor);
  return [{ input: 0, channel: map, frame, window: { rule: windowRule(layer), unit: cellOf(unit) } }];
}

function readingOfMap({ inputs, map }: DetailContext): Reading {
  const { rows, columns } = rasterOf(inputs[0]?.tensor.shape ?? []);
  return { input: 0, channel: map, window: { rule: { ...ONE_CELL, kernel: [rows, columns] }, unit: [0, 0] } };
}

const sizeInWords = ({ inputs }: DetailContext): string => inputs[0]?.tensor.shape.slice(1).join("×") ?? "";
