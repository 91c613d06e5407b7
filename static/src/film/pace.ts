/** How long everything takes: the first filters slowly, then faster, the rest together. Milliseconds at speed 1. */
import type { Act } from "./acts.ts";

export interface Pace {
  /** Of the camera's way to the layer. */
  arrival: number;
  /** Takes of one map each; all others together follow. */
  alone: number;
  /** Of the nth of them. */
  sweep(nth: number): number;
  /** From where a map is made to its place in the stack. */
  slide(nth: number): number;
  /** Of all the others together. */
  together: number;
}

const SWEEPS = [3000, 1900, 1300, 950, 700, 550];
const SLIDES = [800, 600, 450, 350, 280, 240];
const TOGETHER: Record<Act, number> = {
  sweep: 2000,
  pool: 2600,
  collapse: 2200,
  wash: 1300,
  merge: 2200,
  join: 2000,
  unroll: 2200,
  votes: 1700,
  bars: 2400,
  loss: 5200,
  change: 1300,
};
/** A pool's and a mean's result slides to its place as one. */
const GATHERING = 900;
/** What has been seen before goes faster, but never so fast that nobody follows. */
const FASTER = 0.87;
const FASTEST = 0.5;
const FIRST_ARRIVAL = 2200;
const ARRIVAL = 1000;
const ARRIVAL_IN_PLACE = 450;

/** The pace of a layer: the `seen`th of its act, with so many maps. */
export function paceOf(act: Act, maps: number, seen: number, inPlace: boolean, first: boolean): Pace {
  const factor = Math.max(FASTEST, FASTER ** seen);
  const usual = (inPlace ? ARRIVAL_IN_PLACE : ARRIVAL) * factor;
  const has = act === "sweep" || act === "votes";
  return {
    arrival: first ? FIRST_ARRIVAL : usual,
    alone: has ? aloneOf(maps, seen) : 0,
    sweep: (nth) => (SWEEPS[nth] ?? (SWEEPS.at(-1) as number)) * factor,
    slide: (nth) => (SLIDES[nth] ?? (SLIDES.at(-1) as number)) * factor,
    together: TOGETHER[act] * factor,
  };
}

/** How long what was made together takes to its place. */
export const gathering = (act: Act, reversed: boolean): number =>
  reversed || act === "pool" || act === "collapse" ? GATHERING : 0;

/** How many maps are made one by one. Where few would be left for the end, all are. */
function aloneOf(maps: number, seen: number): number {
  const most = seen === 0 ? 5 : seen < 3 ? 3 : seen < 8 ? 2 : 1;
  return maps <= most + 3 && seen < 3 ? maps : Math.min(maps, most);
}

/** The first few units take a third of a take's time: slow enough to follow. */
const FOLLOWED_UNITS = 4;
const FOLLOWED_TIME = 0.3;
const STEEPEST = 4.5;

/** Exponent of a take's progress: units done = all · time^exponent. */
export function easingOf(units: number): number {
  const exponent = Math.log(units / FOLLOWED_UNITS) / Math.log(1 / FOLLOWED_TIME);
  return Math.min(STEEPEST, Math.max(1, exponent));
}
