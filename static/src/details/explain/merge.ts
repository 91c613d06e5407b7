import { decimalsFor, shown, shownTerms } from "../adding-up.ts";
import type { DetailContext } from "../context.ts";
import {
  type Explain,
  fromShown,
  inputAt,
  number,
  outputAt,
  ownCell,
  type Part,
  result,
} from "./explanation.ts";

export const add: Explain = (context) => {
  const values = context.inputs.map((_, input) => inputAt(context, input));
  const value = outputAt(context);
  const decimals = decimalsFor(Math.max(...values.map(Math.abs), Math.abs(value)));
  const total = shown(value, decimals);
  const parts = shownTerms(values, total.ticks, decimals).flatMap((term, i): Part[] => [
    ...(i === 0 ? [] : [" + "]),
    `${context.inputs[i]?.name} `,
    fromShown(term, "activation"),
  ]);
  return {
    readings: context.inputs.map((_, input) => ownCell(context, input)),
    rule: "The inputs are added, place by place.",
    formula: [[...parts, " = ", { ...result(value), text: total.text }]],
  };
};

export const concat: Explain = (context) => {
  const { input, channel } = sourceOf(context);
  const value = inputAt(context, input, channel);
  return {
    readings: [ownCell(context, input, channel)],
    rule: "The inputs' maps stand one after the other.",
    formula: [
      [
        `map ${context.map} is ${context.inputs[input]?.name} map ${channel}: `,
        number(value),
        " = ",
        result(outputAt(context)),
      ],
    ],
  };
};

/** Which input, and which of its channels, an output map of a concatenation is. */
export function sourceOf({ inputs, map }: Pick<DetailContext, "inputs" | "map">): {
  input: number;
  channel: number;
} {
  let channel = map;
  for (let input = 0; input < inputs.length; input++) {
    const channels = inputs[input]?.tensor.shape[0] ?? 0;
    if (channel < channels) return { input, channel };
    channel -= channels;
  }
  return { input: 0, channel: 0 };
}
