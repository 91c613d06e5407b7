/** Softmax step by step: scores, less the largest, powers of e, shares; what is shown adds up. */
import { type Shown, shown, shownTerms } from "./adding-up.ts";

export interface Link {
  /** Which of the scores. */
  place: number;
  score: number;
  /** The score less the largest of all, and divided by the temperature. */
  exponent: number;
  power: Shown;
  share: Shown;
}

export interface Chain {
  /** In the order of the scores where all have a line; else the largest first. */
  links: Link[];
  /** Those without a line of their own. */
  others: { count: number; power: Shown; share: Shown } | null;
  largest: number;
  powers: Shown;
  shares: Shown;
  /** In bits; and the most that so many shares can have. */
  entropy: number;
  mostEntropy: number;
}

const DECIMALS = 4;

/** The chain at a temperature; `own` has a line whatever its score, and at most `most` have one. */
export function chainOf(scores: readonly number[], own: number, temperature: number, most: number): Chain {
  const largest = Math.max(...scores);
  const exponents = scores.map((score) => (score - largest) / temperature);
  const powers = exponents.map(Math.exp);
  const sum = powers.reduce((all, power) => all + power, 0);
  const shares = powers.map((power) => power / sum);
  const places = named(scores, own, most);
  const rest = scores.length - places.length;
  const isNamed = new Set(places);
  const together = (values: readonly number[]) =>
    values.reduce((all, value, place) => (isNamed.has(place) ? all : all + value), 0);
  const column = (values: readonly number[], total: Shown) => {
    const terms = places.map((place) => values[place] as number);
    return shownTerms(rest ? [...terms, together(values)] : terms, total.ticks, DECIMALS);
  };
  const all = shown(sum, DECIMALS);
  const whole = shown(
    shares.reduce((total, share) => total + share, 0),
    DECIMALS,
  );
  const [shownPowers, shownShares] = [column(powers, all), column(shares, whole)];
  return {
    links: places.map((place, i) => ({
      place,
      score: scores[place] as number,
      exponent: exponents[place] as number,
      power: shownPowers[i] as Shown,
      share: shownShares[i] as Shown,
    })),
    others: rest
      ? { count: rest, power: shownPowers.at(-1) as Shown, share: shownShares.at(-1) as Shown }
      : null,
    largest,
    powers: all,
    shares: whole,
    entropy: entropyOf(shares),
    mostEntropy: Math.log2(scores.length),
  };
}

/** The places that have a line: all, or the largest scores, and the opened one among them. */
function named(scores: readonly number[], own: number, most: number): number[] {
  const places = [...scores.keys()];
  if (scores.length <= most + 1) return places;
  const ordered = places.sort((a, b) => (scores[b] as number) - (scores[a] as number));
  const first = ordered.slice(0, most - 1);
  return first.includes(own) ? ordered.slice(0, most) : [...first, own];
}

/** How undecided shares are: 0 bits where one has all, log₂ n where all have the same. */
function entropyOf(shares: readonly number[]): number {
  return shares.reduce((bits, share) => (share > 0 ? bits - share * Math.log2(share) : bits), 0);
}
