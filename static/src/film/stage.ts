/** What every act draws with: volumes, single maps, windows and beams. */
import type { Kind } from "../colour.ts";
import { INPUT } from "../graph/connectivity.ts";
import { type Atlas, scaleOf, type Tile } from "./atlas.ts";
import { isGradient, meaningOf } from "./mirror.ts";
import { madeBy } from "./parts.ts";
import { ALL, type Line, type Pen } from "./pen.ts";
import { type Box, easeInOut, type Frame, frameAt, pointOn, type Volume } from "./perspective.ts";
import type { Reel } from "./reel.ts";
import { type Moment, partOfTake, type Score } from "./score.ts";
import { inBoth, leftFree, type Slab, slabsOf } from "./volume.ts";
import { inputPlaces, type Station, type World } from "./world.ts";

export interface Stage {
  pen: Pen;
  reel: Reel;
  atlas: Atlas;
  world: World;
  score: Score;
  moment: Moment;
}

/** How much is seen of outputs that gradients come over. */
export const UNDER = 0.38;

/** A volume where it is drawn: its station's, or on its way. */
export interface Shown {
  name: string;
  station: Station;
  place: Volume;
}

export interface VolumeLook {
  alpha?: number;
  /** Which of its maps are there already. */
  has?: (slab: Slab) => boolean;
  /** Which boxes (in shares) of a map are done; all where it says nothing. */
  done?: (slab: Slab) => readonly Box[];
  /** Whether what is not done shows what was drawn there before. */
  over?: boolean;
}

/** The station that a scene's layer is made at. */
export const stationOf = ({ world, moment }: Stage): Station =>
  world.at.get(moment.scene.layer.name) as Station;

/** How far the take has come, 0 … 1; where it is played backward, how much of it is left. */
export function wayOf({ moment }: Stage): number {
  const way = partOfTake(moment);
  return moment.scene.reversed ? 1 - way : way;
}

/** The last that has been made of what stands at a station; null before anything does. */
export function lastMade({ names }: Station, score: Score, { scene }: Moment): string | null {
  const made = new Set(score.scenes.slice(0, scene.index).flatMap((each) => madeBy(each)));
  return names.findLast((name) => isPicture(name) || made.has(name)) ?? null;
}

/** What the scene's layer reads: carried near as the camera arrives, or back home where it is played backward. */
export function inputsOf({ world, moment }: Stage): Shown[] {
  const { scene, arrival, slide } = moment;
  const way = scene.reversed ? 1 - easeInOut(slide) : easeInOut(arrival);
  return inputPlaces(world, scene).map((target, i) => {
    const name = scene.layer.inputs[i] as string;
    const station = world.at.get(name) as Station;
    const mixed = (key: "x" | "y") => station[key] + (target[key] - station[key]) * way;
    return { name, station, place: { ...target, x: mixed("x"), y: mixed("y") } };
  });
}

/** Draws a volume from back to front; of maps behind others only what they leave free. */
export function drawVolume(stage: Stage, { name, station, place }: Shown, look: VolumeLook = {}): void {
  const slabs = slabsOf({ ...station, depth: place.depth }).filter(look.has ?? (() => true));
  const frames = slabs.map((slab) => frameAt(place, slab.depth));
  const { alpha = 1, over = false } = look;
  const edges: Line[] = [];
  slabs.forEach((slab, i) => {
    const frame = frames[i] as Frame;
    const free = leftFree(frame, frames[i + 1] ?? null);
    fillSlab(stage, { name, station, slab, frame, free, alpha, over, done: look.done?.(slab) ?? ALL });
    edges.push(...free.flatMap((box) => edgesOf(frame, box)));
  });
  // At once, because every stroke costs: what is left free of a map is covered by no other.
  stage.pen.lines(edges, stage.pen.theme.line, 0.8, alpha);
}

export interface SlabLook {
  name: string;
  station: Station;
  slab: Slab;
  frame: Frame;
  free?: readonly Box[];
  done?: readonly Box[];
  alpha?: number;
  over?: boolean;
}

/** A single map, with its edges. */
export function drawSlab(stage: Stage, look: SlabLook): void {
  fillSlab(stage, look);
  const edges = (look.free ?? ALL).flatMap((box) => edgesOf(look.frame, box));
  stage.pen.lines(edges, stage.pen.theme.line, 0.8, look.alpha);
}

function fillSlab(stage: Stage, look: SlabLook): void {
  const { name, station, slab, frame, free = ALL, done = ALL, alpha = 1, over = false } = look;
  const { pen } = stage;
  const tile = tileOf(stage, name, station, slab.map);
  if (!over && !(tile && done === ALL)) pen.fill(frame, pen.theme.raised, free, alpha);
  if (tile) pen.picture(frame, tile, done === ALL ? free : inBoth(free, done), alpha);
}

/** The tile of a map; null where its numbers are not here. */
export function tileOf({ reel, atlas }: Stage, name: string, station: Station, map: number): Tile | null {
  const tensor = reel.tensor(name);
  if (!tensor) return null;
  return atlas.map(name, tensor, map, scaleOf(tensor), station.cells, reel.run.preprocessing);
}

/** Numbers in the colours of the volume that they are of. */
export const kindOf = (name: string): Kind => (isGradient(name) ? "gradient" : "activation");

/** Where what is made will stand: outlines; on a way back over the output that the gradient is that of. */
export function drawTarget(stage: Stage): void {
  const { layer, reversed, inPlace } = stage.moment.scene;
  const targets = reversed ? inputsOf(stage) : [{ name: layer.name, station: stationOf(stage) }];
  for (const { name, station } of targets) {
    if (!inPlace && isGradient(name))
      drawVolume(stage, { name: meaningOf(name).of, station, place: station }, { alpha: UNDER });
    drawGhost(stage, station, 0.8);
  }
}

/** Outlines where a volume will be. */
export function drawGhost({ pen }: Stage, volume: Volume, alpha = 1): void {
  const [front, back] = [frameAt(volume, 0), frameAt(volume, volume.depth)];
  const look = [pen.theme.line, 1.2, alpha, [5, 5]] as const;
  pen.outline(back, ...look);
  if (volume.depth > 0) pen.outline(front, ...look);
  for (const [across, down] of volume.depth > 0 ? CORNERS : []) {
    pen.line(pointOn(front, across, down), pointOn(back, across, down), ...look);
  }
}

/** Boxes in cells of a raster as shares of its drawing. */
export const inShares = (
  boxes: readonly Box[],
  { width, height }: { width: number; height: number },
): Box[] =>
  boxes.map((box) => ({
    x: box.x / width,
    y: box.y / height,
    width: box.width / width,
    height: box.height / height,
  }));

/** The first so many cells of a vector's block, column by column; in shares. */
export function doneCells(count: number, { columns, rows }: { columns: number; rows: number }): Box[] {
  const whole = Math.floor(count / rows);
  const boxes = [{ x: 0, y: 0, width: whole / columns, height: 1 }];
  if (count % rows)
    boxes.push({ x: whole / columns, y: 0, width: 1 / columns, height: (count % rows) / rows });
  return boxes;
}

/** The cell of a vector's block; in shares. */
export const cellBox = (index: number, { columns, rows }: { columns: number; rows: number }): Box => ({
  x: Math.floor(index / rows) / columns,
  y: (index % rows) / rows,
  width: 1 / columns,
  height: 1 / rows,
});

export const isPicture = (name: string): boolean => name === INPUT;

const CORNERS = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
] as const;

/** The edges of what is to be seen of a map: behind others its upper and its right one. */
function edgesOf(frame: Frame, { x, y, width, height }: Box): Line[] {
  if (width <= 0 || height <= 0) return [];
  const corner = (across: number, down: number) => pointOn(frame, across, down);
  const [right, bottom] = [x + width, y + height];
  const edges: Line[] = [
    [corner(x, y), corner(right, y)],
    [corner(right, y), corner(right, bottom)],
  ];
  if (width === 1 && height === 1) edges.push([corner(0, 0), corner(0, 1)], [corner(0, 1), corner(1, 1)]);
  return edges;
}
