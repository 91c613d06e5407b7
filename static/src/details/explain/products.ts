import type { DetailContext } from "../context.ts";
import { limitFor } from "../limits.ts";
import { tooManyWeights } from "./dense.ts";
import { type Explain, outputAt } from "./explanation.ts";
import { tallied, type Vote } from "./votes.ts";

/** …×M×K times …×K×N: a row of the first with a column of the second. */
export const matrixProduct: Explain = (context) => {
  const { inputs, weights, map, unit } = context;
  const a = inputs[0]?.tensor;
  const b = inputs[1]?.tensor ?? weights.weight;
  if (!a || !b) return tooManyWeights(context);
  const index = [map, ...unit];
  const isRow = a.shape.length === 1;
  const column = index.at(-1) ?? 0;
  const row = isRow ? [] : index.slice(0, -1);
  const length = a.shape.at(-1) ?? 1;
  const lined = (place: readonly number[], shape: readonly number[]) =>
    place.slice(place.length - shape.length).map((each, axis) => (shape[axis] === 1 ? 0 : each));
  const votes = Array.from(
    { length },
    (_, k): Vote => ({
      label: `${inputs[0]?.name} ${[...row, k].join(", ")}`,
      input: a.at(...(isRow ? [k] : lined([...row, k], a.shape))),
      weight: b.at(...lined([...row.slice(0, -1), k, column], b.shape)),
      weightKind: weights.weight ? "weight" : "activation",
    }),
  );
  return {
    readings: [],
    rule: `A row of ${inputs[0]?.name} with a column of ${inputs[1]?.name ?? "the weights"}: products, added.`,
    ...sumOf(context, votes),
  };
};

function sumOf(context: DetailContext, votes: Vote[]) {
  const { map, unit, output } = context;
  const name = unit.length ? `unit ${unit.join(", ")}` : `unit ${map}`;
  return tallied({
    name,
    called: "products",
    votes,
    bias: null,
    value: outputAt(context),
    limit: limitFor(output),
  });
}
