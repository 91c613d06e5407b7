/** How large the maps are that meet. CSS pixels. */
import type { Arrangement, Room } from "./conv-layout.ts";

export interface MergeRoom {
  arrangement: Arrangement;
  /** A map's longer side. */
  map: number;
  /** So many letters of a name fit above a map. */
  letters: number;
}

const NARROW_BELOW = 620;
const SIGN = 44;
const NARROW_SIGN = 26;
const LEAST = 84;
const LARGEST = 300;
/** What stands above and below the maps: names, captions, the formula, three bars. */
const AROUND = 302;
const LETTER = 8.4;

export function mergeRoom({ width, height, isLow }: Room, maps: number): MergeRoom {
  if (isLow) return { arrangement: "tiny", map: 44, letters: 9 };
  const isNarrow = width < NARROW_BELOW;
  const sign = isNarrow ? NARROW_SIGN : SIGN;
  const inRow = isNarrow ? Math.min(maps, 3) : maps;
  const across = (width - sign * (inRow - 1)) / inRow;
  const down = isNarrow || height === 0 ? LARGEST : height - AROUND;
  const map = Math.max(LEAST, Math.min(LARGEST, across, down));
  return { arrangement: isNarrow ? "narrow" : "wide", map, letters: Math.max(9, Math.floor(map / LETTER)) };
}
