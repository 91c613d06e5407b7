/** Puts one frame of the film onto the canvas: a function of the moment and the numbers, of nothing before it. */
import { INPUT } from "../graph/connectivity.ts";
import { hasOwnColours } from "../picture.ts";
import type { Act } from "./acts.ts";
import { type Atlas, scaleOf, WHOLE } from "./atlas.ts";
import { isGradient } from "./mirror.ts";
import { Pen, type Theme } from "./pen.ts";
import {
  type Box,
  boxAround,
  boxOf,
  type Camera,
  cameraBetween,
  cameraOn,
  easeInOut,
  frameAt,
} from "./perspective.ts";
import { drawBars, playBars } from "./play/bars.ts";
import { playLoss } from "./play/loss.ts";
import { drawOutcome } from "./play/outcome.ts";
import { playSweep } from "./play/sweep.ts";
import { playVotes } from "./play/votes.ts";
import { playChange, playCollapse, playJoin, playMerge, playUnroll, playWash } from "./play/whole.ts";
import type { Reel } from "./reel.ts";
import type { Moment, Scene, Score } from "./score.ts";
import { drawVolume, lastMade, type Stage, stationOf, UNDER } from "./stage.ts";
import { type Station, sightOf, type World } from "./world.ts";

export interface Film {
  score: Score;
  world: World;
  reel: Reel;
  atlas: Atlas;
  theme: Theme;
  /** Size of the canvas in CSS pixels, what captions leave of it, and its device pixels per CSS pixel. */
  size: { width: number; height: number };
  room: Box;
  resolution: number;
}

const PLAYS: Record<Exclude<Act, "bars" | "loss">, (stage: Stage) => void> = {
  sweep: playSweep,
  pool: playSweep,
  collapse: playCollapse,
  wash: playWash,
  merge: playMerge,
  join: playJoin,
  unroll: playUnroll,
  votes: playVotes,
  change: playChange,
};

/** Volumes that take no part are paler. */
const PAST = 0.4;
const MOST_ZOOM = 40;

export function drawFrame(context: CanvasRenderingContext2D, film: Film, moment: Moment): void {
  const stage = stageOf(context, film, moment);
  const { pen } = stage;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  drawPast(stage, film);
  const { act, index } = moment.scene;
  const isBack = act === "loss" || isGradient(moment.scene.layer.name);
  if (index === 0 && moment.arrival < 1 && !isBack) drawOpening(stage);
  else if (act === "bars") playBars(stage, film.room);
  else if (act === "loss") playLoss(stage, film.room);
  else if (moment.verdict === 0 || isBack) {
    PLAYS[act](stage);
    if (moment.verdict > 0) drawOutcome(stage, film, moment.verdict);
  } else {
    pen.context.globalAlpha = 1;
    drawBars(stage, film.room, Math.min(1, moment.verdict * 1.6), moment.verdict);
  }
}

export function stageOf(context: CanvasRenderingContext2D, film: Film, moment: Moment): Stage {
  const { score, world, reel, atlas, theme, room, resolution } = film;
  const middle = { x: room.x + room.width / 2, y: room.y + room.height / 2 };
  const pen = new Pen(context, theme, cameraAt(film, moment), middle, resolution);
  return { pen, reel, atlas, world, score, moment };
}

/** Where the camera is: on its way from the layer before, or at the layer. */
export function cameraAt({ score, world, room }: Film, { scene, arrival }: Moment): Camera {
  const cameraOf = (each: Scene) => cameraOn(sightOf(world, each), room, MOST_ZOOM);
  const before = score.scenes[scene.index - 1];
  const start = before ? cameraOf(before) : cameraOn(openingBox(world, scene), room, MOST_ZOOM);
  return cameraBetween(start, cameraOf(scene), easeInOut(arrival));
}

/** The picture that a forward pass begins with; the whole network that a backward pass will go through. */
function openingBox({ at, stations }: World, { act }: Scene): Box {
  if (act === "loss") {
    const boxes = stations.map((station) => boxAround(station));
    return boxOf(
      boxes.flatMap(({ x, y, width, height }) => [
        { x, y },
        { x: x + width, y: y + height },
      ]),
    );
  }
  const { x, y, width, height } = boxAround({ ...(at.get(INPUT) as Station), depth: 0 });
  return { x: x - width * 0.1, y: y - height * 0.06, width: width * 1.2, height: height * 1.12 };
}

/** The picture in its colours comes apart into its channels. */
function drawOpening(stage: Stage): void {
  const { moment, world, reel, atlas, pen } = stage;
  const station = world.at.get(INPUT) as Station;
  const tensor = reel.tensor(INPUT);
  const apart = easeInOut(moment.arrival);
  const place = { ...station, depth: station.depth * apart };
  drawVolume(stage, { name: INPUT, station, place });
  if (!tensor || station.cells || !hasOwnColours(tensor)) return;
  const frame = frameAt(place, 0);
  const tile = atlas.map(INPUT, tensor, WHOLE, scaleOf(tensor), null, reel.run.preprocessing);
  pen.picture(frame, tile, undefined, 1 - Math.max(0, 2 * apart - 1));
}

/** What stands in the picture, but takes no part now: what has been made, or an output no gradient has come to. */
function drawPast(stage: Stage, { size }: Film): void {
  const { moment, world, score, pen } = stage;
  const { scene } = moment;
  const opens = scene.act === "loss" && moment.arrival < 1;
  const taking = new Set(
    opens ? [] : [...scene.layer.inputs.map((name) => world.at.get(name)), stationOf(stage)],
  );
  for (const station of world.stations) {
    if (taking.has(station) || !isInSight(pen, station, size)) continue;
    const name = lastMade(station, score, moment);
    const output = station.under.at(-1);
    const shown = name ?? output;
    if (shown) drawVolume(stage, { name: shown, station, place: station }, { alpha: name ? PAST : UNDER });
  }
}

function isInSight(pen: Pen, station: Station, size: { width: number; height: number }): boolean {
  const box = boxAround(station);
  const topLeft = pen.toScreen(box);
  const bottomRight = pen.toScreen({ x: box.x + box.width, y: box.y + box.height });
  return bottomRight.x > 0 && bottomRight.y > 0 && topLeft.x < size.width && topLeft.y < size.height;
}
