/** The film cut in steps: layer by layer, channel by channel, or position by position. Time is the same in each. */
import type { Timeline } from "../playhead.ts";
import type { Score, Take } from "./score.ts";

export type FilmGrain = "layer" | "channel" | "position";
export const FILM_GRAINS: readonly FilmGrain[] = ["layer", "channel", "position"];

/** Steps `first` … end within one stretch of the film; between two, time runs as `timeAt` says. */
interface Stretch {
  first: number;
  steps: number;
  start: number;
  end: number;
  /** Given where the steps are units of a take: its pace. */
  take?: Take;
}

/** Steps through a film; step 0 is its beginning, the last one its end. */
export class Cuts implements Timeline {
  readonly length: number;
  readonly #stretches: readonly Stretch[];

  constructor(score: Score, grain: FilmGrain) {
    this.#stretches = stretchesOf(score, grain);
    const last = this.#stretches.at(-1);
    this.length = last ? last.first + last.steps + 1 : 1;
  }

  timeAt(step: number): number {
    const stretch = this.#find(({ first }) => first < step);
    return stretch ? timeIn(stretch, step - stretch.first) : 0;
  }

  stepAt(time: number): number {
    const stretch = this.#find(({ start }) => start < time);
    if (!stretch) return 0;
    return stretch.first + stepIn(stretch, Math.min(time, stretch.end));
  }

  /** The last stretch for which `isBefore` holds. */
  #find(isBefore: (stretch: Stretch) => boolean): Stretch | undefined {
    let [low, high] = [0, this.#stretches.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (isBefore(this.#stretches[middle] as Stretch)) low = middle;
      else high = middle - 1;
    }
    return this.#stretches[low];
  }
}

/** The first step of each layer: where its chapter begins. */
export function chapterStarts(score: Score, cuts: Cuts): number[] {
  return score.scenes.map(({ start }, i) => (i === 0 ? 0 : Math.round(cuts.stepAt(start)) + 1));
}

function timeIn({ start, end, steps, take }: Stretch, step: number): number {
  if (!take) return start + ((end - start) * step) / steps;
  return start + (end - start) * (step / steps) ** (1 / take.easing);
}

function stepIn({ start, end, steps, take }: Stretch, time: number): number {
  if (end <= start) return steps;
  const part = Math.max(0, (time - start) / (end - start));
  return steps * (take ? part ** take.easing : part);
}

function stretchesOf({ scenes, length }: Score, grain: FilmGrain): Stretch[] {
  const stretches: Stretch[] = [];
  let first = 0;
  const add = (start: number, end: number, steps = 1, take?: Take) => {
    stretches.push({ first, steps, start, end, ...(take && { take }) });
    first += steps;
  };
  scenes.forEach((scene, i) => {
    const end = i === scenes.length - 1 ? length : scene.end;
    if (grain === "layer") {
      add(scene.start, end);
      return;
    }
    if (grain === "position" && scene.begins > scene.start) add(scene.start, scene.begins);
    scene.takes.forEach((take, j) => {
      const from = j === 0 && grain === "channel" ? scene.start : take.start;
      const isLast = j === scene.takes.length - 1;
      const to = isLast ? end : take.end;
      if (grain === "channel") add(from, to);
      else {
        add(from, take.swept, take.units, take);
        if (to > take.swept) add(take.swept, to);
      }
    });
  });
  return stretches;
}
