/** Acts that take a volume as a whole: values change, volumes meet, maps become values. */
import { sourcesOf } from "../../graph/connectivity.ts";
import { type Box, between, easeInOut, easeOut, frameAt, partOf, type Volume } from "../perspective.ts";
import {
  cellBox,
  doneCells,
  drawSlab,
  drawTarget,
  drawVolume,
  inputsOf,
  type Shown,
  type Stage,
  stationOf,
  tileOf,
  wayOf,
} from "../stage.ts";
import { inBoth, leftFree, slabsOf } from "../volume.ts";
import { type Station, shapesAt } from "../world.ts";

/** What stays of a volume that goes on; nothing where it comes from there, and nothing is left. */
function drawLeft(stage: Stage, shown: Shown, alpha: number): void {
  if (!stage.moment.scene.reversed) drawVolume(stage, shown, { alpha });
}

/** How dark what is shut becomes. */
const SHUT = 0.55;

const part = (way: number, from: number, to: number): number =>
  Math.max(0, Math.min(1, (way - from) / (to - from)));

const moved = (from: Station, to: Station, way: number): Station => ({
  ...to,
  x: from.x + (to.x - from.x) * way,
  y: from.y + (to.y - from.y) * way,
  width: from.width + (to.width - from.width) * way,
  height: from.height + (to.height - from.height) * way,
  depth: from.depth + (to.depth - from.depth) * way,
});

/** Values change where they are: a front runs through the volume; where it has been are the new ones. */
export function playWash(stage: Stage): void {
  const { moment, pen } = stage;
  const { scene } = moment;
  const [input] = inputsOf(stage) as [Shown];
  const station = stationOf(stage);
  const way = wayOf(stage);
  const travels = input.station !== station;
  const place = travels ? moved(input.station, station, easeInOut(part(way, 0, 0.4))) : station;
  if (travels) drawVolume(stage, input, { alpha: 0.5 });
  const front = part(way, travels ? 0.4 : 0, 1);
  drawVolume(stage, { name: input.name, station, place });
  const frame = frameAt(place, 0);
  const isBlock = station.cells !== null;
  // The way back runs from the right.
  const left = scene.layer.mirrored ? 1 - front : 0;
  const done = (): readonly Box[] => [
    isBlock ? { x: 0, y: 0, width: 1, height: front } : { x: left, y: 0, width: front, height: 1 },
  ];
  overlay(stage, { name: scene.layer.name, station, place }, done);
  if (scene.layer.mirrored) drawShut(stage, input.name, place, done());
  if (front > 0 && front < 1) {
    const at = scene.layer.mirrored ? left : front;
    const strip = isBlock ? { x: 0, y: front, width: 1, height: 0 } : { x: at, y: 0, width: 0, height: 1 };
    pen.outline(partOf(frame, strip), pen.theme.window, 4, 0.9);
  }
}

/** Dark where a gradient came and nothing goes on: a gate that is shut. Of maps behind others what is seen of them. */
function drawShut(stage: Stage, from: string, place: Volume, done: readonly Box[]): void {
  const { reel, atlas, pen, moment } = stage;
  const station = stationOf(stage);
  const [before, after] = [reel.tensor(from), reel.tensor(moment.scene.layer.name)];
  if (!before || !after || before.data.length !== after.data.length) return;
  const slabs = slabsOf({ ...station, depth: place.depth });
  slabs.forEach((slab, i) => {
    const frame = frameAt(place, slab.depth);
    const front = slabs[i + 1];
    const free = leftFree(frame, front ? frameAt(place, front.depth) : null);
    const tile = atlas.shut(moment.scene.layer.name, before, after, slab.map, station.cells);
    if (tile) pen.picture(frame, tile, inBoth(free, done), SHUT);
  });
}

/** Draws a volume's new values over what is there, as far as they are done. */
function overlay(stage: Stage, shown: Shown, done: () => readonly Box[]): void {
  if ((done()[0]?.width ?? 0) * (done()[0]?.height ?? 0) > 0) drawVolume(stage, shown, { done, over: true });
}

/** Volumes of one shape slide into each other; their sum comes out map by map. */
export function playMerge(stage: Stage): void {
  const { moment, pen } = stage;
  const station = stationOf(stage);
  const way = wayOf(stage);
  const inputs = inputsOf(stage);
  drawTarget(stage);
  const travel = easeInOut(part(way, 0, 0.5));
  const summed = part(way, 0.5, 1);
  for (const [i, input] of inputs.entries()) {
    const apart = (1 - travel) * 0.35 * station.height * (i - (inputs.length - 1) / 2);
    const target = { ...station, y: station.y + apart };
    const start = { ...input.station, ...input.place };
    const place = moved(start, target, travel);
    if (input.station !== station) drawLeft(stage, { ...input, place: input.station }, 0.35);
    drawVolume(stage, { ...input, place }, { alpha: i === inputs.length - 1 ? 1 - 0.5 * travel : 1 });
  }
  const maps = station.shape[0] ?? 1;
  const shown = { name: moment.scene.layer.name, station, place: station };
  if (summed > 0) drawVolume(stage, shown, { has: ({ map }) => map < summed * maps });
  if (travel < 1 && inputs.length > 1) sign(stage, inputs, pen.theme.window);
}

function sign(stage: Stage, inputs: readonly Shown[], colour: string): void {
  const { pen, moment } = stage;
  const [first, last] = [inputs[0] as Shown, inputs.at(-1) as Shown];
  const at = {
    x: Math.max(first.place.x, last.place.x) + 0.9 * stationOf(stage).width,
    y: (first.place.y + last.place.y) / 2,
  };
  pen.text(SIGNS[moment.scene.layer.op] ?? "", at, { size: 44, weight: 700, colour, align: "center" });
}

const SIGNS: Record<string, string> = { add: "+", sub: "−", mul: "×", div: "÷" };

/** Each map slides from its volume to its place in the joined one, those in the back first. */
export function playJoin(stage: Stage): void {
  const { moment, world } = stage;
  const station = stationOf(stage);
  const way = wayOf(stage);
  const inputs = inputsOf(stage);
  for (const input of inputs) drawLeft(stage, input, 0.5);
  drawTarget(stage);
  const shapes = shapesAt(world);
  const slabs = slabsOf(station);
  slabs.forEach((slab, i) => {
    const begins = (0.6 * i) / slabs.length;
    const step = easeInOut(part(way, begins, begins + 0.4));
    if (step <= 0) return;
    const [source] = sourcesOf(moment.scene.layer, slab.map, shapes);
    const input = inputs.find(({ name }) => name === source?.name) ?? (inputs[0] as Shown);
    const maps = input.station.shape[0] ?? 1;
    const depth = input.place.depth * (1 - (source?.first ?? 0) / Math.max(1, maps - 1));
    const frame = between(frameAt(input.place, depth), frameAt(station, slab.depth), step);
    drawSlab(stage, { name: moment.scene.layer.name, station, slab, frame });
  });
}

/** Maps leave their volume one after the other and become cells of a row. */
export function playUnroll(stage: Stage): void {
  const { moment } = stage;
  const station = stationOf(stage);
  const [input] = inputsOf(stage) as [Shown];
  const way = wayOf(stage);
  const { cells } = station;
  if (!cells || input.station.cells) {
    playChange(stage);
    return;
  }
  const slabs = slabsOf(input.station);
  const maps = input.station.shape[0] ?? 1;
  const perMap = (station.shape[0] ?? 1) / maps;
  const start = (i: number) => (0.65 * i) / slabs.length;
  drawLeft(stage, input, 0.35);
  drawTarget(stage);
  // What has arrived: all cells up to the last map that is there.
  const arrived = slabs.findLastIndex((_, i) => way >= start(i) + 0.35);
  const count = arrived + 1 === slabs.length ? maps : (slabs[arrived]?.map ?? -1) + 1;
  const whole = {
    name: moment.scene.layer.name,
    station,
    slab: { map: 0, depth: 0 },
    frame: frameAt(station, 0),
  };
  if (count > 0) drawSlab(stage, { ...whole, done: doneCells(count * perMap, cells) });
  drawVolume(stage, input, { has: ({ map }) => way <= start(slabs.findIndex((slab) => slab.map === map)) });
  slabs.forEach((slab, i) => {
    const step = easeInOut(part(way, start(i), start(i) + 0.35));
    if (step <= 0 || step >= 1) return;
    const target = partOf(frameAt(station, 0), stretchOf(slab.map * perMap, perMap, cells));
    drawSlab(stage, { ...input, slab, frame: between(frameAt(input.place, slab.depth), target, step) });
  });
}

/** The box (in shares) around a stretch of a block's cells. */
function stretchOf(first: number, count: number, cells: { columns: number; rows: number }): Box {
  const [from, to] = [cellBox(first, cells), cellBox(first + count - 1, cells)];
  if (from.x === to.x) return { ...from, height: to.y + to.height - from.y };
  return { x: from.x, y: 0, width: to.x + to.width - from.x, height: 1 };
}

/** Each map shrinks to the one value that is left of it. */
export function playCollapse(stage: Stage): void {
  const { moment, pen } = stage;
  const station = stationOf(stage);
  const [input] = inputsOf(stage) as [Shown];
  const { cells } = station;
  if (!cells) {
    playChange(stage);
    return;
  }
  const way = wayOf(stage);
  const slabs = slabsOf(input.station);
  const frame = frameAt(station, 0);
  const begins = (i: number) => (0.6 * i) / slabs.length;
  drawLeft(stage, input, 0.35);
  drawTarget(stage);
  const arrived = slabs.findLastIndex((_, i) => way >= begins(i) + 0.4);
  const count = arrived + 1 === slabs.length ? (station.shape[0] ?? 1) : (slabs[arrived]?.map ?? -1) + 1;
  const block = { name: moment.scene.layer.name, station, slab: { map: 0, depth: 0 }, frame };
  if (count > 0) drawSlab(stage, { ...block, done: doneCells(count, cells) });
  drawVolume(stage, input, { has: ({ map }) => way <= begins(slabs.findIndex((slab) => slab.map === map)) });
  slabs.forEach((slab, i) => {
    const step = part(way, begins(i), begins(i) + 0.4);
    if (step <= 0 || step >= 1) return;
    const target = partOf(frame, cellBox(slab.map, cells));
    const flying = between(frameAt(input.place, slab.depth), target, easeInOut(step));
    drawSlab(stage, { ...input, slab, frame: flying });
    // On the way all its values become the one.
    const tile = tileOf(stage, moment.scene.layer.name, station, 0);
    if (tile) pen.picture(flying, within(tile, cellBox(slab.map, cells)), undefined, easeOut(step));
    pen.outline(flying, pen.theme.window, 1.5, 0.8);
  });
}

/** The part of a tile that a box (in shares) covers. */
function within<T extends { x: number; y: number; width: number; height: number }>(tile: T, box: Box): T {
  return {
    ...tile,
    x: tile.x + box.x * tile.width,
    y: tile.y + box.y * tile.height,
    width: box.width * tile.width,
    height: box.height * tile.height,
  };
}

/** The input goes where the output stands, and gives way to it. */
export function playChange(stage: Stage): void {
  const { moment } = stage;
  const station = stationOf(stage);
  const way = wayOf(stage);
  const travel = easeInOut(part(way, 0, 0.6));
  const fade = part(way, 0.5, 1);
  drawTarget(stage);
  for (const input of inputsOf(stage)) {
    drawLeft(stage, input, 0.5);
    const place = moved({ ...input.station, ...input.place }, station, travel);
    if (fade < 1) drawVolume(stage, { ...input, place }, { alpha: 1 - fade });
  }
  if (fade > 0)
    drawVolume(stage, { name: moment.scene.layer.name, station, place: station }, { alpha: fade });
}
