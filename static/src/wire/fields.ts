/** What a unit sees, how much each pixel moves it, and which units see a place of the picture. */
import type { Field } from "../graph/field.ts";
import { type Asked, addressOf, ask, askOf, queryOf } from "./asking.ts";
import type { WireTensor } from "./events.ts";

/** What of a layer, or of the picture ("input"), a unit depends on. */
export interface FieldPart {
  name: string;
  /** How many places there are along each axis; 1 where all are mixed. */
  sizes: number[];
  /** What is read, were the map endless: beyond 0 and `sizes` is padding. */
  window: Field;
  /** The box around what there is of it. */
  seen: Field | null;
  /** How many places in it the unit depends on. */
  places: number;
  /** How far a unit here reads along each axis of its inputs; null: all of it. */
  extent: (number | null)[];
  stride: (number | null)[];
}

export interface UnitField {
  layer: string;
  unit: number[];
  /** Of the field on the picture, padding included. */
  size: number[];
  /** From the picture to the unit, in execution order. */
  parts: FieldPart[];
}

/** A box about the middle of a field: the share of the gradient's magnitudes, and of the field's pixels, in it. */
export interface FieldBox {
  sides: number[];
  mass: number;
  area: number;
}

export interface UnitGradient {
  layer: string;
  unit: number[];
  value: number | null;
  /** dunit/dinput, shaped as the network's input. */
  gradient: WireTensor;
  /** Half the field's sides; absent where no pixel moves the unit. */
  middle?: FieldBox;
  /** The smallest with 90 % of the magnitudes. */
  most?: FieldBox;
}

/** How much of a layer sees a place of the picture. */
export interface Seeing {
  name: string;
  sizes: number[];
  ranges: Field | null;
  places: number;
}

export interface SeenBy {
  at: number[];
  layers: Seeing[];
}

/** A unit's cone; `index` leads into its layer's output. Throws Problem, or AbortError. */
export const unitField = (
  model: string,
  layer: string,
  index: readonly number[],
  signal: AbortSignal,
): Promise<UnitField> => ask(addressOf(model, "field", { layer, unit: index.join(",") }), { signal });

/** How much each value of the input moves a unit on this picture. Throws Problem, or AbortError. */
export const unitGradient = (
  model: string,
  layer: string,
  index: readonly number[],
  run: Asked,
  signal: AbortSignal,
): Promise<UnitGradient> =>
  askOf(addressOf(model, "field", { layer, unit: index.join(","), ...queryOf(run) }), run, signal);

/** The units of every layer that see a place of the picture. Throws Problem, or AbortError. */
export const seenBy = (model: string, at: readonly number[], signal: AbortSignal): Promise<SeenBy> =>
  ask(addressOf(model, "seen", { at: at.join(",") }), { signal });
