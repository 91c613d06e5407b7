import { formatNumber } from "../../format.ts";
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
  type Term,
} from "./explanation.ts";

type Line = (x: Part, context: DetailContext, value: number) => Part[];

/** An activation looks at one value alone. */
function pointwise(rule: string, line: Line): Explain {
  return (context) => {
    const x = inputAt(context);
    return {
      readings: [ownCell(context)],
      rule,
      formula: [[...line(number(x), context, x), " = ", result(outputAt(context))]],
    };
  };
}

export const relu = pointwise("max(0, x): what is negative becomes zero.", (x) => ["max(0, ", x, ")"]);

export const leakyRelu = pointwise(
  "What is negative is made small: x, or slope · x below zero.",
  (x, { layer }, value) => (value < 0 ? [`${layer.slope ?? 0.01} · `, x] : ["x = ", x]),
);

export const sigmoid = pointwise("1 / (1 + e⁻ˣ): between 0 and 1.", (x, _context, value) => [
  "1 / (1 + e^−(",
  x,
  ")) = 1 / (1 + ",
  number(Math.exp(-value)),
  ")",
]);

export const tanh = pointwise("(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ): between −1 and 1.", (x) => ["tanh(", x, ")"]);

export const dropout = pointwise(
  "In training, values are set to zero at random. In use, as here, all pass as they are.",
  (x) => ["x = ", x],
);

/** From here on the powers would leave what float64 holds with room to spare. */
const LARGEST_POWER = 80;
const MOST_TERMS = 20;

export const softmax: Explain = (context) => {
  const { inputs, classes, map } = context;
  const channels = inputs[0]?.tensor.shape[0] ?? 1;
  const scores = Array.from({ length: channels }, (_, channel) => inputAt(context, 0, channel));
  const largest = Math.max(...scores);
  const shift = largest > LARGEST_POWER ? largest : 0;
  const powers = scores.map((score) => Math.exp(score - shift));
  const exact = powers.reduce((sum, power) => sum + power, 0);
  const decimals = decimalsFor(exact);
  const total = shown(exact, decimals);
  const name = (channel: number) => classes[channel] ?? `value ${channel}`;
  const shownPowers = shownTerms(powers, total.ticks, decimals);
  const minus = shift ? ` − ${formatNumber(shift)}` : "";
  const list = shownPowers.map(
    (power, channel): Term => ({
      label: name(channel),
      parts: ["e^(", number(scores[channel] as number), `${minus})`],
      shown: power,
    }),
  );
  const own = shownPowers[map] ?? shown(powers[map] ?? Number.NaN, decimals);
  return {
    readings: [ownCell(context)],
    rule: "eˣ / Σ eˣ: scores become shares of 1.",
    formula: [
      [`${name(map)}: e^(`, number(scores[map] ?? Number.NaN), `${minus}) / Σ`],
      [
        "= ",
        fromShown(own, "activation"),
        " / ",
        fromShown(total, "activation"),
        " = ",
        result(outputAt(context)),
      ],
    ],
    ...(channels <= MOST_TERMS && { terms: { heading: "Σ eˣ", list, total } }),
  };
};
