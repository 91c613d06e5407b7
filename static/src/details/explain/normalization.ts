import { formatNumber } from "../../format.ts";
import type { DetailContext } from "../context.ts";
import { momentsOf } from "../distribution.ts";
import {
  type Explain,
  type Explanation,
  type Facts,
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

const DEFAULT_EPSILON = 1e-5;

export const epsilonOf = ({ layer }: DetailContext): number => layer.epsilon ?? DEFAULT_EPSILON;

/** What a value is normalized with. */
export interface Statistics {
  mean: number;
  variance: number;
  gamma: number;
  beta: number;
}

/** What a batch norm in use normalizes a map with; null without the statistics of training. */
export function statisticsOfTraining(context: DetailContext): Statistics | null {
  const { weights, map } = context;
  const [mean, variance] = [weights.running_mean?.at(map), weights.running_var?.at(map)];
  return mean === undefined || variance === undefined ? null : { mean, variance, ...affine(context, map) };
}

export const batchNorm: Explain = (context) => {
  const statistics = statisticsOfTraining(context);
  const rule = "The channel's mean μ and variance σ² are those of training; γ and β are learned.";
  if (!statistics) {
    const formula = [["x = ", ownNumber(context), ", y = ", result(outputAt(context))]];
    return { readings: [ownCell(context)], rule, formula, compares: "map" };
  }
  return normalized(context, rule, statistics);
};

/** The values that share their mean and variance with the opened one, one after the other in the data. */
export interface Row {
  first: number;
  values: Float32Array;
  /** Which γ and β are the opened value's. */
  place: number;
}

/** All values from an axis on share their mean and variance. */
export function rowOfLayer(context: DetailContext): Row {
  const tensor = context.inputs[0]?.tensor;
  const shape = tensor?.shape ?? [];
  const axis = numberOf(context, "axis", 0);
  const index = [context.map, ...context.unit];
  const size = shape.slice(axis).reduce((all, length) => all * length, 1);
  const row = indexIn(index.slice(0, axis), shape.slice(0, axis));
  const place = indexIn(index.slice(axis), shape.slice(axis));
  const values = tensor?.data.subarray(row * size, (row + 1) * size) ?? new Float32Array();
  return { first: row * size, values, place };
}

export const layerNorm: Explain = (context) => {
  const { values, place } = rowOfLayer(context);
  const own = `of the ${values.length} values that this one is normalized with`;
  return normalized(context, ruleWith(own), { ...momentsOf(values), ...affine(context, place) });
};

/** The channels of a group share their mean and variance, at all their positions. */
export function rowOfGroup(context: DetailContext): Row {
  const channels = context.inputs[0]?.tensor.shape[0] ?? 1;
  const perGroup = channels / numberOf(context, "groups", channels);
  const tensor = context.inputs[0]?.tensor;
  const size = perGroup * ((tensor?.data.length ?? 0) / channels);
  const group = Math.floor(context.map / perGroup);
  const values = tensor?.data.subarray(group * size, (group + 1) * size) ?? new Float32Array();
  return { first: group * size, values, place: context.map };
}

export const groupNorm: Explain = (context) => {
  const { values } = rowOfGroup(context);
  const channels = context.inputs[0]?.tensor.shape[0] ?? 1;
  const perGroup = channels / numberOf(context, "groups", channels);
  const own = perGroup === 1 ? "of this very map" : `of the ${perGroup} maps of its group`;
  return normalized(context, ruleWith(own), { ...momentsOf(values), ...affine(context, context.map) });
};

/** x divided by a power of what is around it, channel by channel. */
export const localResponse: Explain = (context) => {
  const { map, unit, inputs } = context;
  const tensor = inputs[0]?.tensor;
  const size = numberOf(context, "size", 5);
  const [alpha, beta, bias] = [
    numberOf(context, "alpha", 1e-4),
    numberOf(context, "beta", 0.75),
    numberOf(context, "bias", 1),
  ];
  const first = Math.max(0, map - ((size - 1) >> 1));
  const last = Math.min((tensor?.shape[0] ?? 1) - 1, map + size - 1 - ((size - 1) >> 1));
  let squares = 0;
  for (let channel = first; channel <= last; channel++) squares += (tensor?.at(channel, ...unit) ?? 0) ** 2;
  const scale = bias + (alpha / size) * squares;
  return {
    compares: "layer",
    readings: [ownCell(context)],
    rule: `x / (k + α/${size} · Σ x²)^β, with the squares of maps ${first} to ${last} at this place.`,
    formula: [
      [
        "Σ x² = ",
        number(squares),
        `, k + α/${size} · Σ x² = ${setting(bias)} + ${setting(alpha / size)} · `,
        number(squares),
        " = ",
        number(scale),
      ],
      [
        "y = ",
        fraction([ownNumber(context)], [power([number(scale)], [setting(beta)])]),
        " = ",
        result(outputAt(context)),
      ],
    ],
  };
};

const ruleWith = (whose: string): string => `With the mean μ and variance σ² ${whose}; γ and β are learned.`;

export function affine({ weights }: DetailContext, place: number): Pick<Statistics, "gamma" | "beta"> {
  return { gamma: weights.weight?.data[place] ?? 1, beta: weights.bias?.data[place] ?? 0 };
}

function indexIn(index: readonly number[], shape: readonly number[]): number {
  return shape.reduce((all, length, axis) => all * length + (index[axis] ?? 0), 0);
}

function normalized(
  context: DetailContext,
  rule: string,
  { mean, variance, gamma, beta }: Statistics,
): Explanation {
  const x = inputAt(context);
  const epsilon = epsilonOf(context);
  const deviation = Math.sqrt(variance + epsilon);
  const value = (x - mean) / deviation;
  return {
    readings: [ownCell(context)],
    rule,
    symbols: [["x̂ = ", fraction(["x − μ"], [root(power(["σ"], ["2"]), " + ε")])], ["y = γ · x̂ + β"]],
    formula: [
      [
        "x̂ = ",
        fraction(
          [ownNumber(context), " − ", ...signed(mean)],
          [root(number(variance, "weight"), ` + ${setting(epsilon)}`)],
        ),
        " = ",
        fraction([number(x - mean)], [number(deviation, "weight")]),
        " = ",
        number(value),
      ],
      [
        "y = ",
        number(gamma, "weight"),
        " · ",
        ...signed(value, "activation"),
        " + ",
        ...signed(beta),
        " = ",
        result(outputAt(context)),
      ],
    ],
    compares: "map",
    facts: distributed(context, { mean, variance, gamma, beta }, deviation),
  };
}

/** In brackets where a minus would follow another sign. */
const signed = (value: number, kind: "weight" | "activation" = "weight"): Part[] =>
  value < 0 ? ["(", number(value, kind), ")"] : [number(value, kind)];

/** Mean and standard deviation of the opened map before and after, beside those that it is normalized with. */
function distributed(
  context: DetailContext,
  { mean, variance, gamma, beta }: Statistics,
  deviation: number,
): Facts {
  const { inputs, output, map, layer } = context;
  const before = momentsOf(inputs[0]?.tensor.map(map) ?? new Float32Array());
  const after = momentsOf(output.map(map));
  const both = (of: "mean" | "deviation") => [formatNumber(before[of]), formatNumber(after[of])];
  const scale = gamma / deviation;
  const own: Facts["rows"] = [
    { name: "mean of this map", cells: both("mean") },
    { name: "standard deviation", cells: both("deviation") },
    {
      name: "normalized with",
      cells: [`μ ${formatNumber(mean)}, σ ${formatNumber(Math.sqrt(variance))}`],
    },
  ];
  if (layer.op !== "batchnorm") return { columns: ["before", "after"], rows: own };
  const shift = beta - scale * mean;
  const folded = `y = ${formatNumber(scale)} · x ${shift < 0 ? "−" : "+"} ${formatNumber(Math.abs(shift))}`;
  return {
    columns: ["before", "after"],
    rows: [
      ...own,
      { name: "folded", cells: ["no: a layer of its own"] },
      { name: "it could be", cells: [folded] },
    ],
  };
}
