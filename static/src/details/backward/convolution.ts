/** A convolution's way back, as the operations that it is made of: all of them convolutions again. */
import { axisWords } from "../../graph/raster.ts";
import type { LayerDescription } from "../../wire/events.ts";
import { sizeOf } from "../../wire/tensor.ts";
import { type DetailContext, inputKind } from "../context.ts";
import { openCorrelation, rowOf, votesOf } from "../correlation.ts";
import { correlationSymbols } from "../correlation-formula.ts";
import { convolution as explainConvolution } from "../explain/convolution.ts";
import { type Explain, outputAt, sub } from "../explain/explanation.ts";
import { tallied } from "../explain/votes.ts";
import { limitFor } from "../limits.ts";
import { isTransposed } from "../operation-names.ts";
import type { Family } from "./back.ts";
import { dBy, summed } from "./shares.ts";

const AXES = /\d(?=d$)/;

/**
 * dL/dX of a convolution is what a transposed one with the same kernels makes of dL/dY, and the other way round:
 * zeros between the values where there is a stride, and the kernel turned by 180°.
 */
export function toInput(layer: LayerDescription): LayerDescription {
  const axes = AXES.exec(layer.op)?.[0] ?? "2";
  return { ...layer, op: isTransposed(layer) ? `conv${axes}d` : `convtranspose${axes}d` };
}

/**
 * dL/dW is a correlation of the input with dL/dY (of a transposed convolution, of dL/dY with the input): what slides
 * is as large as all places of a map; it goes as far from weight to weight as the dilation says, and its values lie
 * as far apart as the stride.
 *
 * `lengths`: of the axes of what slides. `slides_over`: which of the inputs, dL/dY (0) or X (1), it slides over.
 */
export function toWeights(layer: LayerDescription, lengths: readonly number[]): LayerDescription {
  const axes = AXES.exec(layer.op)?.[0] ?? "2";
  const ones = lengths.map(() => 1);
  return {
    ...layer,
    op: `correlation${axes}d`,
    kernel: [...lengths],
    stride: layer.dilation ?? ones,
    dilation: layer.stride ?? ones,
    slides_over: isTransposed(layer) ? 0 : 1,
  };
}

/** Kept, so that one layer stays one layer from step to step. */
function kept<K extends object, V>(make: (of: K) => V): (of: K) => V {
  const known = new WeakMap<K, V>();
  return (of) => {
    const found = known.get(of) ?? make(of);
    known.set(of, found);
    return found;
  };
}

const layerToInput = kept(toInput);
const withoutBias = kept(({ weight }: DetailContext["weights"]): DetailContext["weights"] =>
  weight ? { weight } : {},
);
const summing = kept((layer: LayerDescription): LayerDescription => ({ ...layer, op: "reduce_sum" }));
const layersToWeights = kept((_: LayerDescription) => new Map<string, LayerDescription>());

type Mirrored = Pick<DetailContext, "inputs" | "weights" | "layer"> & { forward: DetailContext };

/** What is special about the context of dL/dX: the same kernels, and no bias. */
export function mirrorInput({ layer, weights }: Omit<Mirrored, "inputs">): Partial<DetailContext> {
  return { layer: layerToInput(layer), weights: withoutBias(weights) };
}

/** What is special about the context of dL/dW: the input beside dL/dY, and no weights. */
export function mirrorWeights({ layer, inputs, forward }: Mirrored): Partial<DetailContext> {
  const [upstream, local] = [inputs[0], forward.inputs[0]] as DetailContext["inputs"];
  const lengths = (isTransposed(layer) ? local : upstream)?.tensor.shape.slice(1) ?? [];
  const layers = layersToWeights(layer);
  const mirrored = layers.get(String(lengths)) ?? toWeights(layer, lengths);
  layers.set(String(lengths), mirrored);
  return {
    layer: mirrored,
    inputs: [upstream, local].flatMap((each) => (each ? [each] : [])),
    weights: {},
    kinds: { inputs: ["gradient", inputKind(forward, 0)], weights: "gradient", output: "gradient" },
  };
}

const forwardOf = (context: DetailContext): DetailContext => context.back?.forward ?? context;

/** One weight's gradient: the products of all places. */
const weight: Explain = (context) => {
  const opened = openCorrelation(context);
  return {
    readings: [],
    rule: "A weight is used at every place: what it read there, times what comes back there, adds up to its gradient.",
    symbols: [correlationSymbols(opened)],
    ...tallied({
      name: "dL/dw",
      called: "products",
      votes: votesOf(opened),
      bias: null,
      value: outputAt(context),
      limit: limitFor(context.output),
      row: rowOf(opened),
      places: axisWords(opened.window.kernel.length),
    }),
  };
};

/** The bias is added at every place of its map. */
const bias: Explain = (context) => {
  const { inputs, map } = context;
  const [, ...axes] = inputs[0]?.tensor.shape ?? [];
  const count = sizeOf(axes);
  const shares = Array.from({ length: count }, (_, i) => ({ at: map * count + i, local: 1, localText: "1" }));
  return {
    ...summed(context, shares, { kind: "weight" }),
    rule: `The bias is added at every place of map ${map}: its gradient is the sum of dL/dY over all ${count} of them.`,
    symbols: [[dBy("b"), " = ", sub("Σ", "i, j"), " ", dBy("y")]],
  };
};

/** The same for a convolution along any number of axes, and for a transposed one. */
export const convolution: Family = {
  input: {
    explain: explainConvolution,
    mirror: (context) => mirrorInput({ ...context, forward: forwardOf(context) }),
    view: "convolution",
  },
  parameters: {
    weight: {
      explain: weight,
      symbol: "W",
      called: "the weights",
      mirror: (context) => mirrorWeights({ ...context, forward: forwardOf(context) }),
      view: "correlation",
    },
    bias: {
      explain: bias,
      symbol: "b",
      called: "the biases",
      mirror: ({ layer }) => ({ layer: summing(layer), weights: {} }),
    },
  },
};
