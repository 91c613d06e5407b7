/** One weight's step, in numbers that add up as they are shown. */
import { shown, shownTerms } from "../details/adding-up.ts";

/** `w − part = next`, each as it is written. */
export interface ShownStep {
  from: string;
  part: string;
  to: string;
}

const FEWEST_DECIMALS = 4;
const MOST_DECIMALS = 12;
/** Of what is taken off. */
const DIGITS = 3;

/** What SGD makes of a weight, as the server computes it: in float32. */
export const afterSgd = (weight: number, rate: number, gradient: number): number =>
  Math.fround(weight - Math.fround(Math.fround(rate) * gradient));

/** A step from one number to another, with enough decimals to see what came off. */
export function shownStep(from: number, to: number): ShownStep {
  const part = from - to;
  const order = part === 0 ? 0 : Math.floor(Math.log10(Math.abs(part)));
  const decimals = Math.min(MOST_DECIMALS, Math.max(FEWEST_DECIMALS, DIGITS - 1 - order));
  const next = shown(to, decimals);
  const [first, taken] = shownTerms([from, -part], next.ticks, decimals);
  return { from: first?.text ?? "", part: negated(taken?.text ?? ""), to: next.text };
}

const MINUS = "\u2212";
const negated = (text: string): string =>
  text.startsWith(MINUS) ? text.slice(1) : /[1-9]/.test(text) ? MINUS + text : text;
