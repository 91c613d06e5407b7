/** Products of matrices: a value answers for a row of the result, or a column, through the other matrix. */
import type { DetailContext } from "../context.ts";
import type { Family } from "./back.ts";
import { dBy } from "./shares.ts";
import { type Tap, wired } from "./wiring.ts";

/** What an output of A·B is made of, of the one matrix: with the other's values as slopes. */
function taps({ inputs, weights, map, unit }: DetailContext, of: number | null): Tap[] {
  const a = inputs[0]?.tensor;
  const b = inputs[1]?.tensor ?? weights.weight;
  if (!a || !b) return [];
  const index = [map, ...unit];
  const column = index.at(-1) ?? 0;
  const row = a.shape.length === 1 ? [] : index.slice(0, -1);
  return Array.from({ length: a.shape.at(-1) ?? 1 }, (_, k): Tap => {
    const inA = a.shape.length === 1 ? [k] : lined([...row, k], a.shape);
    const inB = lined([...row.slice(0, -1), k, column], b.shape);
    return of === 0 ? { index: inA, local: b.at(...inB) } : { index: inB, local: a.at(...inA) };
  });
}

/** Lined up at the last axis; 0 where the matrix is repeated. */
const lined = (place: readonly number[], shape: readonly number[]): number[] =>
  place.slice(place.length - shape.length).map((each, axis) => (shape[axis] === 1 ? 0 : each));

const back = wired({
  rule: "A value answers for every product that it stood in: each result's gradient, times what it was multiplied with.",
  symbols: [[dBy("x"), " = Σ ", dBy("y"), " · the other"]],
  kind: "activation",
  taps,
});

export const matrixProduct: Family = {
  input: back,
  parameters: { weight: { ...back, symbol: "W", called: "the weights" } },
};
