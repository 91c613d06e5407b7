/** Functions of one value alone, each with the value in place. */
import { formatNumber } from "../../format.ts";
import type { DetailContext } from "../context.ts";
import {
  type Explain,
  inputAt,
  number,
  numberOf,
  outputAt,
  ownCell,
  ownNumber,
  type Part,
  result,
  setting,
} from "./explanation.ts";

type Line = (x: Part, value: number, context: DetailContext) => Part[];

/** A function that looks at one value alone; `line` is what stands before "= result". */
export function pointwise(rule: string, line: Line): Explain {
  return (context) => {
    const value = inputAt(context);
    return {
      readings: [ownCell(context)],
      rule,
      formula: [[...line(ownNumber(context), value, context), " = ", result(outputAt(context))]],
    };
  };
}

const sigmoidOf = (x: number): number => 1 / (1 + Math.exp(-x));
const clamp = (x: number, low: number, high: number): number => Math.min(high, Math.max(low, x));

/** α · (eˣ − 1) below zero, times `scale`. */
const exponential =
  (scale: string): Line =>
  (x, value, context) => {
    const factor = scale ? `${setting(numberOf(context, scale, 1))} · ` : "";
    if (value > 0) return factor ? [factor, x] : ["x = ", x];
    return [`${factor}${setting(numberOf(context, "alpha", 1))} · (e^(`, x, ") − 1)"];
  };

const bounds: Line = (x, _value, context) => {
  const low = context.layer.low;
  const high = context.layer.high;
  const below: Part[] = typeof low === "number" ? [`max(${setting(low)}, `, x, ")"] : [x];
  return typeof high === "number" ? [`min(${setting(high)}, `, ...below, ")"] : below;
};

/** The slope that is learned for a value's channel (or for its place, or for all). */
function learnedSlope({ weights, inputs, map, unit }: DetailContext): number {
  const slopes = weights.weight;
  const rank = inputs[0]?.tensor.shape.length ?? 1;
  if (!slopes) return Number.NaN;
  if (slopes.shape.length === 1 && rank > 1) return slopes.at(slopes.data.length === 1 ? 0 : map);
  const index = [map, ...unit].slice(rank - slopes.shape.length);
  return slopes.at(...index.map((place, axis) => (slopes.shape[axis] === 1 ? 0 : place)));
}

export const FUNCTIONS: Record<string, Explain> = {
  relu: pointwise("max(0, x): what is negative becomes zero.", (x) => ["max(0, ", x, ")"]),
  leakyrelu: pointwise(
    "What is negative is made small: x, or slope · x below zero.",
    (x, value, { layer }) => (value < 0 ? [`${layer.slope ?? 0.01} · `, x] : ["x = ", x]),
  ),
  prelu: pointwise("x, or a learned slope · x below zero.", (x, value, context) =>
    value < 0 ? [number(learnedSlope(context), "weight"), " · ", x] : ["x = ", x],
  ),
  elu: pointwise("x, or α · (eˣ − 1) below zero.", exponential("")),
  selu: pointwise(
    "γ · x, or γ · α · (eˣ − 1) below zero: values keep their mean and variance.",
    exponential("gamma"),
  ),
  gelu: pointwise("x · Φ(x): x times the share of a normal distribution below it.", (x, value, context) => {
    const share = value === 0 ? 0.5 : outputAt(context) / value;
    return ["x · Φ(x) = ", x, " · ", number(share)];
  }),
  silu: pointwise("x · σ(x): x times its own sigmoid.", (x, value) => [
    "x · σ(x) = ",
    x,
    " · ",
    number(sigmoidOf(value)),
  ]),
  hardsigmoid: pointwise(
    "min(1, max(0, α · x + β)): a sigmoid of three straight lines.",
    (x, _value, context) => [
      `min(1, max(0, ${setting(numberOf(context, "alpha", 0.2))} · `,
      x,
      ` + ${setting(numberOf(context, "beta", 0.5))}))`,
    ],
  ),
  hardswish: pointwise("x · min(1, max(0, x/6 + 1/2)): x times a sigmoid of straight lines.", (x, value) => [
    x,
    " · ",
    number(clamp(value / 6 + 0.5, 0, 1)),
  ]),
  softplus: pointwise("ln(1 + eˣ): a smooth ReLU.", (x) => ["ln(1 + e^(", x, "))"]),
  mish: pointwise("x · tanh(ln(1 + eˣ)).", (x, value) => [
    x,
    " · tanh(",
    number(Math.log1p(Math.exp(value))),
    ")",
  ]),
  softsign: pointwise("x / (1 + |x|): between −1 and 1.", (x) => [x, " / (1 + |", x, "|)"]),
  clip: pointwise("x, but not below the lower and not above the upper bound.", bounds),
  relu6: pointwise("min(6, max(0, x)): a ReLU that stops at 6.", (x) => ["min(6, max(0, ", x, "))"]),
  sigmoid: pointwise("1 / (1 + e⁻ˣ): between 0 and 1.", (x, value) => [
    "1 / (1 + e^−(",
    x,
    ")) = 1 / (1 + ",
    number(Math.exp(-value)),
    ")",
  ]),
  tanh: pointwise("(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ): between −1 and 1.", (x) => ["tanh(", x, ")"]),
  dropout: pointwise(
    "In training, values are set to zero at random. In use, as here, all pass as they are.",
    (x) => ["x = ", x],
  ),
  exp: pointwise("eˣ", (x) => ["e^(", x, ")"]),
  log: pointwise("The natural logarithm.", (x) => ["ln(", x, ")"]),
  sqrt: pointwise("The square root.", (x) => ["√(", x, ")"]),
  abs: pointwise("The size without the sign.", (x) => ["|", x, "|"]),
  neg: pointwise("The sign turned round.", (x) => ["−(", x, ")"]),
  reciprocal: pointwise("1 / x", (x) => ["1 / (", x, ")"]),
  erf: pointwise("The error function: the share of a normal distribution within ±x·√2.", (x) => [
    "erf(",
    x,
    ")",
  ]),
  pow: pointwise("x to a power.", (x, _value, context) => [
    "(",
    x,
    `)^${setting(numberOf(context, "exponent", 1))}`,
  ]),
  sin: pointwise("The sine.", (x) => ["sin(", x, ")"]),
  cos: pointwise("The cosine.", (x) => ["cos(", x, ")"]),
  floor: pointwise("The greatest whole number that is not above x.", (x, value) => [
    `⌊${formatNumber(value)}⌋ of `,
    x,
  ]),
};
