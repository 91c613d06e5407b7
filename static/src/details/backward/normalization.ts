/** Normalizations: through γ/√(σ² + ε); where μ and σ² are the input's own, each value answers for those too. */
import { unitAt } from "../../graph/raster.ts";
import type { DetailContext } from "../context.ts";
import { momentsOf } from "../distribution.ts";
import {
  type Explain,
  fraction,
  number,
  power,
  root,
  setting,
  withoutFormula,
} from "../explain/explanation.ts";
import {
  epsilonOf,
  type Row,
  rowOfGroup,
  rowOfLayer,
  statisticsOfTraining,
} from "../explain/normalization.ts";
import { type Family, forwardAt } from "./back.ts";
import { ofItself } from "./row-norm.ts";
import { dBy, downstreamIndex, localNumber, type Share, summed } from "./shares.ts";
import { type Tap, wired, withBeside } from "./wiring.ts";

/** x̂ of every value, by the layer's own y = γ · x̂ + β. */
type Normalized = (forward: DetailContext, index: number) => number;

const ofTraining: Explain = (context) => {
  const statistics = statisticsOfTraining(forwardAt(context));
  if (!statistics) return withoutFormula(context, "The statistics of training are on their way.");
  const { variance, gamma } = statistics;
  const deviation = Math.sqrt(variance + epsilonOf(forwardAt(context)));
  const share: Share = { at: downstreamIndex(context), local: gamma / deviation };
  const scale = root(number(variance, "weight"), ` + ${setting(epsilonOf(forwardAt(context)))}`);
  return {
    ...summed(context, [share], { kind: "weight" }),
    rule: "In use μ and σ² are fixed numbers from training, so the gradient is only scaled: by γ / √(σ² + ε).",
    symbols: [[dBy("x"), " = ", dBy("y"), " · ", fraction(["γ"], [root(power(["σ"], ["2"]), " + ε")])]],
    derivative: [
      ["γ / √(σ² + ε) = ", fraction([number(gamma, "weight")], [scale]), " = ", localNumber(share, "weight")],
    ],
    compares: "map",
  };
};

const normalizedByTraining: Normalized = (forward, index) => {
  const [map = 0] = unitAt(index, forward.output.shape);
  const statistics = statisticsOfTraining({ ...forward, map });
  const x = forward.inputs[0]?.tensor.data[index] ?? Number.NaN;
  return statistics
    ? (x - statistics.mean) / Math.sqrt(statistics.variance + epsilonOf(forward))
    : Number.NaN;
};

/** γ and β are those of the map. */
const ownMap = ({ map }: DetailContext): number => map;

/** γ of a channel was multiplied with x̂ at each of its places; β was added there. */
function parametersOf(
  normalized: Normalized,
  placeOf: (forward: DetailContext) => number,
): NonNullable<Family["parameters"]> {
  const perMap = placeOf === ownMap;
  const taps =
    (local: (output: DetailContext) => Omit<Tap, "index">) =>
    (output: DetailContext): Tap[] => [
      { index: [...unitAt(placeOf(output), output.weights.weight?.shape ?? [])], ...local(output) },
    ];
  const index = ({ output, map, unit }: DetailContext) =>
    [map, ...unit].reduce((all, place, axis) => all * (output.shape[axis] ?? 1) + place, 0);
  return {
    weight: {
      ...wired({
        rule: "γ was multiplied with x̂ wherever it was used: its gradient is the sum of dL/dY · x̂ over all those places.",
        symbols: [[dBy("γ"), " = Σ ", dBy("y"), " · x̂"]],
        kind: "activation",
        ownMap: () => perMap,
        taps: taps((output) => ({ local: normalized(output, index(output)) })),
      }),
      symbol: "γ",
      called: "γ",
    },
    bias: {
      ...wired({
        rule: "β was added wherever it was used: its gradient is the sum of dL/dY over all those places.",
        symbols: [[dBy("β"), " = Σ ", dBy("y")]],
        ownMap: () => perMap,
        taps: taps(() => ({ local: 1, localText: "1" })),
      }),
      symbol: "β",
      called: "β",
    },
  };
}

export const batchNorm: Family = {
  input: { explain: ofTraining },
  parameters: parametersOf(normalizedByTraining, ownMap),
};

const normalizedBy =
  (rowOf: (forward: DetailContext) => Row): Normalized =>
  (forward, index) => {
    const { values } = rowOf(forward);
    const { mean, variance } = remembered(values);
    const x = forward.inputs[0]?.tensor.data[index] ?? Number.NaN;
    return (x - mean) / Math.sqrt(variance + epsilonOf(forward));
  };

const owners = new WeakMap<ArrayBufferLike, Map<string, ReturnType<typeof momentsOf>>>();

/** A row's moments, asked for with each of its values. */
function remembered(values: Float32Array): ReturnType<typeof momentsOf> {
  const rows = owners.get(values.buffer) ?? new Map<string, ReturnType<typeof momentsOf>>();
  owners.set(values.buffer, rows);
  const key = `${values.byteOffset} ${values.length}`;
  const found = rows.get(key) ?? momentsOf(values);
  rows.set(key, found);
  return found;
}

const beside = (context: DetailContext) =>
  withBeside(
    context,
    (context.back?.forward.inputs ?? []).map((each) => ({ ...each, kind: "activation" as const })),
  );

const sampleNorm = (
  rowOf: (forward: DetailContext) => Row,
  placeOf: (forward: DetailContext) => number,
): Family => ({
  input: { explain: ofItself(rowOf), mirror: beside },
  parameters: parametersOf(normalizedBy(rowOf), placeOf),
});

export const layerNorm: Family = sampleNorm(rowOfLayer, (forward) => rowOfLayer(forward).place);
export const groupNorm: Family = sampleNorm(rowOfGroup, ownMap);
