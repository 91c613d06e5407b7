/** One value for all along some axes: their sum, mean or largest. */
import { rasterOf, unitAt } from "../../graph/raster.ts";
import type { DetailContext } from "../context.ts";
import {
  type Explain,
  number,
  numbersOf,
  ONE_CELL,
  outputAt,
  type Part,
  type Reading,
  result,
} from "./explanation.ts";

type Line = (values: readonly number[], value: number) => Part[][];

function reduction(rule: string, line: Line): Explain {
  return (context) => {
    const { values, shape, axes } = gathered(context);
    const along = axes.map((axis) => shape[axis]).join("×");
    return {
      readings: axes.includes(0) ? [] : [wholeMap(context)],
      rule: `${rule} ${values.length} values (${along}) become one.`,
      formula: line(values, outputAt(context)),
    };
  };
}

export interface Gathered {
  values: number[];
  /** Of each along all axes of the input. */
  places: number[][];
  shape: readonly number[];
  axes: number[];
}

/** The values that the opened unit is made of. */
export function gathered(context: DetailContext): Gathered {
  const tensor = context.inputs[0]?.tensor;
  const shape = tensor?.shape ?? [];
  const axes = [...(numbersOf(context, "axes") ?? shape.keys())];
  const own = [context.map, ...context.unit];
  if (context.layer.keepdims === false) for (const axis of axes) own.splice(axis, 0, 0);
  const lengths = axes.map((axis) => shape[axis] ?? 1);
  const count = lengths.reduce((all, length) => all * length, 1);
  const places = Array.from({ length: count }, (_, i) => {
    const index = [...own];
    for (const [k, place] of unitAt(i, lengths).entries()) index[axes[k] as number] = place;
    return index;
  });
  const values = places.map((index) => tensor?.at(...index) ?? Number.NaN);
  return { values, places, shape, axes };
}

function wholeMap({ inputs, map }: DetailContext): Reading {
  const { rows, columns } = rasterOf(inputs[0]?.tensor.shape ?? []);
  return { input: 0, channel: map, window: { rule: { ...ONE_CELL, kernel: [rows, columns] }, unit: [0, 0] } };
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

export const reduceSum = reduction("The sum.", (values, value) => [
  [`Σ of ${values.length} values = `, result(value)],
]);

export const reduceMean = reduction("The mean.", (values, value) => [
  [`Σ of ${values.length} values = `, number(sumOf(values))],
  [number(sumOf(values)), ` / ${values.length} = `, result(value)],
]);

export const reduceMax = reduction("The largest.", (values, value) => [
  [`max of ${values.length} values = `, result(value)],
]);
