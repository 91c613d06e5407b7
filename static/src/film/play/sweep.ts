/** Filters and pools: a window moves over the input, and a map fills in where it has been. */
import { colourOf, limitOf } from "../../colour.ts";
import { formatNumber } from "../../format.ts";
import { sourcesOf } from "../../graph/connectivity.ts";
import { rasterOf, unitAt } from "../../graph/raster.ts";
import { spreads } from "../acts.ts";
import { scaleOf } from "../atlas.ts";
import { isGradient } from "../mirror.ts";
import {
  type Box,
  between,
  boxAround,
  cornersOf,
  easeInOut,
  type Frame,
  frameAt,
  type Point,
  partOf,
  pointOn,
  turned,
  type Volume,
} from "../perspective.ts";
import { partOfTake, unitIn, wayToUnit } from "../score.ts";
import {
  drawSlab,
  drawTarget,
  drawVolume,
  inputsOf,
  inShares,
  kindOf,
  type Shown,
  type Stage,
  stationOf,
} from "../stage.ts";
import { type Slab, slabsOf } from "../volume.ts";
import { doneBoxes, unitBox, windowOnTheWay } from "../windows.ts";
import { benchOf, shapesAt, sideOf } from "../world.ts";

/** Of the time of a unit, until the window is there. */
const MOVING = 0.55;
/** The part of a unit's time after which its cell is filled in. */
const FILLED = 0.7;
const MOST_KERNELS = 12;
/** Of the first take's time, until the kernel has turned. */
const TURNING = 0.12;
/** Widths and opacities of the lines around a weight with the largest gradient. */
const GLOW = [
  [14, 0.18],
  [9, 0.3],
  [4, 0.9],
] as const;
/** So many units of a take are slow enough to be followed one by one. */
const FOLLOWED = 12;

export function playSweep(stage: Stage): void {
  const { moment, pen } = stage;
  const { scene, take } = moment;
  const [input] = inputsOf(stage) as [Shown];
  const station = stationOf(stage);
  const output: Shown = { name: scene.layer.name, station, place: station };
  const made = new Set(scene.takes.slice(0, moment.nth).flatMap(({ maps }) => maps));
  const alone = take.maps.length === 1 && scene.act === "sweep" ? (take.maps[0] as number) : null;
  const isWorking = moment.arrival >= 1;
  const done = inShares(doneBoxes(Math.floor(moment.done + 1 - FILLED), station.raster), station.raster);

  drawInput(stage, input, alone);
  drawTarget(stage);
  const together = alone === null ? new Set(take.maps) : new Set<number>();
  drawVolume(stage, output, {
    has: ({ map }) => made.has(map) || (isWorking && together.has(map)),
    done: ({ map }) => (made.has(map) ? WHOLE : done),
    over: isGradient(output.name),
  });
  if (!isWorking) return;
  const bench = benchFrame(stage, alone);
  if (alone !== null) {
    const slab = { map: alone, depth: 0 };
    drawSlab(stage, { ...output, slab, frame: bench, done });
    pen.outline(bench, pen.theme.ink, 1.5, 0.8);
  }
  drawWork(stage, input, bench, alone);
}

/** Where the map being made lies: before the stack, then on its way to its place there. */
function benchFrame(stage: Stage, alone: number | null): Frame {
  const station = stationOf(stage);
  if (alone === null) return frameAt(station, 0);
  const slot = slabsOf(station).find(({ map }) => map === alone)?.depth ?? 0;
  const depth = -benchOf(station) + (slot + benchOf(station)) * easeInOut(stage.moment.slide);
  return frameAt(station, depth);
}

/** The input; of a grouped convolution the maps before those that the filter reads are clear. */
function drawInput(stage: Stage, input: Shown, alone: number | null): void {
  const read = readBy(stage, input, alone);
  const isFront = read.at(-1) === slabsOf(input.station).at(-1);
  if (isFront) drawVolume(stage, input);
  else {
    const last = read.at(-1)?.map ?? 0;
    drawVolume(stage, input, { has: ({ map }) => map <= last });
    const front = { ...input.place, depth: 0 };
    stage.pen.outline(frameAt(front, 0), stage.pen.theme.line, 1, 0.8);
  }
}

/** The drawn maps of the input that a filter reads. */
function readBy({ moment, world }: Stage, input: Shown, alone: number | null): Slab[] {
  const slabs = slabsOf(input.station);
  if (alone === null) return slabs;
  const [source] = sourcesOf(moment.scene.layer, alone, shapesAt(world));
  if (!source) return slabs;
  const read = slabs.filter(({ map }) => map >= source.first && map < source.first + source.count);
  if (read.length) return read;
  return slabs.filter(({ map }) => map >= source.first).slice(0, 1);
}

function drawWork(stage: Stage, input: Shown, bench: Frame, alone: number | null): void {
  const { moment, pen, reel } = stage;
  const { scene, slide } = moment;
  const fade = Math.max(0, 1 - 3 * slide);
  if (fade === 0) return;
  const unit = unitIn(moment);
  const { raster } = stationOf(stage);
  const inputRaster = rasterOf(scene.inputShapes[0] ?? []);
  const before = unitAt(Math.max(0, unit - 1), raster.axes);
  const moved = easeInOut(Math.min(1, wayToUnit(moment) / MOVING));
  const window = windowOnTheWay(scene.layer, before, unitAt(unit, raster.axes), moved, inputRaster);
  const boxes = inShares(window, inputRaster);
  const read = readBy(stage, input, alone);
  const [back, front] = [read[0] as Slab, read.at(-1) as Slab];
  const faces = [back, front].map((slab) =>
    boxes.map((box) => partOf(frameAt(input.place, slab.depth), box)),
  );
  const cell = partOf(bench, inShares([unitBox(unitAt(unit, raster.axes), raster)], raster)[0] as Box);
  const [farthest = [], nearest = []] = faces;
  prism(stage, farthest, nearest, fade);
  const face = nearest.at(-1);
  if (!face) return;
  const filter = alone === null ? null : reel.filter(scene.layer, alone);
  if (filter && alone !== null) {
    const kernels = kernelFrames(stage, input, filter.values.length);
    const turn = turnOf(stage);
    for (const each of nearest)
      drawKernel(stage, turned(each, turn), filter.values, alone, kernels.channels - 1, 0.72 * fade);
    beam(stage, face, kernels.frames.at(-1) as Frame, fade);
    kernels.frames.forEach((frame, i) => {
      const channel = kernels.shown[i] as number;
      drawKernel(stage, turned(frame, turn), filter.values, alone, channel, fade);
      pen.outline(turned(frame, turn), pen.theme.line, 1, fade);
      drawGlow(stage, turned(frame, turn), alone, channel, fade);
    });
    pen.outline(kernels.frames.at(-1) as Frame, pen.theme.window, 2, fade);
    beam(stage, kernels.frames.at(-1) as Frame, cell, fade);
  } else {
    beam(stage, face, cell, fade);
    if (scene.act === "pool" && unit < FOLLOWED) drawFlight(stage, face, cell, unit);
  }
  if (unit < FOLLOWED) drawValue(stage, cell, alone ?? stationOf(stage).raster.maps - 1, unit, fade);
  for (const each of nearest) pen.outline(each, pen.theme.window, 2.5, fade);
  pen.outline(cell, pen.theme.window, 2.5, fade);
}

/** What is left of a pool's window flies to its place in the output. */
function drawFlight(stage: Stage, window: Frame, cell: Frame, unit: number): void {
  const way = wayToUnit(stage.moment);
  if (way >= 1) return;
  const { pen, moment, reel } = stage;
  const tensor = reel.tensor(moment.scene.layer.name);
  if (!tensor) return;
  const { maps, axes } = stationOf(stage).raster;
  const value = tensor.at(maps - 1, ...unitAt(unit, axes));
  const frame = between(window, cell, easeInOut(Math.max(0, way - 0.2) / 0.8));
  pen.fill(frame, colourOf(value, scaleOf(tensor), kindOf(moment.scene.layer.name)));
  pen.outline(frame, pen.theme.window, 2);
}

/** The value of a unit in figures, beside its cell. */
function drawValue(stage: Stage, cell: Frame, map: number, unit: number, alpha: number): void {
  const { pen, moment, reel } = stage;
  const tensor = reel.tensor(moment.scene.layer.name);
  if (!tensor || wayToUnit(moment) < FILLED) return;
  const text = formatNumber(tensor.at(map, ...unitAt(unit, stationOf(stage).raster.axes)));
  const corner = pointOn(cell, 1, 0);
  const at = { x: corner.x + 8 / pen.camera.zoom, y: corner.y - 18 / pen.camera.zoom };
  pen.text(text, at, { size: 24, weight: 700, colour: pen.theme.window, alpha });
}

/** The window through all maps that it reads. */
function prism({ pen }: Stage, behind: readonly Frame[], before: readonly Frame[], alpha: number): void {
  behind.forEach((far, i) => {
    const near = before[i] as Frame;
    pen.outline(far, pen.theme.window, 1.2, 0.55 * alpha);
    for (const [across, down] of [
      [0, 0],
      [1, 0],
      [1, 1],
    ] as const) {
      pen.line(pointOn(far, across, down), pointOn(near, across, down), pen.theme.window, 1.2, 0.55 * alpha);
    }
  });
}

function beam({ pen, world }: Stage, from: Frame, to: Frame, alpha: number): void {
  const isDown = world.flow === "down";
  const isBack = isDown ? from.y > to.y : from.x > to.x;
  const [a, b] = sideOfFrame(from, isDown, !isBack);
  const [c, d] = sideOfFrame(to, isDown, isBack);
  pen.polygon([a, c, d, b], { fill: pen.theme.window, alpha: 0.12 * alpha });
  pen.line(a, c, pen.theme.window, 1, 0.6 * alpha);
  pen.line(b, d, pen.theme.window, 1, 0.6 * alpha);
}

/** Both ends of a frame's right (or lower) side, or of its left (or upper) one. */
function sideOfFrame(frame: Frame, isDown: boolean, isFar: boolean): [Point, Point] {
  const [topLeft, topRight, bottomRight, bottomLeft] = cornersOf(frame);
  if (isDown) return isFar ? [bottomLeft, bottomRight] : [topLeft, topRight];
  return isFar ? [topRight, bottomRight] : [topLeft, bottomLeft];
}

/** The filter, enlarged, between its input and its map: a volume of kernels, as deep as what it reads. */
function kernelFrames(
  stage: Stage,
  input: Shown,
  values: number,
): { frames: Frame[]; shown: number[]; channels: number } {
  const { kernel = [1] } = stage.moment.scene.layer;
  const size = kernel.reduce((all, length) => all * length, 1);
  const channels = Math.max(1, Math.round(values / size));
  const shown = evenly(channels, MOST_KERNELS);
  const station = stationOf(stage);
  const isDown = stage.world.flow === "down";
  const made = boxAround(station, benchOf(station));
  const read = boxAround(input.place);
  const isBack = isDown ? read.y > made.y : read.x > made.x;
  const [box, beyond] = isBack ? [boxAround(station), read] : [read, frameAt(station, -benchOf(station))];
  const room = isDown ? beyond.y - (box.y + box.height) : beyond.x - (box.x + box.width);
  const rows = kernel.length > 1 ? (kernel.at(-2) ?? 1) : 1;
  const columns = (kernel.at(-1) ?? 1) * (kernel.length > 2 ? (kernel[0] ?? 1) : 1);
  const cell = Math.min(0.46 * room, 0.5 * sideOf(station) + 0.12 * room) / Math.max(rows, columns);
  const volume: Volume = {
    x: isDown ? (input.place.x + station.x) / 2 : box.x + box.width + 0.4 * room,
    y: isDown ? box.y + box.height + 0.5 * room : (input.place.y + station.y) / 2 + 0.05 * room,
    width: cell * columns,
    height: cell * Math.max(rows, kernel.length > 1 ? 0 : columns / 4),
    depth: 0,
  };
  const depth = Math.min(0.12 * (shown.length - 1), 0.8) * 0.36 * room;
  const frames = shown.map((_, i) =>
    frameAt(volume, shown.length > 1 ? depth * (1 - i / (shown.length - 1)) : 0),
  );
  return { frames, shown, channels };
}

function drawKernel(
  stage: Stage,
  frame: Frame,
  values: Float32Array,
  map: number,
  channel: number,
  alpha: number,
): void {
  const { atlas, pen, reel, moment } = stage;
  const { layer } = moment.scene;
  const kernel = layer.kernel ?? [1];
  const size = kernel.reduce((all, length) => all * length, 1);
  const part = values.subarray(channel * size, (channel + 1) * size);
  const key = map * Math.round(values.length / size) + channel;
  pen.picture(frame, atlas.kernel(layer.name, key, part, kernel, reel.limit(layer)), undefined, alpha);
}

/** A kernel lies turned by half a turn on what spreads; the first one is seen to turn. */
function turnOf({ moment }: Stage): number {
  if (!spreads(moment.scene.layer)) return 0;
  return Math.PI * (moment.nth > 0 ? 1 : easeInOut(Math.min(1, partOfTake(moment) / TURNING)));
}

/** On a way back: how large the gradients are that the kernel's own weights receive, as far as they have. */
function drawGlow(stage: Stage, frame: Frame, map: number, channel: number, fade: number): void {
  const { layer } = stage.moment.scene;
  const gradients = layer.mirrored ? stage.reel.weightGradients(layer, map) : null;
  if (!gradients) return;
  const size = (layer.kernel ?? [1]).reduce((all, length) => all * length, 1);
  const largest = limitOf(gradients.values.subarray(channel * size, (channel + 1) * size));
  const strength = (largest / (gradients.limit || 1)) * partOfTake(stage.moment);
  const colour = colourOf(0.8, 1, "gradient");
  for (const [width, alpha] of GLOW) stage.pen.outline(frame, colour, width * strength, alpha * fade);
}

function evenly(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: most }, (_, i) => Math.round((i * (count - 1)) / (most - 1)));
}

const WHOLE: readonly Box[] = [{ x: 0, y: 0, width: 1, height: 1 }];
