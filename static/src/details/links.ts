/** Between a value's place in an input's data and the cell of a map that shows it. */
import { sizeOf } from "../wire/tensor.ts";
import type { CellLink } from "./explain/parts.ts";
import type { Pair } from "./geometry.ts";
import type { MapImage } from "./map-image.ts";

/** Which value a cell of a map of an input shows; null in the padding. */
export function linkOf(image: MapImage, input: number, cell: Pair | null): CellLink | null {
  if (!cell) return null;
  const [y, x] = cell;
  const inside = y >= 0 && x >= 0 && y < image.height && x < image.width;
  return inside ? { input, index: firstOf(image) + y * image.width + x } : null;
}

/** The cell of a map that shows a value; undefined where it is another map's (or frame's, or input's). */
export function cellOfLink(image: MapImage, input: number, link: CellLink | null): Pair | undefined {
  if (!link || link.input !== input) return undefined;
  const place = link.index - firstOf(image);
  if (place < 0 || place >= image.height * image.width) return undefined;
  return [Math.floor(place / image.width), place % image.width];
}

function firstOf({ tensor, channel, frame = 0, height, width }: MapImage): number {
  return channel * sizeOf(tensor.shape.slice(1)) + frame * height * width;
}
