/** How many maps of a layer are drawn: all of them, or in crowded networks the first few until it is opened up. */
import type { LayoutNode } from "./nodes.ts";
import { MAP_GAP } from "./placed.ts";
import type { RasterKind } from "./raster.ts";

/** Whether a node has to be brief (its network is crowded), and whether the person asked for all of it. */
export interface Wish {
  crowded: boolean;
  opened: boolean;
}

/** Height of a map in a crowded network, and how many are shown at most. */
const BRIEF_CELL: Record<RasterKind, number> = { unit: 13, signal: 22, map: 49, clip: 44 };
const MOST_BRIEF: Record<RasterKind, number> = { unit: 60, signal: 16, map: 24, clip: 8 };
const ACROSS: Record<RasterKind, number> = { unit: 5, signal: 1, map: 2, clip: 1 };
/** Lanes with room for fewer maps below each other show smaller ones, several beside each other. */
const LOW_BELOW = 5;
const LOW_CELL = 23;
const LOW_ACROSS = 4;
/** Height of a map where all are asked for; more than so many are not worth the wait. */
const OPENED_CELL: Record<RasterKind, number> = { unit: 9, signal: 24, map: 30, clip: 44 };
const MOST_OPENED = 4096;
/** In narrower strips of frames nothing could be seen. */
const LEAST_CLIP = 72;

/** The most that a node shows of its maps while it is brief. */
export const mostBrief = ({ raster: { kind }, maps }: LayoutNode): number => Math.min(maps, MOST_BRIEF[kind]);

/** How many maps a node shows in a lane of this height. */
export function shownMaps({ raster: { kind }, maps }: LayoutNode, height: number, wish: Wish): number {
  if (wish.opened || !wish.crowded) return Math.min(maps, MOST_OPENED);
  const across = isLow(kind, height) ? LOW_ACROSS : ACROSS[kind];
  return Math.min(maps, MOST_BRIEF[kind], fitting(height, briefCell(kind, height)) * across);
}

/** The width in which so many maps can be told apart; 0 where all are shown, however small. */
export function widthToRead({ raster }: LayoutNode, shown: number, height: number, wish: Wish): number {
  if (!wish.opened && !wish.crowded) return raster.kind === "clip" ? LEAST_CLIP : 0;
  const cell = wish.opened ? OPENED_CELL[raster.kind] : briefCell(raster.kind, height);
  const across = Math.ceil(shown / fitting(height, cell));
  return across * ((cell * raster.width) / raster.height + MAP_GAP) - MAP_GAP;
}

const isLow = (kind: RasterKind, height: number): boolean =>
  kind === "map" && fitting(height, BRIEF_CELL.map) < LOW_BELOW;

const briefCell = (kind: RasterKind, height: number): number =>
  isLow(kind, height) ? LOW_CELL : BRIEF_CELL[kind];

const fitting = (height: number, cell: number): number =>
  Math.max(1, Math.floor((height + MAP_GAP) / (cell + MAP_GAP)));
