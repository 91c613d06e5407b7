/** The score of the film: which layer, which maps, which unit at which time. Nothing here draws. */
import { rasterOf } from "../graph/raster.ts";
import type { LayerDescription } from "../wire/events.ts";
import type { Act } from "./acts.ts";
import { easingOf, gathering, paceOf } from "./pace.ts";
import type { Part } from "./parts.ts";

/** Maps that are made at once, unit by unit, and then slide to their places. Times from the film's beginning. */
export interface Take {
  maps: readonly number[];
  units: number;
  /** Units done = units · (part of the time)^easing. */
  easing: number;
  start: number;
  /** When the last unit is done and the slide begins. */
  swept: number;
  end: number;
}

/** A part of the film: the camera arrives, then take after take. */
export interface Scene extends Part {
  index: number;
  start: number;
  /** When the camera is there, and the first take begins. */
  begins: number;
  end: number;
  takes: readonly Take[];
}

export interface Score {
  scenes: readonly Scene[];
  /** When the last scene is over and the prediction is shown. */
  verdict: number;
  length: number;
}

/** What happens at one time: all that a frame of the film is drawn from, beside the numbers. */
export interface Moment {
  time: number;
  scene: Scene;
  /** How far the camera has come, 0 … 1. */
  arrival: number;
  take: Take;
  /** The take's place among the scene's. */
  nth: number;
  /** Units of the take that are done, and the part of the next. */
  done: number;
  /** How far the take's maps are on their way to their places, 0 … 1. */
  slide: number;
  /** How far the prediction is shown, 0 … 1. */
  verdict: number;
}

/** Times that differ by less are the same. */
const SAME_TIME = 1e-4;
/** Parts of a unit that do not count. */
const SAME_UNIT = 1e-6;
const LONGEST = 150_000;
const VERDICT = 3200;
/** Lines of votes that are told apart. */
export const MOST_VOTERS = 48;
/** Classes of which bars are shown. */
export const MOST_BARS = 10;

/** The film of these parts, one after the other. */
export function scoreOf(parts: readonly Part[]): Score {
  const drafts = draftsOf(parts);
  const [first = 0, ...others] = drafts.map(durationOf);
  const rest = others.reduce((sum, each) => sum + each, 0);
  // A long network's film is not longer: after its first layer all goes faster.
  const tempo = Math.min(1, Math.max(0.1, (LONGEST - first) / Math.max(1, rest)));
  let time = 0;
  const scenes = drafts.map((draft, i) => {
    const scene = timed(draft, time, i === 0 ? 1 : tempo);
    time = scene.end;
    return scene;
  });
  return { scenes, verdict: time, length: time + VERDICT };
}

/** What happens at a time of the film. */
export function momentAt(score: Score, time: number): Moment {
  const scene = score.scenes[lastBegun(score.scenes, time)] as Scene;
  const nth = lastBegun(scene.takes, time);
  const take = scene.takes[nth] as Take;
  return {
    time,
    scene,
    arrival: part(time, scene.start, scene.begins),
    take,
    nth,
    done: take.units * part(time, take.start, take.swept) ** take.easing,
    slide: part(time, take.swept, take.end),
    verdict: part(time, score.verdict, score.length),
  };
}

/** The unit being made, in C order of the map's axes. */
export const unitIn = ({ done, take }: Moment): number =>
  Math.max(0, Math.min(take.units, Math.ceil(done - SAME_UNIT)) - 1);

/** How far a moment's take has come in time, 0 … 1. */
export const partOfTake = ({ done, take, arrival }: Moment): number =>
  arrival < 1 ? 0 : (done / take.units) ** (1 / take.easing);

/** How far the way from the unit before to the one being made has come. */
export const wayToUnit = (moment: Moment): number => Math.min(1, Math.max(0, moment.done - unitIn(moment)));

interface DraftTake {
  maps: readonly number[];
  units: number;
  sweep: number;
  slide: number;
}

type Draft = Omit<Scene, "start" | "begins" | "end" | "takes"> & { arrival: number; takes: DraftTake[] };

function draftsOf(parts: readonly Part[]): Draft[] {
  const seen = new Map<Act, number>();
  return parts.map((part, index) => {
    const count = seen.get(part.act) ?? 0;
    seen.set(part.act, count + 1);
    return { index, ...part, ...takesOf(part, count, index) };
  });
}

function takesOf(
  { layer, act, inputShapes, inPlace, reversed }: Part,
  seen: number,
  index: number,
): { arrival: number; takes: DraftTake[] } {
  const maps = layer.output_shape[0] ?? 1;
  const units = unitsOf(layer, act, inputShapes);
  const pace = paceOf(act, maps, seen, inPlace, index === 0);
  const takes = Array.from({ length: pace.alone }, (_, i) => ({
    maps: [i],
    units,
    sweep: pace.sweep(i),
    slide: pace.slide(i),
  }));
  const rest = Array.from({ length: maps - pace.alone }, (_, i) => pace.alone + i);
  if (rest.length) takes.push({ maps: rest, units, sweep: pace.together, slide: gathering(act, reversed) });
  return { arrival: pace.arrival, takes };
}

/** How many units a take is made of: places of a map, voters for an output, or the maps themselves. */
function unitsOf(layer: LayerDescription, act: Act, inputShapes: readonly (readonly number[])[]): number {
  const { maps, axes } = rasterOf(layer.output_shape);
  const places = axes.reduce((all, length) => all * length, 1);
  if (act === "sweep" || act === "pool") return places;
  if (act === "votes") return Math.min(MOST_VOTERS, inputShapes[0]?.[0] ?? 1);
  return act === "bars" || act === "loss" ? Math.min(MOST_BARS, maps) : maps;
}

const durationOf = ({ arrival, takes }: Draft): number =>
  takes.reduce((sum, { sweep, slide }) => sum + sweep + slide, arrival);

function timed({ arrival, takes, ...draft }: Draft, start: number, tempo: number): Scene {
  const begins = start + arrival * tempo;
  let time = begins;
  const timedTakes = takes.map(({ maps, units, sweep, slide }): Take => {
    const [from, swept] = [time, time + sweep * tempo];
    time = swept + slide * tempo;
    return { maps, units, easing: easingOf(units), start: from, swept, end: time };
  });
  return { ...draft, start, begins, end: time, takes: timedTakes };
}

/** The last of some that has begun before a time: at the very time that one ends, it is still that one. */
function lastBegun(all: readonly { start: number }[], time: number): number {
  let [low, high] = [0, all.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((all[middle] as { start: number }).start < time - SAME_TIME) low = middle;
    else high = middle - 1;
  }
  return low;
}

const part = (time: number, from: number, to: number): number =>
  to > from ? Math.min(1, Math.max(0, (time - from) / (to - from))) : time >= to ? 1 : 0;
