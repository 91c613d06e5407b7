/** How a method comes to its result, step by step: as the playhead goes through it, and in words. */
import { axisWords } from "../graph/raster.ts";
import type { Timeline } from "../playhead.ts";
import type { CoveredEvent } from "../wire/attributions.ts";
import type { Answer, Averaged, Painted } from "./answer.ts";
import type { Patch } from "./cs-looked-figure.ts";

/** A course takes about so long at speed 1, whatever its length. */
const WHOLE_MS = 12_000;
const [QUICKEST_MS, SLOWEST_MS] = [40, 400];

/** Steps at even distances, long courses faster. */
export function timelineOf(length: number): Timeline {
  const step = Math.max(QUICKEST_MS, Math.min(SLOWEST_MS, WHOLE_MS / Math.max(1, length)));
  return { timeAt: (at) => at * step, stepAt: (time) => time / step };
}

/** Where the patch is between two of its places: it slides along a row, and jumps to the next one. At last it is gone. */
export function patchAt({ covered, asked }: Answer, progress: number): Patch | null {
  const size = asked?.patch;
  const from = covered[Math.floor(progress)];
  if (!size || !from) return null;
  const to = covered[Math.ceil(progress)];
  const part = progress - Math.floor(progress);
  const isSameRow = to?.start.slice(0, -1).every((place, axis) => place === from.start[axis]);
  const last = from.start.length - 1;
  const start = from.start.map((place, axis) =>
    axis === last && to && isSameRow ? place + ((to.start[axis] as number) - place) * part : place,
  );
  return { start, size };
}

/** "patch on rows 6–11, columns 12–17", "copy 3 of 25", "12 % of the way", "step 40 of 64". */
export function stepInWords(answer: Answer, position: number): string {
  const step = answer.steps[Math.min(position, answer.steps.length - 1)];
  if (!step) return "";
  if (position >= answer.steps.length) return "every place has been covered";
  if (step.event === "covered") return `patch on ${coveredInWords(step, answer.asked?.patch ?? [])}`;
  if (step.event === "painted") return `step ${step.step} of ${answer.length - 1}`;
  if (step.at == null) return `mean of ${step.count} of ${answer.length} noisy copies`;
  return `${(100 * step.at).toFixed(1)} % of the way from the empty picture`;
}

function coveredInWords({ start }: CoveredEvent, patch: readonly number[]): string {
  const words = axisWords(start.length);
  return start.map((first, axis) => `${words[axis]}s ${first}–${first + (patch[axis] ?? 1) - 1}`).join(", ");
}

/** The target's value at each step; and, of a way, what has come together until there. */
export function curvesOf(answer: Answer): { values: number[]; totals: number[] } {
  const steps = answer.steps as readonly (CoveredEvent | Averaged | Painted)[];
  const { baseline } = answer.asked ?? {};
  const totals = baseline == null ? [] : answer.averaged.map(({ total }) => baseline + (total ?? Number.NaN));
  const values = steps.map(({ value }) => value);
  // Where the patch is gone again, the target has its own value.
  if (answer.covered.length && answer.found && answer.asked) values.push(answer.asked.value);
  return { values, totals };
}
