/** Convolutions of every kind: the products of one unit, which the opened view shows cell by cell. */
import { axisWords, describeUnit } from "../../graph/raster.ts";
import { windowSentences } from "../conv-words.ts";
import { openFilter, type Product, sumOfUnit } from "../convolution.ts";
import { limitFor } from "../limits.ts";
import { tooManyWeights } from "./dense.ts";
import { type Explain, outputAt } from "./explanation.ts";
import { tallied, type Vote } from "./votes.ts";

export const convolution: Explain = (context) => {
  const { weights, unit, output } = context;
  if (!weights.weight) return tooManyWeights(context);
  const filter = openFilter(context);
  const { channels, bias } = sumOfUnit(filter, unit);
  const votes = channels.flatMap(({ channel, products }) =>
    products.map(
      (product): Vote => ({
        label: `channel ${channel}, ${placeOf(product)}`,
        place: [String(channel), ...partsOf(product, filter.window.isTransposed)],
        input: product.input,
        weight: product.weight,
      }),
    ),
  );
  return {
    readings: [],
    rule: windowSentences(filter).join(" "),
    ...tallied({
      name: `unit ${unit.join(", ")}`,
      called: "products",
      votes,
      bias: weights.bias ? bias.value : null,
      value: outputAt(context),
      limit: limitFor(output),
      row: channels[0]?.products.length ?? 1,
      places: ["channel", ...axisWords(unit.length)],
    }),
  };
};

/** The place axis by axis; one in the padding lies before or behind the input's, a zero between two values at none. */
const partsOf = ({ cell: { at, place } }: Product, isTransposed: boolean): string[] =>
  at || !isTransposed ? (at ?? place).map(String) : place.map(() => "–");

const placeOf = ({ cell: { at, zero } }: Product): string =>
  at ? describeUnit(at) : zero === "padding" ? "padding" : "a zero between two values";
