/**
 * Edits as short text, for addresses: `layer!parameter!16*3*3*3!0*1*0.5!27*2` are the numbers 1 and 0.5 from
 * place 0 on, and 2 at place 27; parameters stand behind each other with `~` between, and before them the steps of
 * learning that came before (update/steps-text.ts).
 */

import { formatSteps, parseStep, STEP } from "../update/steps-text.ts";
import { sizeOf } from "../wire/tensor.ts";
import { Edits, type Patch } from "./edits.ts";

const BETWEEN = "~";
const PART = "!";
const NUMBER = "*";
const FLOAT32_DIGITS = 9;

/** "" for none, and where a step cannot be told. */
export function formatEdits({ patches, steps }: Edits): string {
  const told = formatSteps(steps, formatEdits);
  return told ? [...told, ...patches.map(formatPatch)].join(BETWEEN) : "";
}

/** The edits that a text stands for; none where it is not one. */
export function parseEdits(text: string): Edits {
  if (!text) return Edits.none;
  const parts = text.split(BETWEEN);
  const steps = parts.filter(isStep).map((part) => parseStep(part.slice(STEP.length), parseEdits));
  const patches = parts.filter((part) => !isStep(part)).map(parsePatch);
  const isText = steps.every((step) => step !== null) && patches.every((patch) => patch !== null);
  return isText ? new Edits(patches, steps.flat()) : Edits.none;
}

const isStep = (part: string): boolean => part.startsWith(STEP);

function formatPatch({ layer, parameter, shape, values }: Patch): string {
  const runs: number[][] = [];
  let next = -1;
  for (const place of [...values.keys()].sort((a, b) => a - b)) {
    if (place !== next) runs.push([place]);
    runs.at(-1)?.push(values.get(place) as number);
    next = place + 1;
  }
  const written = runs.map(([start, ...numbers]) => [start, ...numbers.map(shortest)].join(NUMBER));
  return [escaped(layer), escaped(parameter), shape.join(NUMBER), ...written].join(PART);
}

function parsePatch(text: string): Patch | null {
  const [layer = "", parameter = "", sizes = "", ...runs] = text.split(PART);
  const shape = sizes.split(NUMBER).map(Number);
  const values = new Map<number, number>();
  for (const run of runs) {
    const [start = Number.NaN, ...numbers] = run
      .split(NUMBER)
      .map((each) => (each ? Number(each) : Number.NaN));
    for (const [i, value] of numbers.entries()) values.set(start + i, Math.fround(value));
  }
  const size = sizeOf(shape);
  const fits = [...values].every(
    ([place, value]) => Number.isInteger(place) && place >= 0 && place < size && Number.isFinite(value),
  );
  if (!layer || !parameter || !values.size || !fits) return null;
  try {
    return { layer: decodeURIComponent(layer), parameter: decodeURIComponent(parameter), shape, values };
  } catch {
    return null; // a lone % sign
  }
}

/** The separators are no letters of names that are escaped. */
const escaped = (name: string): string =>
  encodeURIComponent(name).replace(/[!*~]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`);

/** The fewest digits that give the same float32. */
function shortest(value: number): string {
  for (let digits = 1; digits < FLOAT32_DIGITS; digits++) {
    const text = String(Number(value.toPrecision(digits)));
    if (Math.fround(Number(text)) === value) return text;
  }
  return String(Number(value.toPrecision(FLOAT32_DIGITS)));
}
