/** A convolution's way back, as the operations that it is made of: all of them convolutions again. */
import type { LayerDescription } from "../../wire/events.ts";
import type { DetailContext } from "../context.ts";

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

export const isTransposed = ({ op }: Pick<LayerDescription, "op">): boolean => op.startsWith("convtranspose");

type Mirrored = Pick<DetailContext, "inputs" | "weights" | "layer"> & { forward: DetailContext };

/** What is special about the context of dL/dX: the same kernels, and no bias. */
export function mirrorInput({ layer, weights }: Mirrored): Partial<DetailContext> {
  return { layer: toInput(layer), weights: weights.weight ? { weight: weights.weight } : {} };
}

/** What is special about the context of dL/dW: the input beside dL/dY, and no weights. */
export function mirrorWeights({ layer, inputs, forward }: Mirrored): Partial<DetailContext> {
  const [upstream, local] = [inputs[0], forward.inputs[0]] as DetailContext["inputs"];
  const slides = isTransposed(layer) ? local : upstream;
  return {
    layer: toWeights(layer, slides?.tensor.shape.slice(1) ?? []),
    inputs: [upstream, local].flatMap((each) => (each ? [each] : [])),
    weights: {},
  };
}
