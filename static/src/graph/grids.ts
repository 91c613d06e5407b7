/** How large maps can be drawn in the room of their column, and how columns share the width there is. */
import { MAP_GAP } from "./placed.ts";
import type { Raster, RasterKind } from "./raster.ts";

/** So many maps of a raster. */
export interface Maps {
  shown: number;
  raster: Raster;
}

export interface Grid {
  across: number;
  down: number;
  cellWidth: number;
  cellHeight: number;
}

/** A column as far as its size goes: what stands in it, below each other, and the height that each has. */
export interface Column {
  entries: readonly Maps[];
  height: number;
  /** Columns of one signature hold the same maps, and are drawn alike. */
  signature: string;
}

const LARGEST_MAP = 200;
/** Longer sides of the largest drawing of a map. */
const LARGEST: Record<RasterKind, number> = { unit: 26, signal: 240, map: LARGEST_MAP, clip: 240 };
/** Shorter sides at which a map is easily read: spare width goes where most is lacking. */
const READABLE: Record<RasterKind, number> = { unit: 13, signal: 24, map: 64, clip: 48 };
const SMALLEST_CELL = 5;
const SPARE_ROUNDS = 400;

/** The grid of sub-columns in which maps are largest. */
export function bestGrid({ shown, raster }: Maps, width: number, height: number): Grid {
  const longest = Math.max(raster.height, raster.width);
  const cap = LARGEST[raster.kind];
  let best = { across: 1, down: shown, cellWidth: 0, cellHeight: 0 };
  for (let across = 1; across <= shown; across++) {
    const down = Math.ceil(shown / across);
    const cellWidth = (width + MAP_GAP) / across - MAP_GAP;
    const cellHeight = (height + MAP_GAP) / down - MAP_GAP;
    if (cellWidth < SMALLEST_CELL / 2 && across > 1) break;
    const unit = Math.min(cap / longest, cellWidth / raster.width, cellHeight / raster.height);
    if (unit * raster.width > best.cellWidth + 0.01) {
      best = { across, down, cellWidth: unit * raster.width, cellHeight: unit * raster.height };
    }
  }
  const smallest = SMALLEST_CELL / longest;
  return {
    ...best,
    cellWidth: Math.max(best.cellWidth, smallest * raster.width),
    cellHeight: Math.max(best.cellHeight, smallest * raster.height),
  };
}

/** Width of the widest grid in a column that is given so much. */
export function gridWidth({ entries, height }: Column, width: number): number {
  const grids = entries.map((maps) => bestGrid(maps, width, height));
  return Math.max(0, ...grids.map((grid) => grid.across * (grid.cellWidth + MAP_GAP) - MAP_GAP));
}

/** Gives leftover width, bit by bit, to the columns whose maps are smallest; equal columns stay equal. */
export function giveSpare(columns: readonly Column[], widths: number[], spare: number): void {
  const alike = [...Map.groupBy(columns.keys(), (i) => columns[i]?.signature).values()];
  let left = spare;
  const step = Math.max(1, spare / SPARE_ROUNDS);
  const done = new Set<number>();
  const ease = alike.map(([i = 0]) => readability(columns[i] as Column, widths[i] as number));
  while (left >= step && done.size < alike.length) {
    const chosen = indexOfSmallest(ease, done);
    const group = alike[chosen] as number[];
    const first = group[0] as number;
    const grown = growth(columns[first] as Column, widths[first] as number, left / group.length, step);
    if (grown === null) {
      done.add(chosen);
      continue;
    }
    for (const i of group) widths[i] = (widths[i] as number) + grown;
    ease[chosen] = readability(columns[first] as Column, widths[first] as number);
    left -= grown * group.length;
  }
}

/** The least extra width that enlarges a column's maps, or null. A new sub-column needs a leap, not a step. */
function growth(column: Column, width: number, most: number, step: number): number | null {
  const now = readability(column, width);
  for (let extra = step; extra <= Math.min(most, LARGEST_MAP); extra += step) {
    if (readability(column, width + extra) > now + 1e-4) return extra;
  }
  return null;
}

/** How large a column's smallest maps are, as a share of what reads easily. */
function readability({ entries, height }: Column, width: number): number {
  const shares = entries.map((maps) => {
    const { cellWidth, cellHeight } = bestGrid(maps, width, height);
    return Math.min(cellWidth, cellHeight) / READABLE[maps.raster.kind];
  });
  return Math.min(...shares);
}

function indexOfSmallest(values: readonly number[], without: ReadonlySet<number>): number {
  let best = -1;
  values.forEach((value, i) => {
    if (!without.has(i) && (best < 0 || value < (values[best] as number))) best = i;
  });
  return best;
}
