import { describeUnit, unitAt } from "../../graph/raster.ts";
import { cellOf } from "../geometry.ts";
import { type Explain, frameOf, ONE_CELL, outputAt, result } from "./explanation.ts";

export const flatten: Explain = (context) => {
  const shape = context.inputs[0]?.tensor.shape ?? [];
  const { map: index } = context;
  const [channel = 0, ...unit] = unitAt(index, shape);
  const frame = frameOf(unit, context.inputs[0]?.tensor);
  return {
    readings: [{ input: 0, channel, frame, window: { rule: ONE_CELL, unit: cellOf(unit) } }],
    rule: "The maps are laid out in one row: map by map, row by row.",
    formula: [[place(channel, unit, shape, index)], [`value ${index} = `, result(outputAt(context))]],
  };
};

function place(channel: number, unit: readonly number[], shape: readonly number[], index: number): string {
  const [, height, width] = shape;
  const [y, x] = unit;
  if (shape.length === 3)
    return `(map ${channel} · ${height} + row ${y}) · ${width} + column ${x} = ${index}`;
  return `map ${channel}, ${describeUnit(unit)} of ${shape.join("×")}: value ${index}`;
}
