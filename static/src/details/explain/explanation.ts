/** What a detail view says about one unit: which input cells it reads, and the formula with their numbers. */
import { indexOf, type Unit } from "../../graph/raster.ts";
import type { Tensor } from "../../wire/tensor.ts";
import type { Shown } from "../adding-up.ts";
import type { DetailContext } from "../context.ts";
import { cellOf, type Pair, type WindowRule } from "../geometry.ts";
import type { Curve } from "./curves.ts";
import { type CellLink, type FormulaNumber, number, type Part, result } from "./parts.ts";
import type { Products } from "./votes.ts";

export * from "./parts.ts";

/** Where a unit reads: a window on a map of an input (of a clip: on a frame), or one value of a vector (`index`). */
export interface Reading {
  input: number;
  channel: number;
  frame?: number;
  /** `leaps`: where it goes next does not follow from the rule. */
  window?: { rule: WindowRule; unit: Pair; leaps?: boolean };
  index?: number;
}

/** The numbers under a window, in raster order. */
export interface WindowNumbers {
  columns: number;
  cells: { inside: boolean; padded: boolean; value: number; at?: CellLink }[];
  /** Index of the cell that won. */
  winner?: number;
}

/** One summand, shown so that all of them add up to the `total`. */
export interface Term {
  label: string;
  parts: Part[];
  shown: Shown;
  /** The value of an input that it was made of. */
  at?: CellLink;
}

/** What there is to know of the layer in words and figures; `columns` name the cells where there are several. */
export interface Facts {
  columns?: string[];
  rows: { name: string; cells: string[] }[];
}

/** Rows and columns by their places. */
export interface Unread {
  rows: readonly number[];
  columns: readonly number[];
}

export interface Explanation {
  readings: Reading[];
  numbers?: WindowNumbers;
  /** In words: what this operation does. */
  rule: string;
  /** The formula in letters: how any unit is computed. */
  symbols?: Part[][];
  /** Lines of the formula; the last ends in the result. */
  formula: Part[][];
  /** The derivative at the opened value, with its numbers. */
  derivative?: Part[][];
  /** The function, where there is one to draw. */
  curve?: Curve;
  /** Whose values before and after are to be compared first: all of the layer, or those of the opened map. */
  compares?: "layer" | "map";
  facts?: Facts;
  /** Rows and columns of the input that no unit reads. */
  unread?: Unread;
  /** The value that the unit's comes from alone: the largest of a window. */
  winner?: CellLink;
  terms?: { heading: string; list: Term[]; total: Shown };
  /** Where the value is a sum of products: all of them. */
  products?: Products;
}

export type Explain = (context: DetailContext) => Explanation;

/** The opened unit's value. */
export function outputAt({ output, map, unit }: DetailContext): number {
  return output.at(map, ...unit);
}

/** The value of an input at the opened unit's own place. */
export function inputAt({ inputs, map, unit }: DetailContext, input = 0, channel = map): number {
  return inputs[input]?.tensor.at(channel, ...unit) ?? Number.NaN;
}

/** The place of an input's value, for numbers that light up with it. */
export const linkTo = (tensor: Tensor | undefined, index: readonly number[], input = 0): CellLink => ({
  input,
  index: indexOf(index, tensor?.shape ?? []),
});

/** A value of an input as a number in the formula. */
export function inputNumber({ inputs }: DetailContext, index: readonly number[], input = 0): FormulaNumber {
  const tensor = inputs[input]?.tensor;
  const at = linkTo(tensor, index, input);
  return { ...number(tensor?.data[at.index] ?? Number.NaN), at };
}

/** The value of the first input at the opened unit's own place, as a number in the formula. */
export const ownNumber = (context: DetailContext): FormulaNumber =>
  inputNumber(context, [context.map, ...context.unit]);

export const ONE_CELL: WindowRule = {
  kernel: [1, 1],
  stride: [1, 1],
  padding: [0, 0, 0, 0],
  dilation: [1, 1],
};

/** The frame of a clip that a unit lies in, among all frames in C order; 0 where there is one. */
export function frameOf(unit: Unit, tensor: Tensor | undefined): number {
  return indexOf(unit.slice(0, -2), tensor?.shape.slice(1, -2) ?? []);
}

/** Reads the cell at the opened unit's own place. */
export function ownCell(context: DetailContext, input = 0, channel = context.map): Reading {
  return cellAt(context, [channel, ...context.unit], input);
}

/** Reads the cell of an input at an index along all its axes. */
export function cellAt({ inputs }: DetailContext, index: readonly number[], input = 0): Reading {
  const tensor = inputs[input]?.tensor;
  const [channel = 0, ...unit] = index;
  if ((tensor?.shape.length ?? 0) <= 1) return { input, channel: 0, index: channel };
  return { input, channel, frame: frameOf(unit, tensor), window: { rule: ONE_CELL, unit: cellOf(unit) } };
}

/** A hyperparameter that is a number. */
export function numberOf({ layer }: DetailContext, name: string, missing: number): number {
  const value = layer[name];
  return typeof value === "number" ? value : missing;
}

/** A hyperparameter that is a list of numbers; undefined where it was left open. */
export function numbersOf({ layer }: DetailContext, name: string): readonly number[] | undefined {
  const value = layer[name];
  return Array.isArray(value) ? (value as number[]) : undefined;
}

/** For operations that have no formula here: what goes in, and what comes out. */
export const valueAlone: Explain = (context) =>
  withoutFormula(
    context,
    `How ${context.layer.op} computes its values is not taken apart here yet; its inputs and its output are exact.`,
  );

export const withoutFormula = (context: DetailContext, rule: string): Explanation => ({
  readings: [],
  rule,
  formula: [["value = ", result(outputAt(context))]],
});
