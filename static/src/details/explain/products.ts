/** Matrix products, and convolutions that have no view of their own yet: sums of products. */
import { describeUnit, type Unit, unitAt } from "../../graph/raster.ts";
import type { DetailContext } from "../context.ts";
import { cellOf, groupOf, windowRule } from "../geometry.ts";
import { limitFor } from "../limits.ts";
import { windowOver } from "../window.ts";
import { tooManyWeights } from "./dense.ts";
import { type Explain, frameOf, numbersOf, outputAt, type Reading } from "./explanation.ts";
import { tallied, type Vote } from "./votes.ts";

/** A convolution along any number of axes. */
export const convolution: Explain = (context) => {
  const { layer, inputs, weights, map, unit, output } = context;
  const tensor = inputs[0]?.tensor;
  if (!weights.weight || !tensor) return tooManyWeights(context);
  const kernel = weights.weight.map(map);
  const cells = windowOver(layer, unit, tensor.shape.slice(1));
  const { first, count } = groupOf(map, output.shape[0] ?? 1, tensor.shape[0] ?? 1, layer.groups ?? 1);
  const votes = Array.from({ length: count }, (_, i) => first + i).flatMap((channel, i) =>
    cells.map(
      ({ at, inside }, cell): Vote => ({
        label: inside ? placeIn(channel, at) : `channel ${channel}, padding`,
        input: inside ? tensor.at(channel, ...at) : 0,
        weight: kernel[i * cells.length + cell] as number,
      }),
    ),
  );
  const middle = cells.filter(({ inside }) => inside);
  const frame = frameOf(middle[middle.length >> 1]?.at ?? [], tensor);
  return {
    readings: [{ input: 0, channel: first, frame, window: { rule: windowRule(layer), unit: cellOf(unit) } }],
    rule: `Every value under the window (${layer.kernel?.join("×")}, in ${count} channels) times its weight, and the bias.${unit.length > 2 ? " Places are frame, row, column." : ""}`,
    ...sumOf(context, votes, cells.length),
  };
};

/** Where a value lies; of a clip in few words, because the column is narrow. */
function placeIn(channel: number, at: Unit): string {
  return at.length > 2 ? `ch. ${channel}: ${at.join(", ")}` : `channel ${channel}, ${describeUnit(at)}`;
}

/** Each output adds up what the inputs lay onto it: those whose kernel reaches it. */
export const transposedConvolution: Explain = (context) => {
  const { layer, inputs, weights, map, output } = context;
  const tensor = inputs[0]?.tensor;
  if (!weights.weight || !tensor) return tooManyWeights(context);
  const channels = tensor.shape[0] ?? 1;
  const groups = layer.groups ?? 1;
  const filters = (output.shape[0] ?? 1) / groups;
  const perGroup = channels / groups;
  const first = Math.floor(map / filters) * perGroup;
  const taps = tapsOf(context, tensor.shape.slice(1));
  const votes = Array.from({ length: perGroup }, (_, i) => first + i).flatMap((channel) =>
    taps.map(
      ({ at, cell }): Vote => ({
        label: `channel ${channel} at ${at.join(", ")}`,
        input: tensor.at(channel, ...at),
        weight: weights.weight?.at(channel, map % filters, ...cell) ?? Number.NaN,
      }),
    ),
  );
  const readings: Reading[] = taps.length ? [{ input: 0, channel: first }] : [];
  return {
    readings,
    rule: "Each input value lays its kernel, times itself, onto the output; what overlaps here is added.",
    ...sumOf(context, votes, taps.length),
  };
};

/** The places of the input whose kernels reach the opened unit, and by which of their cells. */
function tapsOf(
  { layer, unit }: DetailContext,
  lengths: readonly number[],
): { at: number[]; cell: number[] }[] {
  const kernel = layer.kernel ?? lengths.map(() => 1);
  const count = kernel.reduce((all, each) => all * each, 1);
  return Array.from({ length: count }, (_, i) => unitAt(i, kernel)).flatMap((cell) => {
    const at = cell.map((step, axis) => {
      const reached = (unit[axis] ?? 0) + (layer.padding?.[axis] ?? 0) - step * (layer.dilation?.[axis] ?? 1);
      return reached / (layer.stride?.[axis] ?? 1);
    });
    const exists = at.every(
      (place, axis) => Number.isInteger(place) && place >= 0 && place < (lengths[axis] ?? 1),
    );
    return exists ? [{ at, cell }] : [];
  });
}

/** …×M×K times …×K×N: a row of the first with a column of the second. */
export const matrixProduct: Explain = (context) => {
  const { inputs, weights, map, unit } = context;
  const a = inputs[0]?.tensor;
  const b = inputs[1]?.tensor ?? weights.weight;
  if (!a || !b) return tooManyWeights(context);
  const index = [map, ...unit];
  const isRow = a.shape.length === 1;
  const column = index.at(-1) ?? 0;
  const row = isRow ? [] : index.slice(0, -1);
  const length = a.shape.at(-1) ?? 1;
  const lined = (place: readonly number[], shape: readonly number[]) =>
    place.slice(place.length - shape.length).map((each, axis) => (shape[axis] === 1 ? 0 : each));
  const votes = Array.from(
    { length },
    (_, k): Vote => ({
      label: `${inputs[0]?.name} ${[...row, k].join(", ")}`,
      input: a.at(...(isRow ? [k] : lined([...row, k], a.shape))),
      weight: b.at(...lined([...row.slice(0, -1), k, column], b.shape)),
      weightKind: weights.weight ? "weight" : "activation",
    }),
  );
  return {
    readings: [],
    rule: `A row of ${inputs[0]?.name} with a column of ${inputs[1]?.name ?? "the weights"}: products, added.`,
    ...sumOf(context, votes),
  };
};

function sumOf(context: DetailContext, votes: Vote[], row = 1) {
  const { weights, map, unit, output, layer } = context;
  const bias = numbersOf(context, "kernel") && layer.parameters > 0 ? (weights.bias?.at(map) ?? null) : null;
  const name = unit.length ? `unit ${unit.join(", ")}` : `unit ${map}`;
  return tallied({
    name,
    called: "products",
    votes,
    bias,
    value: outputAt(context),
    limit: limitFor(output),
    row,
  });
}
