/** The value under the pointer, where it is, and what it sees. */
import { type Field, fieldOf, ownPlace } from "./graph/field.ts";
import { type Unit, unitWithin } from "./graph/raster.ts";
import type { RunState } from "./run-state.ts";
import type { Pass } from "./wire/client.ts";
import type { LayerDescription } from "./wire/events.ts";

/** A unit of a map of a layer. */
export interface UnitOf {
  layer: string;
  map: number;
  unit: Unit;
}

export interface Reading extends UnitOf {
  /** Of the layer (or picture) pointed at. */
  shape: readonly number[];
  value: number;
  /** What it was before weights were edited; undefined where they are not, or it is not known. */
  before?: number | undefined;
  /** What kind of number it is: an output, or its gradient. */
  gradient: boolean;
  field: Field;
  /** Lengths of the axes of the network's input, its channels left out. */
  picture: readonly number[];
  /** The class a unit stands for, where there is one unit per class. */
  classLabel: string | undefined;
  /** Undefined for the picture itself. */
  description: LayerDescription | undefined;
}

/** Reads a run at a unit: in a backward pass the gradient there, once it has arrived. */
export function readingAt(run: RunState, at: UnitOf, pass: Pass): Reading | null {
  // Not from thumbnails: they are rounded, and leave rows and columns out.
  const gradient =
    pass === "backward" ? (run.gradient(at.layer) ?? run.maps.gradients.get(at.layer) ?? null) : null;
  const tensor = gradient ?? run.activations.get(at.layer) ?? run.maps.outputs.get(at.layer);
  if (!tensor || at.map >= (tensor.shape[0] ?? 1)) return null;
  const description = run.layer(at.layer);
  const unit = unitWithin(at.unit, tensor.shape.slice(1));
  const isVector = tensor.shape.length <= 1;
  return {
    ...at,
    unit,
    shape: description?.output_shape ?? tensor.shape,
    value: tensor.at(at.map, ...unit),
    gradient: gradient !== null,
    field: description ? fieldOf(description.receptive_field, unit) : ownPlace(unit),
    picture: run.input?.shape.slice(1) ?? [],
    classLabel: isVector && tensor.shape[0] === run.classes.length ? run.classes[at.map] : undefined,
    description,
  };
}
