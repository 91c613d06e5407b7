/** Sums of products told by their largest: so many votes for, so many against, the others together. */
import type { Kind } from "../../colour.ts";
import { decimalsFor, type Shown, shown, shownTerms, without } from "../adding-up.ts";
import { type Explanation, fromShown, number, type Part, result, type Term } from "./explanation.ts";
import type { CellLink } from "./parts.ts";

/** So many of the largest votes on each side have a line of their own. */
const LARGEST_EACH_SIDE = 6;

export interface Vote {
  label: string;
  input: number;
  weight: number;
  /** What kind of number the first factor is; an activation where it is not said. */
  inputKind?: Kind;
  /** What the second factor is; another input's value is none of the weights. */
  weightKind?: Kind;
  /** What the label says, part by part, where tables have a column for each. */
  place?: readonly string[];
  /** How the second factor is written where its decimals would say less: "1/9". */
  weightText?: string;
  /** Where the input value was read; undefined for a zero of the padding. */
  at?: CellLink;
}

/** What a unit's value is the sum of: every product, in the order of the weights, and the bias. */
export interface Products {
  list: readonly Vote[];
  bias: number | null;
  /** So many in a row belong together: the cells of a window, in one channel. */
  row: number;
  /** What the parts of the places are called. */
  places?: readonly string[];
}

/** A value that is the sum of votes and a bias. */
export interface Tally {
  /** What votes are cast for: "frog", "unit 3". */
  name: string;
  /** What they are called: "votes", "products". */
  called: string;
  votes: readonly Vote[];
  bias: number | null;
  value: number;
  /** The largest magnitude that is written with the same decimals. */
  limit: number;
  /** So many votes in a row belong together. */
  row?: number;
  places?: readonly string[];
}

/** The formula and its terms; what is shown adds up to the value, digit by digit. */
export function tallied({
  name,
  called,
  votes,
  bias,
  value,
  limit,
  row = 1,
  places,
}: Tally): Pick<Explanation, "formula" | "terms" | "products"> {
  const chosen = largest(votes);
  const others = votes.filter((vote) => !chosen.includes(vote));
  const decimals = decimalsFor(limit);
  const total = shown(value, decimals);
  const together = [...(others.length ? [sumOf(others)] : []), ...(bias === null ? [] : [bias])];
  const terms = shownTerms([...chosen.map(productOf), ...together], total.ticks, decimals);
  const lines = chosen.map((vote, i) => voteLine(vote, terms[i] as Shown));
  if (others.length) {
    lines.push({
      label: `${others.length} others together`,
      parts: [],
      shown: terms[chosen.length] as Shown,
    });
  }
  const shownBias = bias === null ? null : (terms.at(-1) as Shown);
  if (shownBias) lines.push({ label: "bias", parts: [], shown: shownBias });
  const kind = votes[0]?.inputKind ?? "activation";
  const sum = shownBias
    ? without(total, shownBias, sumOf(votes), decimals)
    : { ...total, value: sumOf(votes) };
  const biasParts: Part[] = shownBias ? [" + bias ", fromShown(shownBias, "weight")] : [];
  return {
    formula: [
      [
        `${name}: Σ of ${votes.length} ${called} `,
        fromShown(sum, kind),
        ...biasParts,
        " = ",
        { ...result(value), text: total.text },
      ],
    ],
    terms: { heading: `Largest ${called}`, list: lines, total },
    products: { list: votes, bias, row, ...(places && { places }) },
  };
}

/** The largest for and the largest against, from for to against; those that are zero stay out of it. */
function largest(votes: readonly Vote[]): Vote[] {
  const ordered = votes.filter((vote) => productOf(vote) !== 0).sort((a, b) => productOf(b) - productOf(a));
  if (ordered.length <= 2 * LARGEST_EACH_SIDE) return ordered;
  return [...ordered.slice(0, LARGEST_EACH_SIDE), ...ordered.slice(-LARGEST_EACH_SIDE)];
}

const productOf = ({ input, weight }: Vote): number => input * weight;
const sumOf = (votes: readonly Vote[]): number => votes.reduce((sum, vote) => sum + productOf(vote), 0);

function voteLine(vote: Vote, product: Shown): Term {
  const { label, input, inputKind, weight, weightKind = "weight", weightText, at } = vote;
  const factor = { ...number(weight, weightKind), ...(weightText !== undefined && { text: weightText }) };
  return { label, parts: [number(input, inputKind), " × ", factor], shown: product, ...(at && { at }) };
}
