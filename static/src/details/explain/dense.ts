import { decimalsFor, type Shown, shown, shownTerms, without } from "../adding-up.ts";
import type { DetailContext } from "../context.ts";
import { type Explain, fromShown, number, outputAt, type Part, result, type Term } from "./explanation.ts";

/** So many of the largest votes on each side have a line of their own. */
const LARGEST_EACH_SIDE = 6;

interface Vote {
  index: number;
  input: number;
  weight: number;
  product: number;
}

export const dense: Explain = (context) => {
  const { inputs, weights, map, output, classes, isLogits } = context;
  const [input] = inputs;
  const votes = votesOf(context);
  const shownVotes = largest(votes);
  const rest = votes.filter((vote) => !shownVotes.includes(vote));
  const bias = weights.bias?.at(map) ?? 0;
  const decimals = decimalsFor(output.data.reduce((limit, value) => Math.max(limit, Math.abs(value)), 0));
  const total = shown(outputAt(context), decimals);
  const values = [...shownVotes.map(({ product }) => product), ...(rest.length ? [sumOf(rest)] : []), bias];
  const terms = shownTerms(values, total.ticks, decimals);
  const lines = shownVotes.map((vote, i) => voteLine(vote, input?.name ?? "", terms[i] as Shown));
  if (rest.length)
    lines.push({ label: `${rest.length} others together`, parts: [], shown: terms.at(-2) as Shown });
  lines.push({ label: "bias", parts: [], shown: terms.at(-1) as Shown });
  return {
    readings: [{ input: 0, channel: 0 }],
    rule: "Every input votes with its weight; the votes and the bias are added.",
    formula: [
      [
        `${(isLogits && classes[map]) || `unit ${map}`}: Σ of ${votes.length} votes `,
        fromShown(without(total, terms.at(-1) as Shown, sumOf(votes), decimals), "activation"),
        " + bias ",
        fromShown(terms.at(-1) as Shown, "weight"),
        " = ",
        { ...result(total.value), text: total.text },
      ],
    ],
    terms: { heading: "Largest votes", list: lines, total },
  };
};

function votesOf({ inputs, weights, map }: DetailContext): Vote[] {
  const values = inputs[0]?.tensor.data ?? new Float32Array();
  const row = weights.weight?.map(map) ?? new Float32Array(values.length);
  return Array.from(values, (input, index) => {
    const weight = row[index] as number;
    return { index, input, weight, product: input * weight };
  });
}

/** The largest for and the largest against, from for to against; those that are zero stay out of it. */
function largest(votes: Vote[]): Vote[] {
  const ordered = votes.filter(({ product }) => product !== 0).sort((a, b) => b.product - a.product);
  if (ordered.length <= 2 * LARGEST_EACH_SIDE) return ordered;
  return [...ordered.slice(0, LARGEST_EACH_SIDE), ...ordered.slice(-LARGEST_EACH_SIDE)];
}

const sumOf = (votes: Vote[]): number => votes.reduce((sum, { product }) => sum + product, 0);

function voteLine({ index, input, weight }: Vote, source: string, product: Shown): Term {
  const parts: Part[] = [number(input), " × ", number(weight, "weight")];
  return { label: `${source} ${index}`, parts, shown: product };
}
