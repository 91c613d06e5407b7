/** Inputs (or an input and a constant) met value by value; of size 1 along an axis they are repeated there. */
import type { Kind } from "../../colour.ts";
import type { Tensor } from "../../wire/tensor.ts";
import { decimalsFor, shown, shownTerms } from "../adding-up.ts";
import type { DetailContext } from "../context.ts";
import {
  cellAt,
  type Explain,
  fromShown,
  number,
  outputAt,
  type Part,
  type Reading,
  result,
} from "./explanation.ts";

interface Operand {
  name: string;
  value: number;
  kind: Kind;
  reading: Reading | null;
}

/** The operands at the opened unit, in their order. */
function operandsOf(context: DetailContext): Operand[] {
  const { inputs, weights, layer, map, unit } = context;
  const operands = inputs.map(({ name, tensor }, input): Operand => {
    const index = repeated(tensor, [map, ...unit]);
    return { name, value: tensor.at(...index), kind: "activation", reading: cellAt(context, index, input) };
  });
  const { constant } = weights;
  if (constant) {
    const value = constant.at(...repeated(constant, [map, ...unit]));
    const own: Operand = { name: "constant", value, kind: "weight", reading: null };
    if (layer.constant_first === true) operands.unshift(own);
    else operands.push(own);
  }
  return operands;
}

/** An index of the output as one of an operand: lined up at the last axis, 0 where the operand is repeated. */
function repeated({ shape }: Tensor, index: readonly number[]): number[] {
  const own = index.slice(index.length - shape.length);
  return own.map((place, axis) => (shape[axis] === 1 ? 0 : place));
}

const readingsOf = (operands: readonly Operand[]): Reading[] =>
  operands.flatMap(({ reading }) => (reading ? [reading] : []));

export const add: Explain = (context) => {
  const operands = operandsOf(context);
  const values = operands.map(({ value }) => value);
  const value = outputAt(context);
  const decimals = decimalsFor(Math.max(...values.map(Math.abs), Math.abs(value)));
  const total = shown(value, decimals);
  const parts = shownTerms(values, total.ticks, decimals).flatMap((term, i): Part[] => [
    ...(i === 0 ? [] : [" + "]),
    `${operands[i]?.name} `,
    fromShown(term, operands[i]?.kind ?? "activation"),
  ]);
  return {
    readings: readingsOf(operands),
    rule: context.inputs.length > 1 ? "The inputs are added, place by place." : "A constant is added.",
    formula: [[...parts, " = ", { ...result(value), text: total.text }]],
  };
};

/** a ∘ b with the two numbers in place. */
function between(rule: string, sign: string): Explain {
  return joined(rule, "", ` ${sign} `, "");
}

function joined(rule: string, before: string, between: string, behind: string): Explain {
  return (context) => {
    const operands = operandsOf(context);
    const parts = operands.flatMap(({ name, value, kind }, i): Part[] => [
      i === 0 ? before : between,
      `${name} `,
      number(value, kind),
    ]);
    const formula: Part[] = [...parts, `${behind} = `, result(outputAt(context))];
    return { readings: readingsOf(operands), rule, formula: [formula] };
  };
}

export const subtract = between("The second is taken from the first, place by place.", "−");
export const multiply = between("The inputs are multiplied, place by place.", "·");
export const divide = between("The first is divided by the second, place by place.", "/");
export const maximum = joined("The larger of the two, place by place.", "max(", ", ", ")");
export const minimum = joined("The smaller of the two, place by place.", "min(", ", ", ")");
