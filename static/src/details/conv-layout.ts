/** How large the parts of a convolution's view are in the room there is. CSS pixels. */

/**
 * Of a signal, all that runs along time is below each other, as wide as there is room. A stack has the frames of a
 * window below each other.
 */
export type Arrangement = "wide" | "signal" | "stack" | "narrow" | "tiny";

/** The room there is. */
export interface Room {
  width: number;
  height: number;
  /** Whether the whole window is as low as a small frame. */
  isLow: boolean;
}

/** What has to find room. */
export interface ConvContent {
  /** Rows or columns of the input with its padding, whichever are more. */
  cells: number;
  /** CSS pixels that the numbers of a line need. */
  across: number;
  /** Lines of numbers below each other in the window. */
  lines: number;
  /** Frames of the window, below each other. */
  planes: number;
  isSignal: boolean;
  /** Channels that a unit reads. */
  channels: number;
}

export interface ConvLayout {
  arrangement: Arrangement;
  /** Longer side of the two large maps; of a window with several frames, of each frame. */
  map: number;
  /** Longer side of the output's. */
  output: number;
  /** Longer side of a channel's map on its card. */
  thumb: number;
  /** Across, for the numbers of the window. */
  products: number;
}

/** A kernel's size on a card, as part of its map's. */
export const KERNEL_PART = 0.72;

const GAP = 20;
const NARROW_BELOW = 620;
const TINY_GAP = 10;
/** Heading and line below a large map or the numbers. */
const MAP_WORDS = 60;
/** Where a kernel's many columns leave room for no more. */
const SMALLEST_MAP = 120;
const LEAST_MAP = 170;
const LARGEST_MAP = 340;
const SUM_COLUMN = 186;
const OUTPUT_COLUMN = 212;
/** Between the frames of a window, with their words. */
const FRAME_GAP = 26;
const LARGEST_FRAME = 150;
const LEAST_FRAME = 76;
const LINE = 20;
/** Beyond its maps: a card's width and height, gap included; and the heading above all cards. */
const CARD_SIDES = 24;
const CARD_WORDS = 42;
const CARDS_HEADING = 40;
/** What the sum wants at least, below the output. */
const SUM = 160;
const THUMBS = [72, 64, 56, 50, 46, 42, 40, 38, 36, 34, 32, 30];
/** Where not all cards fit without scrolling. */
const SCROLLED_THUMB = 36;
const SCROLLED_MAP = 240;
/** A pixel more on every card is worth so many on the large maps. */
const THUMB_WORTH = 10;

/** The layout in some room. */
export function convLayout({ width, height, isLow }: Room, content: ConvContent): ConvLayout {
  if (isLow) return tiny(width, height);
  if (width < NARROW_BELOW) {
    const thumb = content.channels <= 3 ? 72 : 44;
    const map = clamp(width - 8, 120, content.isSignal ? width - 8 : 300);
    return {
      arrangement: "narrow",
      map: content.planes > 1 ? map / 2 : map,
      output: map,
      thumb,
      products: width,
    };
  }
  if (content.isSignal) {
    const map = width - SUM_COLUMN - GAP;
    return { arrangement: "signal", map, output: map, thumb: 96, products: map };
  }
  if (content.planes > 1) return stacked(width, height, content);
  const { map, thumb } = best(width, height, content);
  return {
    arrangement: "wide",
    map,
    output: map,
    thumb,
    products: width - map - outputColumn(map) - 2 * GAP,
  };
}

/** CSS pixels for an output of this size, with its name above it and the sum below; lines that are longer break. */
export const outputColumn = (map: number): number => Math.max(map, OUTPUT_COLUMN);

/** The frames of a window below each other, as large as leaves room for one row of cards. */
function stacked(width: number, height: number, { planes, cells }: ConvContent): ConvLayout {
  const left = height - MAP_WORDS - SCROLLED_THUMB - CARD_WORDS - CARDS_HEADING;
  const map = clamp(left / planes - FRAME_GAP, LEAST_FRAME, LARGEST_FRAME);
  const whole = map < cells ? map : Math.floor(map / cells) * cells;
  const products = width - whole - SUM_COLUMN - 2 * GAP;
  return { arrangement: "stack", map: whole, output: SUM_COLUMN, thumb: SCROLLED_THUMB, products };
}

/** The largest maps and cards that show everything without scrolling; else cards that scroll. */
function best(width: number, height: number, content: ConvContent): { map: number; thumb: number } {
  const widest = clamp((width - content.across - 2 * GAP) / 2, SMALLEST_MAP, LARGEST_MAP);
  const fitting = sizesOf(widest, content.cells).flatMap((map) =>
    THUMBS.filter((thumb) => neededHeight(width, map, thumb, content) <= height).map((thumb) => ({
      map,
      thumb,
    })),
  );
  const worth = (size: { map: number; thumb: number }) => size.map + THUMB_WORTH * size.thumb;
  const beside = Math.max(LEAST_MAP + GAP, content.lines * LINE);
  const scrolled = { map: Math.min(widest, beside, SCROLLED_MAP), thumb: SCROLLED_THUMB };
  return fitting.reduce(
    (winner, size) => (worth(size) > worth(winner) ? size : winner),
    fitting[0] ?? scrolled,
  );
}

/** Sizes in which every cell is equally many whole pixels; any size where cells are smaller than one or two. */
function sizesOf(widest: number, cells: number): number[] {
  if (widest < 2 * cells) return [widest, LEAST_MAP];
  const sizes = Array.from({ length: Math.floor(widest / cells) }, (_, i) => (i + 1) * cells);
  const large = sizes.filter((size) => size >= LEAST_MAP);
  return large.length ? large : sizes.slice(-1);
}

function neededHeight(width: number, map: number, thumb: number, content: ConvContent): number {
  const card = thumb * (1 + KERNEL_PART) + CARD_SIDES;
  const across = Math.max(1, Math.floor((width - map - GAP) / card));
  const cards = Math.ceil(content.channels / across) * (thumb + CARD_WORDS) + CARDS_HEADING;
  return Math.max(map, content.lines * LINE) + MAP_WORDS + Math.max(SUM, cards);
}

/** Two small maps below each other, and the numbers beside them. */
function tiny(width: number, height: number): ConvLayout {
  const map = clamp((height - TINY_GAP) / 2, 60, 120);
  return { arrangement: "tiny", map, output: map, thumb: SCROLLED_THUMB, products: width - map - GAP };
}

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));
