import { formatNumber } from "../../format.ts";
import { decimalsFor, shown, shownTerms } from "../adding-up.ts";
import type { DetailContext } from "../context.ts";
import {
  type Explain,
  fromShown,
  inputAt,
  number,
  numberOf,
  outputAt,
  ownCell,
  result,
  type Term,
} from "./explanation.ts";

/** From here on the powers would leave what float64 holds with room to spare. */
const LARGEST_POWER = 80;
const MOST_TERMS = 20;

/** The values that share 1 with the opened unit's, and which of them is its own. */
export function scoresAlong(context: DetailContext): { scores: number[]; own: number; axis: number } {
  const { inputs, map, unit } = context;
  const tensor = inputs[0]?.tensor;
  const axis = numberOf(context, "axis", 0);
  const index = [map, ...unit];
  const scores = Array.from({ length: tensor?.shape[axis] ?? 1 }, (_, place) =>
    tensor ? tensor.at(...index.map((each, i) => (i === axis ? place : each))) : Number.NaN,
  );
  return { scores, own: index[axis] ?? 0, axis };
}

export const softmax: Explain = (context) => {
  const { classes } = context;
  const { scores, own, axis } = scoresAlong(context);
  const largest = Math.max(...scores);
  const shift = largest > LARGEST_POWER ? largest : 0;
  const powers = scores.map((score) => Math.exp(score - shift));
  const exact = powers.reduce((sum, power) => sum + power, 0);
  const decimals = decimalsFor(exact);
  const total = shown(exact, decimals);
  const name = (place: number) => (axis === 0 && classes[place]) || `value ${place}`;
  const shownPowers = shownTerms(powers, total.ticks, decimals);
  const minus = shift ? ` − ${formatNumber(shift)}` : "";
  const list = shownPowers.map(
    (power, place): Term => ({
      label: name(place),
      parts: ["e^(", number(scores[place] as number), `${minus})`],
      shown: power,
    }),
  );
  const ownPower = shownPowers[own] ?? shown(powers[own] ?? Number.NaN, decimals);
  return {
    readings: [ownCell(context)],
    rule: "eˣ / Σ eˣ: scores become shares of 1.",
    formula: [
      [`${name(own)}: e^(`, number(scores[own] ?? Number.NaN), `${minus}) / Σ`],
      [
        "= ",
        fromShown(ownPower, "activation"),
        " / ",
        fromShown(total, "activation"),
        " = ",
        result(outputAt(context)),
      ],
    ],
    ...(scores.length <= MOST_TERMS && { terms: { heading: "Σ eˣ", list, total } }),
  };
};

export const logSoftmax: Explain = (context) => {
  const { scores } = scoresAlong(context);
  const largest = Math.max(...scores);
  const logSum = largest + Math.log(scores.reduce((sum, score) => sum + Math.exp(score - largest), 0));
  return {
    readings: [ownCell(context)],
    rule: "x − ln Σ eˣ: the logarithm of the softmax.",
    formula: [[number(inputAt(context)), " − ", number(logSum), " = ", result(outputAt(context))]],
  };
};
