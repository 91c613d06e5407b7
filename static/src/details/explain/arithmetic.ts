/** Inputs (or an input and a constant) met value by value; of size 1 along an axis they are repeated there. */
import type { Kind } from "../../colour.ts";
import type { Tensor } from "../../wire/tensor.ts";
import { decimalsFor, shown, shownTerms } from "../adding-up.ts";
import type { DetailContext } from "../context.ts";
import {
  type CellLink,
  cellAt,
  type Explain,
  fromShown,
  joined,
  linkTo,
  number,
  outputAt,
  type Part,
  type Reading,
  result,
} from "./explanation.ts";

/** One of those that meet, at the opened unit. */
export interface Operand {
  name: string;
  tensor: Tensor;
  value: number;
  kind: Kind;
  /** Which of the layer's inputs it is; null: the constant. */
  input: number | null;
  /** Its own value's place along all its axes. */
  index: number[];
}

/** The operands at the opened unit, in their order. */
export function operandsOf(context: DetailContext): Operand[] {
  const { inputs, weights, layer, map, unit } = context;
  const operands = inputs.map(({ name, tensor }, input): Operand => {
    const index = repeated(tensor, [map, ...unit]);
    return { name, tensor, value: tensor.at(...index), kind: "activation", input, index };
  });
  const { constant } = weights;
  if (constant) {
    const index = repeated(constant, [map, ...unit]);
    const value = constant.at(...index);
    const own: Operand = { name: "constant", tensor: constant, value, kind: "weight", input: null, index };
    if (layer.constant_first === true) operands.unshift(own);
    else operands.push(own);
  }
  return operands;
}

/** An index of the output as one of an operand: lined up at the last axis, 0 where the operand is repeated. */
export function repeated({ shape }: Tensor, index: readonly number[]): number[] {
  const own = index.slice(index.length - shape.length);
  return own.map((place, axis) => (shape[axis] === 1 ? 0 : place));
}

const readingsOf = (context: DetailContext, operands: readonly Operand[]): Reading[] =>
  operands.flatMap(({ input, index }) => (input === null ? [] : [cellAt(context, index, input)]));

/** Where an operand's number was read. */
const placeOf = ({ input, index, tensor }: Operand): { at?: CellLink } =>
  input === null ? {} : { at: linkTo(tensor, index, input) };

/** What an operand is called in the formula: a, b, c … */
export const letterOf = (place: number): string => String.fromCharCode(97 + (place % 26));

/** The rule, and which letter is which operand. */
const named = (rule: string, operands: readonly Operand[]): string =>
  `${rule}: ${operands.map(({ name }, i) => `${letterOf(i)} is ${name}`).join(", ")}.`;

export const add: Explain = (context) => {
  const operands = operandsOf(context);
  const values = operands.map(({ value }) => value);
  const value = outputAt(context);
  const decimals = decimalsFor(Math.max(...values.map(Math.abs), Math.abs(value)));
  const total = shown(value, decimals);
  const terms = shownTerms(values, total.ticks, decimals).map(
    (term, i): Part => ({
      ...fromShown(term, operands[i]?.kind ?? "activation"),
      ...placeOf(operands[i] as Operand),
    }),
  );
  return {
    readings: readingsOf(context, operands),
    rule: named(context.inputs.length > 1 ? "Added place by place" : "A constant is added", operands),
    formula: [
      [
        ...lettersOf(operands, " + "),
        " = ",
        ...joined(terms, " + "),
        " = ",
        { ...result(value), text: total.text },
      ],
    ],
  };
};

const lettersOf = (operands: readonly Operand[], sign: string): Part[] =>
  joined(
    operands.map((_, i) => letterOf(i)),
    sign,
  );

/** Operands with a sign between each two, all of them between two words. */
function together(rule: string, before: string, sign: string, behind: string): Explain {
  return (context) => {
    const operands = operandsOf(context);
    const numbers = operands.map(
      (operand): Part => ({ ...number(operand.value, operand.kind), ...placeOf(operand) }),
    );
    const put = (parts: Part[]): Part[] => [before, ...parts, `${behind} = `];
    return {
      readings: readingsOf(context, operands),
      rule: named(rule, operands),
      formula: [
        [...put(lettersOf(operands, sign)), ...put(joined(numbers, sign)), result(outputAt(context))],
      ],
    };
  };
}

export const subtract = together("The second is taken from the first", "", " − ", "");
export const multiply = together("Multiplied place by place", "", " · ", "");
export const divide = together("The first is divided by the second", "", " / ", "");
export const maximum = together("The largest, place by place", "max(", ", ", ")");
export const minimum = together("The smallest, place by place", "min(", ", ", ")");
