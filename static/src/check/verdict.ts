/** What a check found, in words. */
import { formatNumber } from "../format.ts";
import type { CheckAnswer } from "../wire/checks.ts";

export interface Verdict {
  /** Whether slope and gradient agree as far as they can. */
  agrees: boolean;
  text: string;
}

/** Closer than so two numbers count as one. */
const CLOSE = 1e-4;
/** Rounding is known to within a small factor. */
const ROUNDINGS = 4;
const MOST_NAMED = 3;

export function verdictOf(answer: CheckAnswer): Verdict {
  const { slope, gradient, relative_error: error, rounding } = answer;
  if (slope === null || gradient === null || error === null)
    return { agrees: false, text: "A loss is no finite number any more: take a smaller ε." };
  if (slope === 0 && gradient === 0)
    return { agrees: true, text: "Both are 0: the loss takes no notice of this value." };
  if (error < CLOSE) return { agrees: true, text: `Both agree to ${digitsOf(error)} digits.` };
  if (Math.abs(slope - gradient) <= ROUNDINGS * (rounding ?? 0))
    return {
      agrees: true,
      text: "They agree as far as can be told: with ε this small, rounding hides the rest.",
    };
  const switched = switchedText(answer.switched);
  if (switched) return { agrees: false, text: `${kink(answer)} ${switched}` };
  return {
    agrees: false,
    text: "They differ, and nothing switched in between: the loss bends over this distance. Take a smaller ε.",
  };
}

/** Where the loss has a kink at the value itself, both of its slopes, and which of them the gradient is. */
function kink({ loss, lower, upper, epsilon, gradient }: CheckAnswer): string {
  const plain = "They differ: between both runs the loss has a kink, and no single slope.";
  if (loss === null || lower === null || upper === null || !epsilon || gradient === null) return plain;
  const [left, right] = [(loss - lower) / epsilon, (upper - loss) / epsilon];
  const side = near(gradient, left) ? "left" : near(gradient, right) ? "right" : null;
  if (!side || near(left, right)) return plain;
  return (
    `The loss has a kink here: its slope is ${formatNumber(left)} to the left and ${formatNumber(right)} to the ` +
    `right. The gradient is that to the ${side}; the measured slope is their mean.`
  );
}

const near = (a: number, b: number): boolean =>
  Math.abs(a - b) <= CLOSE * 10 * Math.max(Math.abs(a), Math.abs(b), 1e-12);

/** "2 values of relu1 changed sides, 1 winner of pool1 …" in one word for all that decides. */
export function switchedText(switched: Readonly<Record<string, number>>): string {
  const all = Object.entries(switched);
  if (!all.length) return "";
  const named = all.slice(0, MOST_NAMED).map(([layer, count]) => `${count} in ${layer}`);
  const rest = all.slice(MOST_NAMED).reduce((sum, [, count]) => sum + count, 0);
  const count = all.reduce((sum, [, each]) => sum + each, 0);
  const what =
    count === 1 ? "1 decision (a side of zero, a winner)" : `${count} decisions (sides of zero, winners)`;
  return `Between both runs ${what} changed: ${named.join(", ")}${rest ? ` and ${rest} behind` : ""}.`;
}

const digitsOf = (error: number): number => Math.min(15, Math.floor(-Math.log10(Math.max(error, 1e-15))));
