/** How large the parts of a convolution's view are in the room there is. CSS pixels. */

/** A kernel's size on a card, as part of its map's. */
export const KERNEL_PART = 0.72;

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
/** A card's width beyond its two maps, its height beyond its map, and the heading above all cards. */
const CARD_SIDES = 26;
const CARD_WORDS = 38;
const CARDS_HEADING = 40;
/** Cards may scroll; the maps do not become smaller than this for them. */
const LEAST_MAP = 190;
/** What the sum wants at least, below the output. */
const SUM = 150;
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
  const thumb = thumbFor(channels);
  const below = Math.max(SUM, cardsHeight(width, channels, thumb));
  const map = Math.min(forMaps, clamp(height - MAP_WORDS - below, LEAST_MAP, 340));
  return { arrangement: "wide", map, thumb, products: width - 2 * (map + GAP) };
}

/** How high the cards of all channels stand beside the sum. */
function cardsHeight(width: number, channels: number, thumb: number): number {
  const across = Math.floor((width - LEAST_MAP) / (thumb * (1 + KERNEL_PART) + CARD_SIDES));
  return Math.ceil(channels / Math.max(1, across)) * (thumb + CARD_WORDS) + CARDS_HEADING;
}

function tiny(width: number, height: number, columns: number): ConvLayout {
  const map = clamp(Math.min(height - MAP_WORDS, (width - FEWEST_PRODUCTS * columns - GAP) / 2), 90, 160);
  return { arrangement: "tiny", map, thumb: 40, products: width - 2 * (map + GAP / 2) };
}

function thumbFor(channels: number): number {
  if (channels <= 3) return 72;
  return channels <= 8 ? 56 : 36;
}

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));
