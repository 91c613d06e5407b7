/** One side of a comparison: a unit of a run, with what is shown of it. */
import { limitOf } from "../colour.ts";
import { folded } from "../details/map-image.ts";
import { pictureImage } from "../fields/patch-image.ts";
import { INPUT } from "../graph/connectivity.ts";
import { type Field, fieldOf, withinInput } from "../graph/field.ts";
import { rasterOf, unitWithin } from "../graph/raster.ts";
import type { UnitOf } from "../reading.ts";
import type { RunState } from "../run-state.ts";
import type { ScoredClass } from "../wire/events.ts";
import type { Tensor } from "../wire/tensor.ts";

/** What stands on a side: a unit of a run, and what the run's picture is called. */
export interface Wanted {
  run: RunState | null;
  at: UnitOf | null;
  picture: string;
}

export interface Side extends UnitOf {
  model: string;
  /** What the picture is called. */
  picture: string;
  value: number;
  map: number;
  shape: readonly number[];
  /** The unit's map (of a clip its frame, of a row of values all of them), and how it is laid out. */
  values: Float32Array;
  rows: number;
  columns: number;
  /** The unit's row and column there. */
  cell: readonly [number, number];
  patch: ImageData;
  window: Field;
  curve: Float32Array | null;
  scores: readonly ScoredClass[];
}

/** Null while the numbers are not here. */
export function sideOf({ run, at, picture }: Wanted): Side | null {
  const layer = at && run?.layer(at.layer);
  const output = at && run?.activations.get(at.layer);
  const input = run?.activations.get(INPUT);
  if (!run || !at || !layer || !output || !input) return null;
  const [maps = 1, ...axes] = output.shape;
  const unit = unitWithin(at.unit, axes);
  const map = Math.min(at.map, maps - 1);
  const field = fieldOf(layer.receptive_field, unit);
  return {
    ...{ layer: at.layer, map, unit, model: run.model, picture, scores: run.scores, shape: output.shape },
    value: output.at(map, ...unit),
    ...sheetOf(output, map, unit),
    patch: pictureImage(input, run.preprocessing, middleFrame(field, input)),
    // Only what lies on the picture: padding is nothing to compare.
    window: withinInput(field, input.shape.slice(1)),
    curve: input.shape.length === 2 ? input.map(0) : null,
  };
}

function sheetOf(
  output: Tensor,
  map: number,
  unit: readonly number[],
): Pick<Side, "values" | "rows" | "columns" | "cell"> {
  const { kind, rows, columns, frames } = rasterOf(output.shape);
  if (kind === "unit") {
    const { height, width } = folded(output.data.length);
    return {
      values: output.data,
      rows: height,
      columns: width,
      cell: [Math.floor(map / width), map % width],
    };
  }
  const frame = frames > 1 ? (unit.at(-3) ?? 0) : 0;
  const row = unit.length > 1 ? (unit.at(-2) ?? 0) : 0;
  return { values: output.plane(map, frame), rows, columns, cell: [row, unit.at(-1) ?? 0] };
}

function middleFrame(field: Field, input: Tensor): number {
  const frames = field.at(-3);
  if (!frames || input.shape.length < 4) return 0;
  return Math.max(0, Math.min((input.shape[1] ?? 1) - 1, Math.floor((frames.first + frames.last) / 2)));
}

export interface Difference {
  values: Float32Array;
  /** Of the two units' values: current − pinned. */
  units: number;
  mean: number;
  largest: number;
}

/** Current − pinned, place by place; null where their sheets have other sizes. */
export function differenceOf(pinned: Side, current: Side): Difference | null {
  if (pinned.rows !== current.rows || pinned.columns !== current.columns) return null;
  const values = current.values.map((value, i) => value - (pinned.values[i] as number));
  const mean = values.reduce((sum, each) => sum + Math.abs(each), 0) / Math.max(1, values.length);
  return { values, units: current.value - pinned.value, mean, largest: limitOf(values) };
}
