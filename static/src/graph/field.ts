/** The part of the network's input that a unit sees. */
import type { ReceptiveField } from "../wire/events.ts";
import { axisWords, type Unit } from "./raster.ts";

/** From `first` to `last`, both included; outside of the input where the field is in padding. */
export interface Interval {
  first: number;
  last: number;
}

/** An interval for each axis of the input: samples, or rows and columns, or frames, rows and columns. */
export type Field = readonly Interval[];

/** What a network looks at is called, by how many axes it has behind its channels. */
export const inputName = (axes: number): string => ["input", "signal", "picture", "clip"][axes] ?? "input";

/** The field of an input's unit: itself. */
export const ownPlace = (unit: Unit): Field => unit.map((place) => ({ first: place, last: place }));

/** What a fraction such as 7/15 lacks as a number of the computer: three thirds must be one. */
const LACKING = 1e-6;

/** The field of a unit of a layer. Strides may be fractions, after upsampling. */
export function fieldOf({ size, stride, start }: ReceptiveField, unit: Unit): Field {
  return size.map((length, axis) => {
    const first = Math.floor((start[axis] ?? 0) + (unit[axis] ?? 0) * (stride[axis] ?? 0) + LACKING);
    return { first, last: first + length - 1 };
  });
}

/** The part of a field that lies on an input of these lengths. */
export function withinInput(field: Field, lengths: readonly number[]): Field {
  return field.map(({ first, last }, axis) => ({
    first: Math.max(0, first),
    last: Math.min((lengths[axis] ?? 1) - 1, last),
  }));
}

/** Whether a field reaches beyond an input of these lengths: into padding. */
export function reachesOut(field: Field, lengths: readonly number[]): boolean {
  return field.some(({ first, last }, axis) => first < 0 || last >= (lengths[axis] ?? 1));
}

/** "rows 9–15, columns 2–8 of the picture", or "the whole picture"; of a clip or signal alike. */
export function describeField(field: Field, lengths: readonly number[]): string {
  const seen = withinInput(field, lengths);
  const name = inputName(lengths.length);
  const whole = seen.every(({ first, last }, axis) => first === 0 && last === (lengths[axis] ?? 1) - 1);
  if (whole) return `the whole ${name}`;
  if (field.some(({ first, last }) => last < first)) return `nothing of the ${name}`;
  if (seen.some(({ first, last }) => last < first)) return "nothing but padding";
  const words = axisWords(lengths.length);
  return `${seen.map((interval, axis) => span(words[axis] ?? "", interval)).join(", ")} of the ${name}`;
}

function span(word: string, { first, last }: Interval): string {
  return first === last ? `${word} ${first}` : `${word}s ${first}–${last}`;
}
