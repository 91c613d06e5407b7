/** The part of the picture that a unit sees. */
import type { ReceptiveField } from "../wire/events.ts";

/** Rows top … bottom and columns left … right, inclusive; outside the picture where the field is in padding. */
export interface Field {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

/** The input itself: every unit sees itself. */
export const OWN_PIXEL: ReceptiveField = { size: [1, 1], stride: [1, 1], start: [0, 0] };

/** Field of the unit at row y, column x. */
export function fieldOf({ size, stride, start }: ReceptiveField, y: number, x: number): Field {
  const top = start[0] + y * stride[0];
  const left = start[1] + x * stride[1];
  return { top, left, bottom: top + size[0] - 1, right: left + size[1] - 1 };
}

/** The part of a field that lies on a picture of h×w. */
export function withinPicture(field: Field, h: number, w: number): Field {
  return {
    top: Math.max(0, field.top),
    left: Math.max(0, field.left),
    bottom: Math.min(h - 1, field.bottom),
    right: Math.min(w - 1, field.right),
  };
}

/** "rows 9–15, columns 2–8 of the picture", or "the whole picture". */
export function describeField(field: Field, h: number, w: number): string {
  const seen = withinPicture(field, h, w);
  const whole = seen.top === 0 && seen.left === 0 && seen.bottom === h - 1 && seen.right === w - 1;
  if (whole) return "the whole picture";
  return `${span("row", seen.top, seen.bottom)}, ${span("column", seen.left, seen.right)} of the picture`;
}

function span(word: string, first: number, last: number): string {
  return first === last ? `${word} ${first}` : `${word}s ${first}–${last}`;
}
