/** Edits as a run takes them: slices of parameters, as few as say it all. */
import { sizeOf } from "../wire/tensor.ts";
import type { Edits, Patch } from "./edits.ts";

export type Nested = number | Nested[];

/** One slice: values shaped as what stands at the leading indices. */
export interface WireEdit {
  layer: string;
  parameter: string;
  at: number[];
  values: Nested;
}

export function toWire({ patches }: Edits): WireEdit[] {
  return patches.flatMap((patch) =>
    slices(
      patch,
      [],
      [...patch.values.keys()].sort((a, b) => a - b),
    ),
  );
}

/** The edits at places within a slice: the whole slice where all of it is edited, else those of its parts. */
function slices(patch: Patch, at: number[], places: readonly number[]): WireEdit[] {
  const rest = patch.shape.slice(at.length);
  if (places.length === sizeOf(rest)) {
    const values = places.map((place) => patch.values.get(place) as number);
    return [{ layer: patch.layer, parameter: patch.parameter, at, values: nested(values, rest) }];
  }
  const size = sizeOf(rest.slice(1));
  const parts = Map.groupBy(places, (place) => Math.floor(place / size) % (rest[0] as number));
  return [...parts].flatMap(([index, inside]) => slices(patch, [...at, index], inside));
}

function nested(values: readonly number[], shape: readonly number[]): Nested {
  const [length, ...rest] = shape;
  if (length === undefined) return values[0] as number;
  const size = sizeOf(rest);
  return Array.from({ length }, (_, i) => nested(values.slice(i * size, (i + 1) * size), rest));
}
