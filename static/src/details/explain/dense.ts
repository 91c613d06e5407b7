import { formatCount } from "../../format.ts";
import type { DetailContext } from "../context.ts";
import { Ground } from "../ground.ts";
import { limitFor } from "../limits.ts";
import { type Explain, type Explanation, outputAt, withoutFormula } from "./explanation.ts";
import { tallied, type Vote } from "./votes.ts";

export const dense: Explain = (context) => {
  const { weights, map, output, classes, isLogits, layer } = context;
  if (!weights.weight && layer.parameters > 0) return weightsOnTheirWay(context);
  return {
    readings: [{ input: 0, channel: 0 }],
    rule: "Every input votes with its weight; the votes and the bias are added.",
    ...tallied({
      name: (isLogits && classes[map]) || `unit ${map}`,
      called: "votes",
      votes: votesOf(context),
      bias: weights.bias?.at(map) ?? 0,
      value: outputAt(context),
      limit: limitFor(output),
    }),
  };
};

function votesOf({ inputs, weights, map, origin }: DetailContext): Vote[] {
  const [input] = inputs;
  if (!input) return [];
  const places = new Ground(input.tensor, input.name, origin);
  const row = weights.weight?.map(map) ?? new Float32Array();
  return Array.from(input.tensor.data, (value, index) => ({
    label: origin ? places.describe(index) : `${input.name} ${index}`,
    input: value,
    weight: row[index] as number,
    at: { input: 0, index },
  }));
}

const weightsOnTheirWay = (context: DetailContext): Explanation =>
  withoutFormula(
    context,
    `Its ${formatCount(context.layer.parameters)} weights come a unit at a time; this unit's are on their way.`,
  );

/** Of a layer whose weights were not fetched. */
export const tooManyWeights = (context: DetailContext): Explanation =>
  withoutFormula(
    context,
    `Its ${formatCount(context.layer.parameters)} weights are too many to be brought here; its inputs and its output are exact.`,
  );
