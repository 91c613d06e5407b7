/** What is read at a place: the picture there, and what each target's attribution gives it, channel by channel. */
import { decimalsFor, shownTerms } from "../details/adding-up.ts";
import { formatNumber } from "../format.ts";
import { indexOf, type Unit } from "../graph/raster.ts";
import type { Tensor } from "../wire/tensor.ts";

/** The sum over the channels, and what they add to it: as shown, they add up. */
export interface Reading {
  sum: string;
  terms: readonly string[];
}

/** A number of one map, or the sum of those of several channels. */
export function readingOf(map: Tensor, place: Unit): Reading {
  const index = indexOf(place, map.shape.slice(1));
  const values = Array.from({ length: map.shape[0] ?? 1 }, (_, channel) => map.map(channel)[index] as number);
  if (values.length === 1) return { sum: formatNumber(values[0] as number), terms: [] };
  const decimals = decimalsFor(Math.max(...values.map(Math.abs)));
  const total = Math.round(values.reduce((sum, each) => sum + each, 0) * 10 ** decimals);
  const terms = shownTerms(values, total, decimals).map(({ text }) => text);
  const [sum] = shownTerms([total / 10 ** decimals], total, decimals);
  return { sum: sum?.text ?? "", terms };
}

/** The channels' values, as the network gets them. */
export const valuesAt = (input: Tensor, place: Unit): string => {
  const index = indexOf(place, input.shape.slice(1));
  return Array.from({ length: input.shape[0] ?? 1 }, (_, channel) =>
    formatNumber(input.map(channel)[index] as number),
  ).join(", ");
};
