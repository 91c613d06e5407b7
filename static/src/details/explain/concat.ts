import type { DetailContext } from "../context.ts";
import { cellAt, type Explain, inputNumber, numberOf, outputAt, result } from "./explanation.ts";

export const concat: Explain = (context) => {
  const { input, index } = sourceOf(context);
  const axis = numberOf(context, "axis", 0);
  return {
    readings: [cellAt(context, index, input)],
    rule:
      axis === 0
        ? `The inputs' maps stand one after the other: map ${context.map} is map ${index[0]} of ${context.inputs[input]?.name}.`
        : `The inputs stand one after the other along axis ${axis}: this place is ${context.inputs[input]?.name}'s ${index[axis]}.`,
    formula: [["y = x = ", inputNumber(context, index, input), " = ", result(outputAt(context))]],
  };
};

/** Which input, and which of its values, a unit of a concatenation is. */
export function sourceOf(context: Pick<DetailContext, "inputs" | "map" | "unit" | "layer">): {
  input: number;
  index: number[];
} {
  const { inputs, map, unit, layer } = context;
  const axis = typeof layer.axis === "number" ? layer.axis : 0;
  const index = [map, ...unit];
  for (let input = 0; input < inputs.length; input++) {
    const length = inputs[input]?.tensor.shape[axis] ?? 0;
    if ((index[axis] ?? 0) < length) return { input, index };
    index[axis] = (index[axis] ?? 0) - length;
  }
  return { input: 0, index: [0] };
}
