/** Functions of one value: the gradient is multiplied with the function's slope where the value stood. */
import { formatPercent } from "../../format.ts";
import { indexOf, unitAt } from "../../graph/raster.ts";
import { Tensor } from "../../wire/tensor.ts";
import type { DetailContext } from "../context.ts";
import { shareOf } from "../distribution.ts";
import { curveOf, leaky } from "../explain/curves.ts";
import { type Explain, type Facts, number, type Part, power } from "../explain/explanation.ts";
import { curveAt, slopeFor } from "../explain/functions.ts";
import { type Family, forwardAt } from "./back.ts";
import { dBy, downstreamIndex, localNumber, type Share, summed } from "./shares.ts";

const input: Explain = (context) => {
  const forward = forwardAt(context);
  const at = downstreamIndex(context);
  const local = context.inputs[1]?.tensor.data[at] ?? Number.NaN;
  const share: Share = { at, local, localAt: { input: 1, index: at } };
  const curve = curveAt(forward);
  return {
    ...summed(context, [share], { kind: "gradient" }),
    rule:
      local === 0 ? DIED : "The gradient is multiplied with the slope of the function where the value stood.",
    symbols: [[dBy("x"), " = ", dBy("y"), " · f′(x)"]],
    derivative: [["f′(x) = ", ...slopeWords(forward), localNumber(share, "gradient")]],
    ...(curve && { curve }),
    compares: "layer",
    facts: died(context),
  };
};

const DIED = "The function is flat where this value stood: its slope is 0, and the gradient dies here.";

/** How the slope follows from what is known already, where there is a short word for it. */
function slopeWords({ layer, output, map, unit }: DetailContext): Part[] {
  const y = number(output.at(map, ...unit));
  if (layer.op === "sigmoid") return ["y · (1 − y) = ", y, " · (1 − ", y, ") = "];
  if (layer.op === "tanh") return ["1 − ", power(["y"], ["2"]), " = 1 − ", power([y], ["2"]), " = "];
  if (layer.op === "exp") return ["y = "];
  return [];
}

/** Beside upstream, the slope at every value. */
function mirror(context: DetailContext): Partial<DetailContext> {
  const local = { name: "f′(x)", tensor: slopesOf(forwardAt(context)) };
  return {
    inputs: [...context.inputs, local],
    kinds: { ...context.kinds, inputs: ["gradient", "gradient"] },
  };
}

/** By the layers' outputs: several layers may have the same input. */
const slopes = new WeakMap<Tensor, Tensor>();

function slopesOf({ layer, inputs, output, weights }: DetailContext): Tensor {
  const { tensor } = inputs[0] as DetailContext["inputs"][number];
  const known = slopes.get(output);
  if (known) return known;
  const curve = curveOf(layer);
  const learned = weights.weight;
  const slopeAt = (x: number, i: number) => {
    if (curve) return curve.slope(x);
    const own = learned?.at(...slopeFor(learned.shape, unitAt(i, tensor.shape)));
    return leaky(own ?? Number.NaN).slope(x);
  };
  const found = new Tensor(tensor.shape, tensor.data.map(slopeAt));
  slopes.set(output, found);
  return found;
}

/** Where the gradient dies: on how many values the function is flat, and how much of the gradient that took. */
function died({ inputs, output, map }: DetailContext): Facts {
  const [upstream, local] = inputs.map(({ tensor }) => tensor) as [Tensor, Tensor];
  const row = (name: string, of: (up: Float32Array, slope: Float32Array, down: Float32Array) => string) => ({
    name,
    cells: [
      of(upstream.map(map), local.map(map), output.map(map)),
      of(upstream.data, local.data, output.data),
    ],
  });
  const rows = [
    row("slope 0: died", (_, slope) => formatPercent(shareOf(slope, (each) => each === 0))),
    row("of |dL/dY| passed", (up, _, down) => formatPercent(sizeOf(down) / (sizeOf(up) || 1))),
  ];
  if (output.map(0).length > 1) return { columns: ["this map", "whole layer"], rows };
  return { columns: ["whole layer"], rows: rows.map(({ name, cells }) => ({ name, cells: cells.slice(1) })) };
}

const sizeOf = (values: Float32Array): number => values.reduce((sum, each) => sum + Math.abs(each), 0);

/** A learned slope answers for every negative value that it was multiplied with. */
const slope: Explain = (context) => {
  const { tensor } = context.inputs[1] as DetailContext["inputs"][number];
  const own = downstreamIndex(context);
  const shares: Share[] = [];
  for (const [at, x] of tensor.data.entries()) {
    const isOwn =
      indexOf(slopeFor(context.output.shape, unitAt(at, tensor.shape)), context.output.shape) === own;
    if (isOwn && x < 0) shares.push({ at, local: x, localAt: { input: 1, index: at } });
  }
  return {
    ...summed(context, shares, { kind: "activation", nothing: "No value was negative" }),
    rule: "A learned slope answers for every negative value that it was multiplied with.",
    symbols: [[dBy("a"), " = Σ ", dBy("y"), " · min(x, 0)"]],
  };
};

export const functions: Family = {
  input: { explain: input, mirror },
  parameters: {
    weight: {
      explain: slope,
      symbol: "a",
      called: "the slopes",
      mirror: ({ inputs, kinds, back }) => ({
        inputs: [...inputs, ...(back?.forward.inputs ?? [])],
        kinds: { ...kinds, inputs: ["gradient", "activation"] },
      }),
    },
  },
};
