/** Functions of one value alone, each with the value in place; what is drawn of them: curves.ts. */
import type { DetailContext } from "../context.ts";
import { type Curve, curveOf, leaky, sigmoid, softplus } from "./curves.ts";
import {
  type Explain,
  fraction,
  inputAt,
  number,
  numberOf,
  outputAt,
  ownCell,
  ownNumber,
  type Part,
  power,
  result,
  root,
  setting,
} from "./explanation.ts";
import { sharesOf } from "./shares.ts";

/** What stands before "= result": with x in letters, or the opened value in place. */
type Line = (x: Part, value: number, context: DetailContext) => Part[];

interface Told {
  rule: string;
  line: Line;
  /** The function in letters, where it is another than the line with x in it. */
  letters?: (context: DetailContext) => Part[];
}

/** A function that looks at one value alone. */
function pointwise({ rule, line, letters }: Told): Explain {
  return (context) => {
    const x = inputAt(context);
    const curve = curveAt(context);
    return {
      readings: [ownCell(context)],
      rule,
      symbols: [["f(x) = ", ...(letters?.(context) ?? line("x", x, context))]],
      formula: [["y = ", ...line(ownNumber(context), x, context), " = ", result(outputAt(context))]],
      compares: "layer",
      ...(curve && { curve, derivative: derivativeOf(context, curve), facts: sharesOf(context, curve) }),
    };
  };
}

/** The function's curve at the opened unit; null where there is none to draw. */
export const curveAt = (context: DetailContext): Curve | null =>
  context.layer.op === "prelu" ? leaky(learnedSlope(context)) : curveOf(context.layer);

/** The slope at the opened value. */
function derivativeOf(context: DetailContext, { slope }: Curve): Part[][] {
  return [["f′(", ownNumber(context), ") = ", number(slope(inputAt(context)), "gradient")]];
}

/** The slope that is learned for the opened value. */
export function learnedSlope({ weights, map, unit }: DetailContext): number {
  const slopes = weights.weight;
  return slopes ? slopes.at(...slopeFor(slopes.shape, [map, ...unit])) : Number.NaN;
}

/** Which slope is a value's: its channel's (or its place's, or the one for all). */
export function slopeFor(slopes: readonly number[], index: readonly number[]): number[] {
  if (slopes.length === 1 && index.length > 1) return [slopes[0] === 1 ? 0 : (index[0] ?? 0)];
  const own = index.slice(index.length - slopes.length);
  return own.map((place, axis) => (slopes[axis] === 1 ? 0 : place));
}

const clamp = (x: number, low: number, high: number): number => Math.min(high, Math.max(low, x));
const alphaOf = (context: DetailContext): string => setting(numberOf(context, "alpha", 1));

/** α · (eˣ − 1) below zero, times `scale`. */
function exponential(rule: string, scale: string): Told {
  const factor = (context: DetailContext) => (scale ? `${setting(numberOf(context, scale, 1))} · ` : "");
  const below = (x: Part, context: DetailContext): Part[] => [
    `${factor(context)}${alphaOf(context)} · (`,
    power(["e"], [x]),
    " − 1)",
  ];
  return {
    rule,
    line: (x, value, context) => {
      if (value > 0) return scale ? [factor(context), x] : [x];
      return below(x, context);
    },
    letters: (context) => [`${factor(context)}x for x > 0, else `, ...below("x", context)],
  };
}

const bounds: Line = (x, _value, context) => {
  const { low, high } = context.layer;
  const below: Part[] = typeof low === "number" ? [`max(${setting(low)}, `, x, ")"] : [x];
  return typeof high === "number" ? [`min(${setting(high)}, `, ...below, ")"] : below;
};

const ACTIVATIONS: Record<string, Told> = {
  relu: { rule: "What is negative becomes zero.", line: (x) => ["max(0, ", x, ")"] },
  leakyrelu: {
    rule: "What is negative is made small.",
    line: (x, value, { layer }) => (value < 0 ? [`${layer.slope ?? 0.01} · `, x] : [x]),
    letters: ({ layer }) => [`x for x > 0, else ${layer.slope ?? 0.01} · x`],
  },
  prelu: {
    rule: "What is negative is multiplied by a learned slope.",
    line: (x, value, context) => (value < 0 ? [number(learnedSlope(context), "weight"), " · ", x] : [x]),
    letters: () => ["x for x > 0, else a · x"],
  },
  elu: exponential("Positive values stay; negative ones bend towards −α.", ""),
  selu: exponential("An ELU scaled so that values keep their mean and variance.", "gamma"),
  gelu: {
    rule: "x times the share of a normal distribution below it.",
    line: (x, value, context) => [x, " · ", number(value === 0 ? 0.5 : outputAt(context) / value)],
    letters: () => ["x · Φ(x)"],
  },
  silu: {
    rule: "x times its own sigmoid.",
    line: (x, value) => [x, " · ", number(sigmoid(value))],
    letters: () => ["x · σ(x) = ", fraction(["x"], ["1 + ", power(["e"], ["−x"])])],
  },
  hardsigmoid: {
    rule: "A sigmoid of three straight lines.",
    line: (x, _value, context) => [
      `min(1, max(0, ${setting(numberOf(context, "alpha", 0.2))} · `,
      x,
      ` + ${setting(numberOf(context, "beta", 0.5))}))`,
    ],
  },
  hardswish: {
    rule: "x times a sigmoid of three straight lines.",
    line: (x, value) => [x, " · ", number(clamp(value / 6 + 0.5, 0, 1))],
    letters: () => ["x · min(1, max(0, ", fraction(["x"], ["6"]), " + ", fraction(["1"], ["2"]), "))"],
  },
  softplus: { rule: "A smooth ReLU.", line: (x) => ["ln(1 + ", power(["e"], [x]), ")"] },
  mish: {
    rule: "x times the tanh of its softplus.",
    line: (x, value) => [x, " · tanh(", number(softplus(value)), ")"],
    letters: () => ["x · tanh(ln(1 + ", power(["e"], ["x"]), "))"],
  },
  softsign: { rule: "Between −1 and 1.", line: (x) => [fraction([x], ["1 + |", x, "|"])] },
  clip: { rule: "Not below the lower and not above the upper bound.", line: bounds },
  relu6: { rule: "A ReLU that stops at 6.", line: (x) => ["min(6, max(0, ", x, "))"] },
  sigmoid: {
    rule: "Between 0 and 1.",
    line: (x, value) => [
      fraction(["1"], ["1 + ", power(["e"], ["−", x])]),
      " = ",
      fraction(["1"], ["1 + ", number(Math.exp(-value))]),
    ],
    letters: () => [fraction(["1"], ["1 + ", power(["e"], ["−x"])])],
  },
  tanh: {
    rule: "Between −1 and 1.",
    line: (x) => ["tanh(", x, ")"],
    letters: () => {
      const [up, down] = [power(["e"], ["x"]), power(["e"], ["−x"])];
      return ["tanh(x) = ", fraction([up, " − ", down], [up, " + ", down])];
    },
  },
  dropout: {
    rule: "In training, values are set to zero at random. In use, as here, all pass as they are.",
    line: (x) => [x],
  },
};

const MATHEMATICS: Record<string, Told> = {
  exp: { rule: "The exponential.", line: (x) => [power(["e"], [x])] },
  log: { rule: "The natural logarithm.", line: (x) => ["ln(", x, ")"] },
  sqrt: { rule: "The square root.", line: (x) => [root(x)] },
  abs: { rule: "The size without the sign.", line: (x) => ["|", x, "|"] },
  neg: { rule: "The sign turned round.", line: (x) => ["−(", x, ")"] },
  reciprocal: { rule: "One over each value.", line: (x) => [fraction(["1"], [x])] },
  erf: {
    rule: "The error function: the share of a normal distribution within ±x·√2.",
    line: (x) => ["erf(", x, ")"],
  },
  pow: {
    rule: "Each value to a power.",
    line: (x, _value, context) => [power([x], [setting(numberOf(context, "exponent", 1))])],
  },
  sin: { rule: "The sine.", line: (x) => ["sin(", x, ")"] },
  cos: { rule: "The cosine.", line: (x) => ["cos(", x, ")"] },
  floor: { rule: "The greatest whole number that is not above x.", line: (x) => ["⌊", x, "⌋"] },
};

export const FUNCTIONS: Record<string, Explain> = Object.fromEntries(
  Object.entries({ ...ACTIVATIONS, ...MATHEMATICS }).map(([op, told]) => [op, pointwise(told)]),
);
