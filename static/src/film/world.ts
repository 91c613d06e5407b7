/** Where every volume stands: one after the other, branches beside each other, sizes in proportion. */
import { INPUT, type Shapes } from "../graph/connectivity.ts";
import { arrange } from "../graph/lanes.ts";
import { type Raster, rasterOf } from "../graph/raster.ts";
import { meaningOf } from "./mirror.ts";
import { madeBy } from "./parts.ts";
import { type Box, boxAround, boxOf, type Point, type Volume } from "./perspective.ts";
import type { Scene, Score } from "./score.ts";

/** A place of a volume. Layers that change values in place share one. */
export interface Station extends Volume {
  shape: readonly number[];
  raster: Raster;
  column: number;
  /** What stands here, one after the other: names of layers, or of the input. */
  names: string[];
  /** On a way back the outputs that stand here, over which gradients come; else nothing. */
  under: readonly string[];
  /** Of a vector, which is drawn as a block of cells. */
  cells: { columns: number; rows: number } | null;
}

/** Where the network leads: to the right, or down where there is more height than width. */
export type Flow = "right" | "down";

export interface World {
  flow: Flow;
  stations: readonly Station[];
  /** By the names of what stands there, one after the other. */
  at: ReadonlyMap<string, Station>;
}

/** Side of the largest map; smaller ones shrink less than they do, or the last would vanish. */
const SIDE = 100;
const SHRINKING = 0.62;
const SMALLEST = 7;
/** A vector's cells stand in one column as long as they are that few. */
const MOST_ROWS = 32;
const CELL = 7;
/** Few values have names beside them. */
const NAMED = 12;
const NAMED_CELL = 13;
/** Room for the names, as a share of the block's height. */
const NAMES = 0.75;
/** Gradients beside them are longer than scores. */
const NAMES_BACK = 1.05;
const TALLEST = 150;
/** Between two stations, in their sides. */
const GAP = 0.95;
const GAP_DOWN = 0.5;
const LANE_GAP = 70;

export function worldOf(score: Score, input: readonly number[], flow: Flow = "right"): World {
  const layers = score.scenes.map(({ layer }) => layer);
  const largest = Math.max(...[input, ...layers.map((layer) => layer.output_shape)].map(lengthOf));
  const { places } = arrange([{ name: INPUT, inputs: [] }, ...layers]);
  const stations: Station[] = [];
  const at = new Map<string, Station>();
  const stand = (name: string, shape: readonly number[], column: number) => {
    const lane = places.get(name)?.lane ?? 0;
    const beside = lane * (SIDE + LANE_GAP);
    const place = flow === "right" ? { x: 0, y: beside } : { x: 1.3 * beside, y: 0 };
    const station = { ...place, column, shape, names: [name], under: [], ...bodyOf(shape, largest) };
    stations.push(station);
    at.set(name, station);
  };
  stand(INPUT, input, 0);
  for (const { layer, inPlace } of score.scenes) {
    const inputs = layer.inputs.map((name) => at.get(name) as Station);
    const [source] = inputs;
    if (inPlace && source) {
      source.names.push(layer.name);
      at.set(layer.name, source);
    } else stand(layer.name, layer.output_shape, Math.max(-1, ...inputs.map(({ column }) => column)) + 1);
  }
  if (flow === "right") lineUp(stations);
  else lineDown(stations);
  return { flow, stations, at };
}

/** The same places on the way back, where gradients come to stand one after the other. */
export function worldBack(forward: World, score: Score): World {
  const at = new Map(forward.at);
  for (const station of forward.stations) [station.under, station.names] = [station.names, []];
  for (const name of score.scenes.flatMap((scene) => madeBy(scene))) {
    const station = forward.at.get(meaningOf(name).of) as Station;
    station.names.push(name);
    at.set(name, station);
  }
  return { ...forward, at };
}

/** The places where a layer's inputs stand as it reads them: those from far away are carried beside the nearest. */
export function inputPlaces({ at }: World, { layer }: Scene): Volume[] {
  const stations = layer.inputs.map((name) => at.get(name) as Station);
  const nearest = stations.reduce(
    (near, each) => (each.column > near.column ? each : near),
    stations[0] as Station,
  );
  let carried = 0;
  return stations.map((station, i) => {
    const isNear = nearest.column - station.column <= 1 && stations.indexOf(station) === i;
    if (isNear) return station;
    carried += 1;
    const away = (nearest.height + station.height) / 2 + 0.3 * nearest.height;
    return { ...station, x: nearest.x, y: nearest.y + carried * away };
  });
}

/** What is to be seen of a scene: what it reads, what it makes, and room to make it before the stack. */
export function sightOf(world: World, scene: Scene): Box {
  const station = world.at.get(scene.layer.name) as Station;
  if (scene.inPlace) {
    const box = boxAround(station);
    const side = Math.max(station.width, station.height);
    return { x: box.x - 0.75 * side, y: box.y, width: box.width + 1.5 * side, height: box.height };
  }
  const boxes = [
    ...inputPlaces(world, scene).map((place) => boxAround(place)),
    boxAround(station, benchOf(station)),
  ];
  const sources = station.under.length ? scene.layer.inputs : [];
  const named = [station, ...sources.map((name) => world.at.get(name) as Station)]
    .filter(hasNames)
    .map(({ x, y, width, height }) => ({
      x: x + width / 2 + (station.under.length ? NAMES_BACK : NAMES) * height,
      y,
      width: 0,
      height: 0,
    }));
  return boxOf(
    [...boxes, ...named].flatMap(({ x, y, width, height }): Point[] => [
      { x, y },
      { x: x + width, y: y + height },
    ]),
  );
}

const hasNames = ({ cells, shape }: Station): boolean =>
  cells?.columns === 1 && shape.length === 1 && cells.rows <= NAMED;

/** How far before its stack a map is made. */
export const benchOf = ({ width, height }: Volume): number => 0.42 * Math.max(width, height);

export const sideOf = ({ width, height }: Volume): number => Math.max(width, height);

function lineUp(stations: readonly Station[]): void {
  const columns = Map.groupBy(stations, ({ column }) => column);
  let right = 0;
  let before = SIDE;
  for (const column of [...columns.keys()].sort((a, b) => a - b)) {
    const here = columns.get(column) ?? [];
    const side = Math.max(...here.map(sideOf));
    const boxes = here.map((station) => boxAround(station));
    if (column > 0) right += GAP * Math.max(side, before) + 0.25 * side;
    const reach = Math.max(...boxes.map((box, i) => (here[i] as Station).x - box.x));
    for (const station of here) station.x = right + reach;
    right += Math.max(...boxes.map(({ width }) => width));
    before = side;
  }
}

/** Below each other; vectors beside each other, whose votes run from side to side. */
function lineDown(stations: readonly Station[]): void {
  const columns = Map.groupBy(stations, ({ column }) => column);
  let bottom = 0;
  let last: Station | null = null;
  for (const column of [...columns.keys()].sort((a, b) => a - b)) {
    const here = columns.get(column) ?? [];
    const [first] = here as [Station];
    if (last?.cells && first.cells) {
      first.x = last.x + 0.6 * Math.max(last.height, first.height);
      first.y = last.y;
    } else {
      const boxes = here.map((station) => boxAround({ ...station, y: 0 }));
      if (last) bottom += GAP_DOWN * Math.max(sideOf(last), sideOf(first));
      const top = Math.min(...boxes.map(({ y }) => y));
      for (const station of here) {
        station.y = bottom - top;
        station.x += last?.x ?? 0;
      }
      bottom += Math.max(...boxes.map(({ height }) => height));
    }
    last = here.find(({ cells }) => cells) ?? first;
  }
}

/** How large and how deep what has this shape is. */
function bodyOf(
  shape: readonly number[],
  largest: number,
): Omit<Station, "x" | "y" | "column" | "shape" | "names" | "under"> {
  const raster = rasterOf(shape);
  if (raster.kind === "unit") return { raster, depth: 0, ...blockOf(raster.maps) };
  const side = Math.max(SMALLEST, SIDE * (lengthOf(shape) / largest) ** SHRINKING);
  const unit = side / Math.max(raster.width, raster.height);
  const [width, height] = [unit * raster.width, unit * raster.height];
  return { raster, width, height, depth: depthOf(raster.maps, Math.min(side, 1.6 * height)), cells: null };
}

function depthOf(maps: number, side: number): number {
  const most = 0.3 + 0.75 * Math.min(1, Math.log2(maps) / 8);
  return maps < 2 ? 0 : side * Math.min(most, 0.24 * (maps - 1));
}

function blockOf(values: number): Pick<Station, "width" | "height" | "cells"> {
  const columns = values <= MOST_ROWS ? 1 : Math.ceil(Math.sqrt(values / 12));
  const rows = Math.ceil(values / columns);
  const cell = Math.min(values <= NAMED ? NAMED_CELL : CELL, TALLEST / rows);
  return { width: columns * cell, height: rows * cell, cells: { columns, rows } };
}

/** How long the longer side of a map is, in cells as they are drawn; 1 for a vector. */
function lengthOf(shape: readonly number[]): number {
  const { kind, width, height } = rasterOf(shape);
  return kind === "unit" ? 1 : Math.max(width, height);
}

/** The shape of every layer's output, and of the input. */
export const shapesAt = ({ at }: World): Shapes => new Map([...at].map(([name, { shape }]) => [name, shape]));
