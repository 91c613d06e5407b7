/** Numbers of one table written with a common power of ten, so that they stay short and can be compared. */
import { formatFixed, superscript } from "../format.ts";

export interface CommonScale {
  /** What every number is to be multiplied by: "×10⁻³", or "" for 1. */
  label: string;
  write(value: number): string;
}

/** Four digits at most: "12.34", "1.234", "123.4". */
const DIGITS = 4;

/** A scale in which the largest magnitude reads between 0.1 and 100. */
export function commonScale(limit: number): CommonScale {
  const order = limit > 0 && Number.isFinite(limit) ? Math.floor(Math.log10(limit)) : 0;
  const exponent = order >= -1 && order <= 2 ? 0 : 3 * Math.floor((order + 1) / 3);
  const decimals = Math.max(0, Math.min(3, DIGITS - 1 - Math.max(0, order - exponent)));
  return {
    label: exponent === 0 ? "" : `×10${superscript(exponent)}`,
    write: (value) => formatFixed(value / 10 ** exponent, decimals),
  };
}
