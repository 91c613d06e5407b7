import { type Explain, outputAt, result } from "./explanation.ts";

export const flatten: Explain = (context) => {
  const [, height = 1, width = 1] = context.inputs[0]?.tensor.shape ?? [];
  const { map: index } = context;
  const channel = Math.floor(index / (height * width));
  const [y, x] = [Math.floor(index / width) % height, index % width];
  const rule = { kernel: [1, 1], stride: [1, 1], padding: [0, 0, 0, 0], dilation: [1, 1] } as const;
  return {
    readings: [{ input: 0, channel, window: { rule, unit: [y, x] } }],
    rule: "The maps are laid out in one row: map by map, row by row.",
    formula: [
      [`(map ${channel} · ${height} + row ${y}) · ${width} + column ${x} = ${index}`],
      [`value ${index} = `, result(outputAt(context))],
    ],
  };
};
