/** What a unit sees, in words. */
import { formatCount } from "../format.ts";
import { describeField, type Field, inputName } from "../graph/field.ts";
import { axisWords } from "../graph/raster.ts";
import type { FieldPart, Seeing } from "../wire/fields.ts";
import { beyond } from "./path.ts";
import type { Plane } from "./plane.ts";

/** "14×14 pixels: rows 2–15, columns 4–17 of the picture". */
export function seenInWords({ window, sizes }: FieldPart): string {
  return `${sidesInWords(window)}: ${describeField(window, sizes)}`;
}

export function sidesInWords(window: Field): string {
  const sides = window.map(({ first, last }) => last - first + 1).join("×");
  return `${sides} ${window.length === 1 ? "samples" : "pixels"}`;
}

/** What of a sheet is read: "14×14 of 32×32", "all 64". */
export function sidesOf({ window, rows, columns }: Pick<Plane, "window" | "rows" | "columns">): string {
  const [down, across] = window.map(({ first, last }) => last - first + 1) as [number, number];
  const [read, of] = columns === 1 ? [`${down}`, `${rows}`] : [`${down}×${across}`, `${rows}×${columns}`];
  const isAll = window.every(({ first, last }, axis) => first === 0 && last === (axis ? columns : rows) - 1);
  return isAll ? `all ${of}` : `${read} of ${of}`;
}

/** "4 of 14 rows and 2 of 14 columns lie in the padding"; "" where none do. */
export function paddingInWords({ window, sizes }: FieldPart): string {
  const words = axisWords(sizes.length);
  const parts = beyond(window, sizes).flatMap(({ before, behind, of }, axis) =>
    before + behind ? [`${before + behind} of ${of} ${words[axis]}s`] : [],
  );
  if (!parts.length) return "";
  return `${parts.join(" and ")} lie in the padding, outside of the ${inputName(sizes.length)}`;
}

/** "rows 0–4 × columns 2–6"; of a layer that mixes all places "all". */
export function boxInWords({ ranges, sizes, places }: Seeing): string {
  if (!ranges) return "no unit";
  if (places === sizes.reduce((product, size) => product * size, 1)) return "every unit";
  const words = axisWords(sizes.length);
  const box = ranges.map(({ first, last }, axis) => span(words[axis] ?? "", first, last)).join(" × ");
  const inside = ranges.reduce((product, { first, last }) => product * (last - first + 1), 1);
  return places < inside ? `${box}, with gaps` : box;
}

/** "800 of 16,384 units". */
export const countInWords = (count: number, all: number): string =>
  all === 1 ? "1 unit" : `${formatCount(count)} of ${formatCount(all)} units`;

const span = (word: string, first: number, last: number): string =>
  first === last ? `${word} ${first}` : `${word}s ${first}–${last}`;
