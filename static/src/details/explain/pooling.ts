import { decimalsFor, shown, shownTerms } from "../adding-up.ts";
import type { DetailContext } from "../context.ts";
import { windowCells, windowRule } from "../geometry.ts";
import {
  type Explain,
  type Explanation,
  fromShown,
  number,
  outputAt,
  type Part,
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
  return {
    readings: reading(context),
    numbers,
    rule: "The mean of the window. Cells in the padding do not count.",
    ...mean(
      inside(numbers).map((cell) => cell.value),
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
  const [, height = 1, width = 1] = context.inputs[0]?.tensor.shape ?? [];
  const whole = { kernel: [height, width], stride: [1, 1], padding: [0, 0, 0, 0], dilation: [1, 1] } as const;
  const values = [...(context.inputs[0]?.tensor.map(context.map) ?? [])];
  const sum = values.reduce((all, value) => all + value, 0);
  return {
    readings: [{ input: 0, channel: context.map, window: { rule: whole, unit: [0, 0] } }],
    rule: `The mean of the whole map: one value is left of ${height}×${width}.`,
    formula: [
      ["Σ of ", `${values.length}`, " values = ", number(sum)],
      [number(sum), ` / ${values.length} = `, result(outputAt(context))],
    ],
  };
};

/** (a + b + c + d) / 4, with a sum that adds up as shown. */
function mean(values: number[], value: number): Pick<Explanation, "formula"> {
  const exact = values.reduce((sum, each) => sum + each, 0);
  const decimals = decimalsFor(Math.max(...values.map(Math.abs), Math.abs(exact)));
  const sum = shown(exact, decimals);
  const terms = shownTerms(values, sum.ticks, decimals).map((term) => fromShown(term, "activation"));
  return {
    formula: [
      ["(", ...listed(terms, " + "), `) / ${values.length}`],
      ["= ", fromShown(sum, "activation"), ` / ${values.length} = `, result(value)],
    ],
  };
}

function underWindow(context: DetailContext): WindowNumbers {
  const { layer, inputs, map, unit } = context;
  const [, height = 1, width = 1] = inputs[0]?.tensor.shape ?? [];
  const rule = windowRule(layer);
  const cells = windowCells(rule, unit, [height, width]).map((cell) => ({
    ...cell,
    value: cell.inside ? (inputs[0]?.tensor.at(map, cell.y, cell.x) ?? 0) : Number.NaN,
  }));
  return { columns: rule.kernel[1], cells };
}

const inside = ({ cells }: WindowNumbers) => cells.filter((cell) => cell.inside);

const firstOf = ({ cells }: WindowNumbers, value: number): number =>
  cells.findIndex((cell) => cell.inside && cell.value === value);

const reading = ({ layer, map, unit }: DetailContext) => [
  { input: 0, channel: map, window: { rule: windowRule(layer), unit } },
];

function listed(parts: Part[], between = ", "): Part[] {
  if (parts.length > MOST_IN_A_LINE) return [`the ${parts.length} values of the window`];
  return parts.flatMap((part, i) => (i === 0 ? [part] : [between, part]));
}
