/** How the plain detail lays itself out in the room that it has. */
import type { Arrangement } from "./conv-layout.ts";

export interface PlainRoom {
  arrangement: Arrangement;
  /** CSS pixels of a map's longer side. */
  map: number;
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
/** Heading and line below a map. */
const MAP_WORDS = 60;
/** Histograms and facts. */
const BELOW = 198;
/** A window's numbers above a formula of one line, and above a longer one. */
const HIGH_NUMBERS = 150;
const LOW_NUMBERS = 84;
const LEAST_CURVE = 200;
const NARROW_CURVE = 260;

export function roomFor(
  { width, height, isLow }: { width: number; height: number; isLow: boolean },
  { hasBelow, inputs }: { hasBelow: boolean; inputs: number },
): PlainRoom {
  if (isLow) return { arrangement: "tiny", map: SMALLEST_MAP, isSlim: width < SLIM_BELOW, curve: 0 };
  if (width < NARROW_BELOW) {
    return {
      arrangement: "narrow",
      map: Math.min(LARGEST_MAP, width - 12),
      isSlim: true,
      curve: NARROW_CURVE,
    };
  }
  const rows = Math.min(2, inputs);
  const high = height - (hasBelow ? BELOW : 0);
  const highest = height === 0 ? LARGEST_MAP : high / rows - MAP_WORDS;
  const map = Math.max(SMALLEST_MAP, Math.min(LARGEST_MAP, (width - LEAST_FORMULA) / 2, highest));
  return {
    arrangement: "wide",
    map,
    isSlim: false,
    curve: Math.max(LEAST_CURVE, map * rows + MAP_WORDS * (rows - 1)),
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
  const room = lines > 1 || isTiny ? LOW_NUMBERS : HIGH_NUMBERS;
  const height = Math.max(24, Math.min(54, Math.floor(room / rows)));
  const width = columns <= 3 ? 116 : 84;
  return { width: width * columns, height, font: Math.max(14, Math.min(20, Math.round(height * 0.42))) };
}
