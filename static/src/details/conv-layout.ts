/** How large the parts of a convolution's view are in the room there is. CSS pixels. */

export type Arrangement = "wide" | "narrow" | "tiny";

export interface ConvLayout {
  arrangement: Arrangement;
  /** Longer side of the two large maps. */
  map: number;
  /** Longer side of a channel's map on its card. */
  thumb: number;
  /** Across, for the numbers of the window. */
  products: number;
}

const GAP = 20;
const NARROW_BELOW = 620;
const TINY_BELOW = 300;
/** Heading and caption of a large map. */
const MAP_WORDS = 56;
/** What the cards and the sum want at least, below the maps. */
const CARDS = 150;
const FEWEST_PRODUCTS = 78;

/** The layout for a host of so many pixels; `columns` of the kernel and how many channels a unit reads. */
export function convLayout(width: number, height: number, columns: number, channels: number): ConvLayout {
  if (height > 0 && height < TINY_BELOW) return tiny(width, height, columns);
  if (width < NARROW_BELOW) {
    return {
      arrangement: "narrow",
      map: clamp(width - 8, 120, 300),
      thumb: thumbFor(channels),
      products: width,
    };
  }
  const least = FEWEST_PRODUCTS * columns;
  const forMaps = (width - least - 2 * GAP) / 2;
  const map = clamp(Math.min(forMaps, height - CARDS - MAP_WORDS), 130, 320);
  return { arrangement: "wide", map, thumb: thumbFor(channels), products: width - 2 * (map + GAP) };
}

function tiny(width: number, height: number, columns: number): ConvLayout {
  const map = clamp(Math.min(height - MAP_WORDS, (width - FEWEST_PRODUCTS * columns - GAP) / 2), 90, 160);
  return { arrangement: "tiny", map, thumb: 40, products: width - 2 * (map + GAP / 2) };
}

function thumbFor(channels: number): number {
  if (channels <= 3) return 72;
  return channels <= 8 ? 56 : 40;
}

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));
