/** A unit's votes: value × weight of every input, who counts most, and sums that add up as shown. */
import { Tensor } from "../wire/tensor.ts";
import { type Shown, shown, shownTerms } from "./adding-up.ts";

/** All votes for one unit. */
export interface Ballot {
  values: Float32Array;
  weights: Float32Array;
  bias: number;
  /** The unit's value. */
  total: number;
}

export interface ShownVote {
  index: number;
  value: number;
  weight: number;
  shown: Shown;
}

/** The votes of one side: the largest by name, the others together, and their sum. */
export interface Side {
  largest: ShownVote[];
  /** How many others there are, and what they add up to. */
  others: { count: number; shown: Shown } | null;
  sum: Shown;
}

/** For + against + bias = total, and each side's rows add up to the side, digit by digit. */
export interface Count {
  for: Side;
  against: Side;
  /** Inputs whose vote is exactly zero. */
  silent: number;
  bias: Shown;
  total: Shown;
  /** The largest single vote's magnitude. */
  limit: number;
}

/** A sum in double precision: the engine adds tens of thousands of votes, and so do we. */
const sumOf = (votes: readonly number[]): number => votes.reduce((sum, vote) => sum + vote, 0);

/** Counts the votes; of each side so many have a line of their own. */
export function counted(ballot: Ballot, each: number, decimals: number): Count {
  const { values, weights, bias, total } = ballot;
  const votes = Array.from(values, (value, i) => value * (weights[i] as number));
  const ranked = (sign: number) =>
    [...votes.keys()]
      .filter((i) => sign * (votes[i] as number) > 0)
      .sort((a, b) => sign * ((votes[b] as number) - (votes[a] as number)));
  const [pro, contra] = [ranked(1), ranked(-1)];
  const all = shown(total, decimals);
  const sums = [pro, contra].map((side) => sumOf(side.map((i) => votes[i] as number)));
  const [forSum, againstSum, shownBias] = shownTerms([...sums, bias], all.ticks, decimals) as [
    Shown,
    Shown,
    Shown,
  ];
  const side = (order: readonly number[], sum: Shown) => sideOf(order, sum, votes, ballot, each, decimals);
  return {
    for: side(pro, forSum),
    against: side(contra, againstSum),
    silent: votes.length - pro.length - contra.length,
    bias: shownBias,
    total: all,
    limit: Math.max(Math.abs(votes[pro[0] ?? -1] ?? 0), Math.abs(votes[contra[0] ?? -1] ?? 0)),
  };
}

function sideOf(
  order: readonly number[],
  sum: Shown,
  votes: readonly number[],
  { values, weights }: Ballot,
  each: number,
  decimals: number,
): Side {
  // One that would stand for "the one other" may as well have the line to itself.
  const named = order.length <= each + 1 ? order : order.slice(0, each);
  const rest = order.slice(named.length).map((i) => votes[i] as number);
  const terms = [...named.map((i) => votes[i] as number), ...(rest.length ? [sumOf(rest)] : [])];
  const lines = shownTerms(terms, sum.ticks, decimals);
  return {
    largest: named.map((index, i) => ({
      index,
      value: values[index] as number,
      weight: weights[index] as number,
      shown: lines[i] as Shown,
    })),
    others: rest.length ? { count: rest.length, shown: lines.at(-1) as Shown } : null,
    sum,
  };
}

/** What each plane of laid-out votes adds up to. */
export function planeSums(votes: Float32Array, planes: number): Float32Array {
  const size = votes.length / planes;
  return Float32Array.from({ length: planes }, (_, plane) => {
    let sum = 0;
    for (let i = plane * size; i < (plane + 1) * size; i++) sum += votes[i] || 0;
    return sum;
  });
}

/** All planes added up, cell by cell: one plane. */
export function addedUp({ shape, data }: Tensor): Tensor {
  const [planes = 1, ...axes] = shape;
  const size = data.length / planes;
  const sums = Float32Array.from({ length: size }, (_, cell) => {
    let sum = 0;
    for (let plane = 0; plane < planes; plane++) sum += data[plane * size + cell] as number;
    return sum;
  });
  return new Tensor([1, ...axes], sums);
}
