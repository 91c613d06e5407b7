/** A unit's receptive field framed on the network's input, as SVG in the input's own cells. */
import { svg } from "lit";
import { type Field, type Interval, reachesOut, withinInput } from "../graph/field.ts";

/** Room around the input, as a share of it, for fields that reach into padding. */
export const MARGIN = 0.09;

/** The field's rows and columns (its last two axes) on a picture of these lengths. */
export function fieldFrame(field: Field, [height = 1, width = 1]: readonly number[]) {
  const flat = field.slice(-2);
  const lengths = [height, width];
  const margin = MARGIN * Math.max(height, width);
  const whole = flat.map(({ first, last }, axis) => ({
    first: Math.max(first, -margin),
    last: Math.min(last, (lengths[axis] as number) - 1 + margin),
  }));
  const seen = withinInput(flat, lengths);
  return svg`
    ${reachesOut(flat, lengths) ? rectangle(whole, "padding") : ""}
    ${rectangle(seen, "halo")}
    ${rectangle(seen, "seen")}
  `;
}

function rectangle(field: Field, kind: string) {
  const [rows, columns] = field as [Interval, Interval];
  return svg`<rect class=${kind} x=${columns.first} y=${rows.first} width=${lengthOf(columns)} height=${lengthOf(rows)} />`;
}

export const lengthOf = ({ first, last }: Interval): number => Math.max(0, last - first + 1);
