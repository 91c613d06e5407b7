/** Numbers in words a table can align: real minus signs, at least three significant digits. */

const MINUS = "\u2212";
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const MOST_DECIMALS = 5;
const SMALLEST_PLAIN = 1e-3;
const LARGEST_PLAIN = 1e6;

/** A value with four significant digits (three from 0.001 to 0.01); powers of ten outside 0.001 … 10⁶. */
export function formatNumber(x: number): string {
  if (Number.isNaN(x)) return "NaN";
  if (!Number.isFinite(x)) return x > 0 ? "∞" : `${MINUS}∞`;
  if (x === 0) return "0";
  const size = Math.abs(x);
  const text = size < SMALLEST_PLAIN || size >= LARGEST_PLAIN ? scientific(size) : plain(size);
  return x < 0 ? MINUS + text : text;
}

/** More decimals than these are counted in a power of ten, the same for all of a column. */
const MOST_ZEROS = 7;
const DECIMALS_OF_POWERS = 3;

/** A value with exactly so many decimals, for columns that add up: "0.125", of tiny ones "12.500·10⁻⁹" and "0". */
export function formatFixed(x: number, decimals: number): string {
  if (!Number.isFinite(x)) return formatNumber(x);
  if (decimals > MOST_ZEROS) {
    if (x === 0) return "0";
    const exponent = DECIMALS_OF_POWERS - decimals;
    return `${formatFixed(x * 10 ** -exponent, DECIMALS_OF_POWERS)}·10${superscript(exponent)}`;
  }
  const text = Math.abs(x).toFixed(decimals);
  return x < 0 && Number(text) !== 0 ? MINUS + text : text;
}

/** A fraction as a percentage with one decimal; never a false 0 % or 100 %. */
export function formatPercent(fraction: number): string {
  if (fraction > 0 && fraction < 0.0005) return "<0.1 %";
  if (fraction < 1 && fraction > 0.9995) return ">99.9 %";
  return `${(fraction * 100).toFixed(1)} %`;
}

/** "16×32×32"; square maps are shortened where `short` is set: "16×32²". */
export function formatShape(shape: readonly number[], short = false): string {
  const [channels, height, width] = shape;
  if (short && shape.length === 3 && height === width && (height ?? 0) > 1) return `${channels}×${height}²`;
  return shape.join("×");
}

/** A count with thousands separators: "72,730". */
export function formatCount(count: number): string {
  return count.toLocaleString("en-US");
}

/** "12 of 1,280". */
export const fewOf = (few: number, all: number): string => `${formatCount(few)} of ${formatCount(all)}`;

function plain(size: number): string {
  const decimals = Math.min(MOST_DECIMALS, Math.max(0, 3 - Math.floor(Math.log10(size))));
  return size.toFixed(decimals);
}

function scientific(size: number): string {
  const [digits, exponent] = size.toExponential(2).split("e") as [string, string];
  return `${digits}·10${superscript(Number(exponent))}`;
}

/** An exponent as it stands behind a 10. */
export function superscript(exponent: number): string {
  const digits = [...String(Math.abs(exponent))].map((digit) => SUPERSCRIPTS[Number(digit)]).join("");
  return exponent < 0 ? `⁻${digits}` : digits;
}

/** A magnitude in five characters or so, for legends under narrow columns: "12.3", "0.54", ".0034", "3e−4". */
export function formatShort(x: number): string {
  const size = Math.abs(x);
  const sign = x < 0 ? MINUS : "";
  if (x === 0 || !Number.isFinite(x) || size >= LARGEST_PLAIN) return formatNumber(x);
  if (size >= 1000) return sign + formatCount(Math.round(size));
  if (size >= 0.1) return sign + size.toFixed(Math.max(0, 2 - Math.max(0, Math.floor(Math.log10(size)))));
  if (size >= SMALLEST_PLAIN) return sign + size.toFixed(4).slice(1);
  return sign + size.toExponential(0).replace("-", MINUS);
}

/** A layer's name where there is room for so many letters: the end of "blocks.1/bn/Norm" tells it from others. */
export function briefName(name: string, most = 20): string {
  return name.length > most ? `…${name.slice(1 - most)}` : name;
}
