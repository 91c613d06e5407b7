/** What the view of a dense layer's unit shows: its votes, laid out on the maps that they come from. */
import { formatCount } from "../format.ts";
import { Tensor } from "../wire/tensor.ts";
import { addedUp, type Ballot, type Count, planeSums } from "./ballot.ts";
import type { DetailContext } from "./context.ts";
import { Ground } from "./ground.ts";
import { limitFor } from "./limits.ts";

/** What small maps can show; "places" are the votes of all maps together. */
export type Shows = "values" | "weights" | "votes" | "places";

/** What a unit's products are called: forward votes, backward what they are. */
export interface Words {
  vote: string;
  votes: string;
  value: string;
  sides: readonly [string, string];
}

export const FORWARD_WORDS: Words = {
  vote: "vote",
  votes: "votes",
  value: "value",
  sides: ["votes for", "votes against"],
};

export const BACKWARD_WORDS: Words = {
  vote: "product",
  votes: "products",
  value: "upstream",
  sides: ["positive", "negative"],
};

/** "400 votes = value × weight, 246 of them 0". */
export function votesIn({ values }: Ballot, { silent }: Count, { votes, value }: Words): string {
  const zeros = silent ? `, ${formatCount(silent)} of them 0` : "";
  return `${formatCount(values.length)} ${votes} = ${value} × weight${zeros}`;
}

/** Everything that stays while the pointer moves. */
export interface Made {
  of: readonly unknown[];
  ground: Ground;
  ballot: Ballot;
  weights: Tensor;
  votes: Tensor;
  /** Of all planes, place by place: one plane. */
  together: Tensor;
  /** Of each plane's votes. */
  sums: Float32Array;
  /** Planes, strongest first. */
  order: number[];
  limits: Record<Shows, number>;
  count?: { each: number; count: Count };
}

/** What a unit's votes are, and where they come from. */
export function made(
  { inputs, origin, output, map, weights: parameters }: DetailContext,
  row: Float32Array,
): Made {
  const vector = inputs[0]?.tensor as Tensor;
  const ground = new Ground(vector, inputs[0]?.name ?? "", origin);
  const weights = ground.weightsLaidOut(row);
  const votes = new Tensor(
    weights.shape,
    weights.data.map((weight, i) => weight * (ground.tensor.data[i] as number)),
  );
  const sums = planeSums(votes.data, ground.planes);
  const order = [...sums.keys()].sort((a, b) => Math.abs(sums[b] as number) - Math.abs(sums[a] as number));
  const ballot = {
    values: vector.data,
    weights: row,
    bias: parameters.bias?.at(map) ?? 0,
    total: output.at(map),
  };
  const together = addedUp(votes);
  const limits = {
    values: limitFor(ground.tensor),
    weights: limitFor(weights),
    votes: limitFor(votes),
    places: limitFor(together),
  };
  const of = [vector, output, map, row.buffer];
  return { of, ground, ballot, weights, votes, together, sums, order, limits };
}
