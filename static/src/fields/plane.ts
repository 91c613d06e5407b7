/** One layer of the cone as a sheet of cells: a map, a frame of a clip, a signal standing upright, a row of values. */
import { limitOf, paint } from "../colour.ts";
import { INPUT } from "../graph/connectivity.ts";
import type { Field, Interval } from "../graph/field.ts";
import { rasterOf } from "../graph/raster.ts";
import { hasOwnColours, paintPicture } from "../picture.ts";
import type { Preprocessing } from "../wire/events.ts";
import type { FieldPart } from "../wire/fields.ts";
import type { Tensor } from "../wire/tensor.ts";

export interface Plane {
  name: string;
  rows: number;
  columns: number;
  /** How many maps lie behind each other. */
  maps: number;
  /** Rows and columns read, beyond the sheet where that is padding. */
  window: [Interval, Interval];
  seen: [Interval, Interval] | null;
  /** Which map is drawn, and of a clip which frame. */
  map: number;
  frame: number;
}

/** The sheet of a part. `unit` is the opened unit's map; of other layers the map that is strongest where it is read. */
export function planeOf(
  part: FieldPart,
  shape: readonly number[],
  tensor: Tensor | null,
  unit: number | null,
): Plane {
  const { rows, columns, maps, kind } = rasterOf(shape);
  const frames = part.window.at(-3);
  const frame = frames && part.sizes.length > 2 ? middleOf(frames, part.sizes.at(-3) ?? 1) : 0;
  const base = { name: part.name, frame };
  if (kind === "unit") {
    const whole = { first: 0, last: maps - 1 };
    const read = unit === null ? whole : { first: unit, last: unit };
    return { ...base, rows: maps, columns: 1, maps: 1, map: 0, window: [read, ONE], seen: [read, ONE] };
  }
  const upright = shape.length === 2;
  const flat = (field: Field): [Interval, Interval] =>
    upright ? [field.at(-1) ?? ONE, ONE] : [field.at(-2) ?? ONE, field.at(-1) ?? ONE];
  return {
    ...base,
    rows: upright ? columns : rows,
    columns: upright ? 1 : columns,
    maps,
    map: unit ?? (tensor ? strongest(tensor, part.seen) : 0),
    window: flat(part.window),
    seen: part.seen && flat(part.seen),
  };
}

const ONE: Interval = { first: 0, last: 0 };

const middleOf = ({ first, last }: Interval, length: number): number =>
  Math.max(0, Math.min(length - 1, Math.floor((first + last) / 2)));

/** The map with the largest magnitude in a box. */
function strongest(tensor: Tensor, seen: Field | null): number {
  const [maps = 1, ...axes] = tensor.shape;
  if (!seen || axes.length !== seen.length) return 0;
  let best = { map: 0, size: -1 };
  for (let map = 0; map < maps; map++) {
    const size = largestIn(tensor.map(map), axes, seen);
    if (size > best.size) best = { map, size };
  }
  return best.map;
}

function largestIn(values: Float32Array, axes: readonly number[], seen: Field, axis = 0, start = 0): number {
  if (axis === axes.length) return Math.abs(values[start] ?? 0);
  const { first, last } = seen[axis] as Interval;
  let largest = 0;
  for (let place = first; place <= last; place++) {
    const found = largestIn(values, axes, seen, axis + 1, start * (axes[axis] as number) + place);
    if (found > largest) largest = found;
  }
  return largest;
}

/** The sheet's cells in colours: of the picture its own, of maps those of activations on the map's scale. */
export function paintPlane(plane: Plane, tensor: Tensor, preprocessing: Preprocessing): ImageData {
  const { name, rows, columns, map, frame } = plane;
  if (name === INPUT && hasOwnColours(tensor)) return paintPicture(tensor, preprocessing, frame);
  const isRow = rows * columns === tensor.data.length;
  const values = isRow ? tensor.data : tensor.plane(map, frame);
  return paint(values, rows, columns, "activation", limitOf(values));
}
