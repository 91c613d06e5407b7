/** How the plain detail lays itself out in the room that it has. */
import type { Arrangement } from "./conv-layout.ts";

export interface PlainRoom {
  arrangement: Arrangement;
  /** CSS pixels of a map's longer side. */
  map: number;
}

const NARROW_BELOW = 620;
/** CSS pixels for the formula and the gaps on both sides of it. */
const LEAST_FORMULA = 400;
const SMALLEST_MAP = 96;
const LARGEST_MAP = 400;
/** Heading and line below a map. */
const MAP_WORDS = 60;

export function roomFor(
  { width, height, isLow }: { width: number; height: number; isLow: boolean },
  isBackward: boolean,
): PlainRoom {
  if (isLow) return { arrangement: "tiny", map: SMALLEST_MAP };
  if (width < NARROW_BELOW) return { arrangement: "narrow", map: Math.min(LARGEST_MAP, width - 12) };
  const rows = isBackward ? 2 : 1;
  const highest = height === 0 ? LARGEST_MAP : height / rows - MAP_WORDS;
  const map = Math.max(SMALLEST_MAP, Math.min(LARGEST_MAP, (width - LEAST_FORMULA) / 2, highest));
  return { arrangement: "wide", map };
}
