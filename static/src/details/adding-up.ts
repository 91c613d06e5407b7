/** Rounded so that what is shown adds up: terms whose shown digits sum exactly to the shown total. */
import { formatFixed } from "../format.ts";

/** A number, and how it is written. */
export interface Shown {
  /** In full. */
  value: number;
  text: string;
  /** Whether the last digit was moved by one (or more) so that the sum comes out right. */
  adjusted: boolean;
  /** The shown number in units of its last digit. */
  ticks: number;
}

const FEWEST_DECIMALS = 1;
const USUAL_DECIMALS = 3;
/** The least float32 has fewer. */
const MOST_DECIMALS = 48;

/** Decimals for a view whose largest magnitude is `limit`: three, more for tiny numbers, fewer for huge. */
export function decimalsFor(limit: number): number {
  if (!(limit > 0) || !Number.isFinite(limit)) return USUAL_DECIMALS;
  const order = Math.floor(Math.log10(limit));
  const wanted =
    order < 0 ? USUAL_DECIMALS - 1 - order : order < 2 ? USUAL_DECIMALS : USUAL_DECIMALS + 1 - order;
  return Math.max(FEWEST_DECIMALS, Math.min(MOST_DECIMALS, wanted));
}

/** A number rounded to the nearest. */
export function shown(value: number, decimals: number): Shown {
  return written(value, Math.round(value * 10 ** decimals), decimals);
}

/**
 * Terms rounded so that their ticks sum to `total`, in units of the last decimal.
 *
 * Each is rounded to the nearest; what is then missing is made up, a last digit each, by the terms that
 * rounding had moved furthest the other way. Where a value is not finite, all are rounded to the nearest.
 */
export function shownTerms(values: readonly number[], total: number, decimals: number): Shown[] {
  const scale = 10 ** decimals;
  const ticks = values.map((value) => Math.round(value * scale));
  const missing = total - ticks.reduce((sum, each) => sum + each, 0);
  if (Number.isFinite(missing) && missing !== 0) spread(values, ticks, missing, scale);
  return values.map((value, i) => written(value, ticks[i] as number, decimals));
}

/** What is left of a shown total without one of its terms, so that the two add up as shown; `value` in full. */
export function without(total: Shown, term: Shown, value: number, decimals: number): Shown {
  return { ...written(value, total.ticks - term.ticks, decimals), adjusted: false };
}

function spread(values: readonly number[], ticks: number[], missing: number, scale: number): void {
  const direction = Math.sign(missing);
  const lost = (i: number) => direction * ((values[i] as number) * scale - (ticks[i] as number));
  const order = ticks.map((_, i) => i).sort((a, b) => lost(b) - lost(a));
  for (let n = 0; n < Math.abs(missing) && order.length > 0; n++) {
    const i = order[n % order.length] as number;
    ticks[i] = (ticks[i] as number) + direction;
  }
}

function written(value: number, ticks: number, decimals: number): Shown {
  if (!Number.isFinite(value)) return { value, text: formatFixed(value, decimals), adjusted: false, ticks };
  const nearest = Math.round(value * 10 ** decimals);
  return { value, text: formatFixed(ticks / 10 ** decimals, decimals), adjusted: ticks !== nearest, ticks };
}
