/** The value under the pointer, where it is, and what it sees. */
import { type Field, fieldOf, OWN_PIXEL } from "./graph/field.ts";
import type { RunState } from "./run-state.ts";
import type { Pass } from "./wire/client.ts";
import type { LayerDescription } from "./wire/events.ts";

/** A unit of a map of a layer. */
export interface UnitOf {
  layer: string;
  map: number;
  /** Row and column; 0, 0 in a vector. */
  unit: [number, number];
}

export interface Reading extends UnitOf {
  /** Of the layer (or picture) pointed at. */
  shape: readonly number[];
  value: number;
  /** What kind of number it is: an output, or its gradient. */
  gradient: boolean;
  field: Field;
  /** Height and width of the picture. */
  picture: readonly [number, number];
  /** The class a unit stands for, where there is one unit per class. */
  classLabel: string | undefined;
  /** Undefined for the picture itself. */
  description: LayerDescription | undefined;
}

/** Reads a run at a unit: in a backward pass the gradient there, once it has arrived. */
export function readingAt(run: RunState, at: UnitOf, pass: Pass): Reading | null {
  const gradient = pass === "backward" ? run.gradient(at.layer) : null;
  const tensor = gradient ?? run.activations.get(at.layer);
  if (!tensor) return null;
  const description = run.layer(at.layer);
  const [y, x] = at.unit;
  const isVector = tensor.shape.length === 1;
  const [, height = 1, width = 1] = run.input?.shape ?? [];
  return {
    ...at,
    shape: tensor.shape,
    value: isVector ? tensor.at(at.map) : tensor.at(at.map, y, x),
    gradient: gradient !== null,
    field: fieldOf(description?.receptive_field ?? OWN_PIXEL, y, x),
    picture: [height, width],
    classLabel: isVector && tensor.shape[0] === run.classes.length ? run.classes[at.map] : undefined,
    description,
  };
}
