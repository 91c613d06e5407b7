/** Values that were put elsewhere, or joined: their gradients go back to where they came from. */
import type { DetailContext } from "../context.ts";
import { sourceOf } from "../explain/concat.ts";
import { padSource, type Source, sameOrder, shifted, sliced, transposed } from "../explain/copies.ts";
import { isKnown, mixedAt } from "../explain/resize.ts";
import type { Family } from "./back.ts";
import { dBy } from "./shares.ts";
import { type Tap, wired } from "./wiring.ts";

const ONE = { local: 1, localText: "1" };
const SAME = [[dBy("x"), " = ", dBy("y")]];
const SUM = [[dBy("x"), " = Σ ", dBy("y")]];

const isChannelwise = ({ output, inputs }: DetailContext): boolean =>
  output.shape.length > 1 && output.shape[0] === inputs[0]?.tensor.shape[0];

function copied(rule: string, source: Source, nothing: string, isRepeated = false): Family {
  return {
    input: wired({
      rule,
      symbols: isRepeated ? SUM : SAME,
      nothing,
      taps: (output): Tap[] => {
        const index = source(output, output.inputs[0]?.tensor.shape ?? []);
        return index ? [{ index, ...ONE }] : [];
      },
    }),
  };
}

export const reshape = copied("The gradient is put back into the axes that the values had.", sameOrder, "");

export const flatten = copied(
  "The row of gradients is laid out as maps again, in the same order.",
  sameOrder,
  "",
);

export const transpose = copied("The axes are put back into their order.", transposed, "");

export const slice = copied(
  "What was taken gets its gradient; what was left out answers for nothing.",
  sliced,
  "This value was left out",
);

export const pad = copied(
  "What stood inside gets its gradient, and where the frame repeats or mirrors a value, that of each copy too.",
  padSource,
  "",
  true,
);

export const temporalShift = copied(
  "The gradients go back to the frames that the values came from.",
  shifted,
  "This value was shifted out of the clip",
);

export const concat: Family = {
  input: wired({
    rule: (context) =>
      `The gradient is split as the maps were joined: ${context.back?.way.to} gets the part that is its own.`,
    symbols: SAME,
    taps: (output, input): Tap[] => {
      const source = sourceOf(output);
      return source.input === input ? [{ index: source.index, ...ONE }] : [];
    },
  }),
};

export const resize: Family = {
  input: wired({
    rule: "Every output sends its gradient back to the values it was mixed of, to each by its share.",
    symbols: [[dBy("x"), " = Σ ", dBy("y"), " · share"]],
    nothing: "No output was made of this value",
    ownMap: isChannelwise,
    taps: (output): Tap[] =>
      isKnown(output)
        ? mixedAt(output).map(({ index, share }) => ({
            index: [output.map, ...index],
            local: share,
            localText: String(Number(share.toFixed(4))),
          }))
        : [],
  }),
};
