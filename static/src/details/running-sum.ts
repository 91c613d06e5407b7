/** The steps of a sum that grows: one for each product, or, of very many, for several in a row; then the bias. */
import type { OpenedUnit } from "./opened-unit.ts";

/** From where the sum was to where it is after these products. */
export interface Bar {
  from: number;
  to: number;
  /** Its first and last product; the bias comes behind the last. */
  first: number;
  last: number;
  /** Its place among the bars. */
  place: number;
}

/** More bars than these would be thinner than a pixel. */
const MOST_BARS = 320;

export function risesOf(opened: OpenedUnit): Bar[] {
  const count = opened.products.length;
  const each = Math.ceil(count / MOST_BARS);
  const bars = Array.from({ length: Math.ceil(count / each) }, (_, place): Bar => {
    const first = place * each;
    const behind = Math.min(count, first + each);
    return {
      from: opened.sumOf(first).value,
      to: opened.sumOf(behind).value,
      first,
      last: behind - 1,
      place,
    };
  });
  const all = opened.sumOf(count).value;
  if (opened.bias) {
    bars.push({ from: all, to: opened.total.value, first: count, last: count, place: bars.length });
  }
  return bars;
}
