/** How many decimals the numbers of an opened layer are written with. */
import { type Kind, limitOf } from "../colour.ts";
import { decimalsFor } from "./adding-up.ts";

/**
 * Decimals for numbers of a kind that stand together, so that most of them have digits to be read by.
 *
 * The largest counts; but of gradients, few of which come near it, their usual size (root mean square).
 */
export function decimalsOf(kind: Kind, values: Float32Array): number {
  return decimalsFor(kind === "gradient" ? usualSize(values) : limitOf(values));
}

function usualSize(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum / values.length);
}
