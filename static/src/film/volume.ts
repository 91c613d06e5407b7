/** A volume as a stack of maps: which of them are drawn, where they lie, and what of each is to be seen. */
import { type Box, type Frame, frameAt, type Point, pointOn, sharesOf, type Volume } from "./perspective.ts";
import type { Station } from "./world.ts";

/** A map of a volume and how deep it lies in it. */
export interface Slab {
  map: number;
  depth: number;
}

const MOST_SLABS = 40;
/** Those that are made one by one are drawn in any case. */
const FIRST_SLABS = 5;

/** The maps of a volume that are drawn, the farthest first: the first map. The last one lies in front. */
export function slabsOf({ shape, depth, cells }: Pick<Station, "shape" | "depth" | "cells">): Slab[] {
  const maps = shape[0] ?? 1;
  if (cells) return [{ map: 0, depth: 0 }];
  const drawn = drawnMaps(maps);
  return drawn.map((map, i) => ({ map, depth: drawn.length > 1 ? depth * (1 - i / (drawn.length - 1)) : 0 }));
}

/** All maps where they are few; else the first ones, and others at even distances up to the last. */
export function drawnMaps(maps: number): number[] {
  if (maps <= MOST_SLABS) return Array.from({ length: maps }, (_, i) => i);
  const others = MOST_SLABS - FIRST_SLABS;
  const step = (maps - FIRST_SLABS) / others;
  return Array.from({ length: MOST_SLABS }, (_, i) =>
    i < FIRST_SLABS ? i : Math.round(FIRST_SLABS - 1 + (i - FIRST_SLABS + 1) * step),
  );
}

/** What of a frame another one in front of it leaves free: strips along its top and its right, in shares. */
export function leftFree(frame: Frame, front: Frame | null): readonly Box[] {
  if (!front) return [{ x: 0, y: 0, width: 1, height: 1 }];
  const top = clamp(sharesOf(frame, pointOn(front, 0, 0)).down);
  const right = clamp(sharesOf(frame, pointOn(front, 1, 0)).across);
  return [
    { x: 0, y: 0, width: 1, height: top },
    { x: right, y: top, width: 1 - right, height: 1 - top },
  ];
}

/** The parts that two lists of boxes have in common. */
export function inBoth(some: readonly Box[], others: readonly Box[]): Box[] {
  return some.flatMap((a) =>
    others.map((b) => common(a, b)).filter(({ width, height }) => width > 0 && height > 0),
  );
}

/** The frame of a map in its volume. */
export const slabFrame = (volume: Volume, { depth }: Slab): Frame => frameAt(volume, depth);

/** The front-most map of a volume under a point of the world, and the shares of it that the point lies at. */
export function slabUnder(
  station: Station,
  point: Point,
): { slab: Slab; across: number; down: number } | null {
  for (const slab of slabsOf(station).reverse()) {
    const { across, down } = sharesOf(slabFrame(station, slab), point);
    if (across >= 0 && across < 1 && down >= 0 && down < 1) return { slab, across, down };
  }
  return null;
}

function common(a: Box, b: Box): Box {
  const [x, y] = [Math.max(a.x, b.x), Math.max(a.y, b.y)];
  const width = Math.min(a.x + a.width, b.x + b.width) - x;
  return { x, y, width, height: Math.min(a.y + a.height, b.y + b.height) - y };
}

const clamp = (share: number): number => Math.max(0, Math.min(1, share));
