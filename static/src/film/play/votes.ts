/** Every value votes for every output: lines as thick as value × weight, the strongest first. */
import { colourOf } from "../../colour.ts";
import { formatNumber } from "../../format.ts";
import { gradientOf, isGradient } from "../mirror.ts";
import { frameAt, type Point, partOf, pointOn } from "../perspective.ts";
import { MOST_VOTERS } from "../score.ts";
import {
  cellBox,
  doneCells,
  drawSlab,
  drawTarget,
  drawVolume,
  inputsOf,
  kindOf,
  type Shown,
  type Stage,
  stationOf,
  wayOf,
} from "../stage.ts";
import type { Station } from "../world.ts";

/** A vote: from which input, for which output, how much. */
export interface Vote {
  from: number;
  to: number;
  value: number;
}

/** Where many outputs are made together, so many of each one's strongest votes are drawn, of so many outputs. */
const STRONGEST_TOGETHER = 3;
const OUTPUTS_TOGETHER = 60;
const THICKEST = 7;

export function playVotes(stage: Stage): void {
  const { moment } = stage;
  const { scene, take, arrival } = moment;
  const [input] = inputsOf(stage) as [Shown];
  const station = stationOf(stage);
  const isWorking = arrival >= 1;
  const made = scene.takes.slice(0, moment.nth).flatMap(({ maps }) => maps).length;
  const way = wayOf(stage);
  if (isWorking) drawVotes(stage, input, station, way);
  drawVolume(stage, input);
  const cells = station.cells;
  if (!cells) return;
  drawTarget(stage);
  const together = take.maps.length > 1;
  const isDone = way >= 1 || (!together && way > 0.92);
  const count = made + (together ? Math.floor(take.maps.length * way ** 2) : isDone ? 1 : 0);
  const block = { name: scene.layer.name, station, slab: { map: 0, depth: 0 }, frame: frameAt(station, 0) };
  if (count > 0) drawSlab(stage, { ...block, done: doneCells(count, cells), over: isGradient(block.name) });
  if (isWorking && !together) {
    const cell = partOf(block.frame, cellBox(take.maps[0] ?? 0, cells));
    stage.pen.outline(cell, stage.pen.theme.window, 2.5);
  }
  drawNames(stage, station, count);
  if (isGradient(input.name)) drawNames(stage, input.station, Infinity);
}

/** The votes of a take, the strongest first; empty as long as the weights are not here. */
export function votesOf(stage: Stage): Vote[] {
  const { moment, reel } = stage;
  const { layer, inputs } = { layer: moment.scene.layer, inputs: moment.scene.layer.inputs };
  const values = reel.tensor(inputs[0] ?? "")?.data;
  if (!values) return [];
  const { maps } = moment.take;
  if (maps.length === 1) return strongest(stage, values, maps[0] as number, MOST_VOTERS);
  if (layer.parameters > 300_000) return [];
  const step = Math.max(1, Math.ceil(maps.length / OUTPUTS_TOGETHER));
  const some = maps.filter((_, i) => i % step === 0);
  return some.flatMap((map) => strongest(stage, values, map, STRONGEST_TOGETHER));
}

/** The strongest votes that were found for a filter, with the values they were found for. */
const remembered = new WeakMap<Float32Array, { values: Float32Array; most: number; votes: Vote[] }>();

function strongest({ reel, moment }: Stage, values: Float32Array, to: number, most: number): Vote[] {
  const weights = reel.filter(moment.scene.layer, to)?.values;
  if (!weights || weights.length !== values.length) return [];
  const kept = remembered.get(weights);
  if (kept?.values === values && kept.most === most) return kept.votes;
  const all = Array.from(values, (value, from) => ({ from, to, value: value * (weights[from] ?? 0) }));
  const votes = all
    .filter(({ value }) => value !== 0)
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
    .slice(0, most);
  remembered.set(weights, { values, most, votes });
  return votes;
}

function drawVotes(stage: Stage, input: Shown, station: Station, way: number): void {
  const { moment, pen } = stage;
  const votes = votesOf(stage);
  const limit = Math.max(1e-12, ...votes.map(({ value }) => Math.abs(value)));
  const together = moment.take.maps.length > 1;
  votes.forEach(({ from, to, value }, i) => {
    // The strongest set out first; all of them arrive by the end.
    const begins = together ? 0.5 * (i / votes.length) : 0.6 * (i / votes.length);
    const step = Math.min(1, Math.max(0, (way - begins) / 0.38));
    if (step <= 0) return;
    const share = Math.abs(value) / limit;
    const width = 1 + (THICKEST - 1) * share * (together ? 0.5 : 1);
    const fade = moment.slide > 0 ? 1 - 0.75 * moment.slide : 1;
    const colour = colourOf(value * 1.2, limit, kindOf(input.name));
    const isBack = input.station.x > station.x;
    const [start, end] = [ofCell(input.station, from, isBack ? 0 : 1), ofCell(station, to, isBack ? 1 : 0)];
    pen.curve(start, end, colour, width, (0.35 + 0.65 * share) * fade, step);
  });
}

/** The middle of a cell's left or right edge. */
function ofCell(station: Station, index: number, across: number): Point {
  const frame = frameAt(station, 0);
  if (!station.cells) return pointOn(frame, across, 0.5);
  return pointOn(partOf(frame, cellBox(index, station.cells)), across, 0.5);
}

/** Names of the classes beside their cells, where there is room for them. */
export function drawNames(stage: Stage, station: Station, count: number, alpha = 1): void {
  const { reel, pen, world } = stage;
  const { classes, logits } = reel.run;
  const isScores = world.at.get(logits) === station;
  if (!isScores || !station.cells || station.cells.columns > 1 || classes.length !== station.shape[0]) return;
  const frame = frameAt(station, 0);
  const { zoom } = pen.camera;
  const size = Math.min(27, (station.height / station.cells.rows) * zoom * 0.72);
  if (size < 12) return;
  const values = reel.tensor(station.under.length ? gradientOf(logits) : logits)?.data;
  const { cells } = station;
  // A gradient may need a power of ten.
  const figures = station.under.length ? 5.2 : 3.1;
  classes.slice(0, count).forEach((label, i) => {
    const { x, y } = pointOn(partOf(frame, cellBox(i, cells)), 1, 0.5);
    const at = { x: x + 12 / zoom, y };
    pen.text(formatNumber(values?.[i] ?? Number.NaN), at, { size, weight: 600, alpha });
    pen.text(label, { x: at.x + (size * figures) / zoom, y }, { size, weight: 400, alpha });
  });
}
