/** Two numbers that differ in their last digits only: what they share, and what sets them apart. */

const MINUS = "\u2212";

export interface Apart {
  shared: string;
  own: string;
}

/** Both with so many decimals that the last one told is the last one that a float64 of that size holds. */
export function apart(a: number, b: number): [Apart, Apart] {
  const size = Math.max(Math.abs(a), Math.abs(b), 1e-300);
  const decimals = Math.min(100, Math.max(0, 15 - Math.floor(Math.log10(size))));
  const [first, second] = [told(a, decimals), told(b, decimals)];
  let alike = 0;
  while (alike < first.length && first[alike] === second[alike]) alike += 1;
  return [split(first, alike), split(second, alike)];
}

const told = (x: number, decimals: number): string => {
  const text = Math.abs(x).toFixed(decimals);
  return x < 0 ? MINUS + text : text;
};

const split = (text: string, at: number): Apart => ({ shared: text.slice(0, at), own: text.slice(at) });
