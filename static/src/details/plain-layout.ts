/** How the plain detail lays itself out in the room that it has. */
import type { Arrangement } from "./conv-layout.ts";

export interface PlainRoom {
  arrangement: Arrangement;
  /** CSS pixels of a map's longer side. */
  map: number;
  /** The same of the map that says what upstream is multiplied with. */
  local: number;
  /** Whether there is no room for two things beside each other. */
  isSlim: boolean;
  /** CSS pixels that a drawn function is high. */
  curve: number;
}

const NARROW_BELOW = 620;
const SLIM_BELOW = 300;
/** CSS pixels for the formula and the gaps on both sides of it. */
const LEAST_FORMULA = 400;
const SMALLEST_MAP = 96;
const LARGEST_MAP = 400;
const LARGEST_LOCAL = 220;
const LOCAL_PART = 0.75;
/** Heading and line below a map. */
const MAP_WORDS = 60;
/** Histograms and facts. */
const BELOW = 198;
/** A window's numbers above a formula of one line, and above a longer one. */
const HIGH_NUMBERS = 150;
const LOW_NUMBERS = 84;
const TINY_NUMBERS = 56;
const LEAST_CURVE = 200;
const NARROW_CURVE = 260;

export function roomFor(
  { width, height, isLow }: { width: number; height: number; isLow: boolean },
  { hasBelow }: { hasBelow: boolean },
): PlainRoom {
  if (isLow)
    return {
      arrangement: "tiny",
      map: SMALLEST_MAP,
      isSlim: width < SLIM_BELOW,
      curve: 0,
      local: SMALLEST_MAP,
    };
  if (width < NARROW_BELOW) {
    return {
      arrangement: "narrow",
      map: Math.min(LARGEST_MAP, width - 12),
      isSlim: true,
      curve: NARROW_CURVE,
      local: Math.min(LARGEST_LOCAL, width - 12),
    };
  }
  const high = height - (hasBelow ? BELOW : 0);
  const highest = height === 0 ? LARGEST_MAP : high - MAP_WORDS;
  const map = Math.max(SMALLEST_MAP, Math.min(LARGEST_MAP, (width - LEAST_FORMULA) / 2, highest));
  return {
    arrangement: "wide",
    map,
    isSlim: false,
    local: Math.max(SMALLEST_MAP, Math.min(LARGEST_LOCAL, map * LOCAL_PART)),
    curve: Math.max(LEAST_CURVE, map),
  };
}

/** CSS pixels of a window's numbers: large ones where they are few. */
export function numbersFor(
  columns: number,
  count: number,
  lines: number,
  isTiny: boolean,
): { width: number; height: number; font: number } {
  const rows = Math.ceil(count / columns);
  const room = isTiny ? TINY_NUMBERS : lines > 1 ? LOW_NUMBERS : HIGH_NUMBERS;
  const height = Math.max(24, Math.min(54, Math.floor(room / rows)));
  const width = columns <= 3 ? 116 : 84;
  return { width: width * columns, height, font: Math.max(14, Math.min(20, Math.round(height * 0.42))) };
}
