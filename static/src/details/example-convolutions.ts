/** Convolutions of every kind for tests, computed product by product, forward and backward. */
import { indexOf, unitAt } from "../graph/raster.ts";
import type { Playhead } from "../playhead.ts";
import type { LayerDescription } from "../wire/events.ts";
import { Tensor } from "../wire/tensor.ts";
import { type DetailContext, FORWARD_KINDS } from "./context.ts";
import { isTransposed } from "./operation-names.ts";

type Numbers = { next(): { value: number } };

function* randoms(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    yield state / 2 ** 31 - 1;
  }
}

const tensor = (shape: number[], random: Numbers, size = 1): Tensor =>
  new Tensor(
    shape,
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.next().value * size),
  );

export interface Case {
  op?: string;
  /** Channels, then an axis each. */
  input: [number, ...number[]];
  filters: number;
  kernel: number[];
  stride?: number[];
  /** Before every axis, then behind every axis. */
  padding?: number[];
  dilation?: number[];
  groups?: number;
  outputPadding?: number[];
}

/** A case with all its hyperparameters. */
function complete(shape: Case) {
  const { input, kernel } = shape;
  const [channels, ...lengths] = input;
  const ones = kernel.map(() => 1);
  const zeros = [...kernel, ...kernel].map(() => 0);
  const { stride = ones, padding = zeros, dilation = ones, groups = 1, outputPadding = zeros } = shape;
  const op = shape.op ?? `conv${kernel.length}d`;
  return { ...shape, op, channels, lengths, stride, padding, dilation, groups, outputPadding };
}

const extentOf = ({ kernel, dilation }: ReturnType<typeof complete>, axis: number) =>
  ((kernel[axis] as number) - 1) * (dilation[axis] as number) + 1;

export const countOf = (lengths: readonly number[]) => lengths.reduce((all, each) => all * each, 1);

/** Lengths of the output's axes. */
function unitsOf(shape: ReturnType<typeof complete>): number[] {
  const { lengths, kernel, padding, stride, outputPadding } = shape;
  const axes = kernel.length;
  return lengths.map((length, axis) => {
    const [before, behind] = [padding[axis] as number, padding[axes + axis] as number];
    const [extent, step] = [extentOf(shape, axis), stride[axis] as number];
    return isTransposed(shape)
      ? (length - 1) * step + extent - before - behind + (outputPadding[axis] as number)
      : Math.floor((length + before + behind - extent) / step) + 1;
  });
}

/** Where one product's factors are: indices into input and weights, and into the output that it counts in. */
interface Factors {
  x: number[];
  w: number[];
  y: number[];
}

/** Every product of a layer, one loop inside the other. */
function* productsOf(shape: ReturnType<typeof complete>, units: number[]): Generator<Factors> {
  const { channels, filters, lengths, kernel, stride, padding, dilation, groups } = shape;
  /** Each input value, kernel cell and filter: from the smaller of the two grids to the larger. */
  const [small, large] = isTransposed(shape) ? [lengths, units] : [units, lengths];
  for (let filter = 0; filter < filters; filter++)
    for (let channel = 0; channel < channels; channel++) {
      if (Math.floor(filter / (filters / groups)) !== Math.floor(channel / (channels / groups))) continue;
      const own = isTransposed(shape)
        ? [channel, filter % (filters / groups)]
        : [filter, channel % (channels / groups)];
      for (let s = 0; s < countOf(small); s++)
        for (let k = 0; k < countOf(kernel); k++) {
          const from = unitAt(s, small);
          const cell = unitAt(k, kernel);
          const to = from.map(
            (each, axis) =>
              each * (stride[axis] as number) -
              (padding[axis] as number) +
              (cell[axis] as number) * (dilation[axis] as number),
          );
          if (to.some((each, axis) => each < 0 || each >= (large[axis] as number))) continue;
          const [place, unit] = isTransposed(shape) ? [from, to] : [to, from];
          yield { x: [channel, ...place], w: [...own, ...cell], y: [filter, ...unit] };
        }
    }
}

/** Adds to one value of a tensor, in float32 as an engine does. */
function add(to: Tensor, index: number[], value: number): void {
  const place = indexOf(index, to.shape);
  to.data[place] = Math.fround((to.data[place] as number) + Math.fround(value));
}

const zeros = (shape: readonly number[]) => new Tensor(shape, new Float32Array(countOf(shape)));

/** A convolution layer's context with its gradients, for a loss whose gradient at the output is at random. */
export function convolved(given: Case, seed = 1, size = 1): DetailContext {
  const shape = complete(given);
  const { op, channels, lengths, kernel, groups, filters } = shape;
  const random = randoms(seed);
  const input = tensor([channels, ...lengths], random, size);
  const filterShape = isTransposed(shape) ? [channels, filters / groups] : [filters, channels / groups];
  const weight = tensor([...filterShape, ...kernel], random);
  const bias = tensor([filters], random);
  const units = unitsOf(shape);
  const output = zeros([filters, ...units]);
  for (let o = 0; o < output.data.length; o++) output.data[o] = bias.at(Math.floor(o / countOf(units)));
  const dOutput = tensor([filters, ...units], random, size);
  const [dInput, dWeight, dBias] = [zeros(input.shape), zeros(weight.shape), zeros([filters])];
  for (const { x, w, y } of productsOf(shape, units)) {
    add(output, y, input.at(...x) * weight.at(...w));
    add(dInput, x, dOutput.at(...y) * weight.at(...w));
    add(dWeight, w, dOutput.at(...y) * input.at(...x));
  }
  dOutput.data.forEach((value, o) => {
    add(dBias, [Math.floor(o / countOf(units))], value);
  });
  return {
    layer: { ...shape, name: "conv", op } as unknown as LayerDescription,
    inputs: [{ name: "input", tensor: input }],
    output,
    weights: { weight, bias },
    gradient: { dOutput, dInputs: [dInput], dParameters: { weight: dWeight, bias: dBias }, senders: [] },
    classes: [],
    isLogits: false,
    kinds: FORWARD_KINDS,
    wrt: "",
    how: "",
    pass: "forward",
    map: 0,
    unit: units.map(() => 0),
    product: null,
    depth: "layer",
    grain: "position",
    playhead: null as unknown as Playhead,
  };
}

export const CASES: Record<string, Case> = {
  "with padding": { input: [16, 6, 6], filters: 2, kernel: [3, 3], padding: [1, 1, 1, 1] },
  "5×5 on grey": { input: [1, 9, 7], filters: 2, kernel: [5, 5] },
  "of 64 channels": { input: [64, 3, 4], filters: 2, kernel: [3, 3], padding: [1, 1, 1, 1] },
  "with stride, lopsided padding and dilation": {
    input: [3, 8, 5],
    filters: 2,
    kernel: [2, 3],
    stride: [2, 1],
    padding: [0, 2, 1, 0],
    dilation: [3, 2],
  },
  "with groups": { input: [6, 5, 5], filters: 4, kernel: [3, 3], groups: 2 },
  depthwise: { input: [5, 4, 4], filters: 5, kernel: [2, 2], groups: 5 },
  "1×1": { input: [8, 3, 3], filters: 3, kernel: [1, 1] },
  "of one pixel": { input: [1, 1, 1], filters: 1, kernel: [1, 1] },
  "along a signal": {
    input: [4, 7],
    filters: 6,
    kernel: [3],
    stride: [2],
    padding: [2, 1],
    dilation: [2],
    groups: 2,
  },
  "through a clip": {
    input: [2, 4, 4, 3],
    filters: 2,
    kernel: [2, 3, 2],
    stride: [1, 2, 1],
    padding: [1, 0, 0, 0, 1, 1],
    dilation: [2, 1, 1],
  },
  "transposed, with groups": {
    op: "convtranspose2d",
    input: [4, 3, 4],
    filters: 6,
    kernel: [3, 2],
    stride: [2, 3],
    padding: [1, 0, 0, 1],
    groups: 2,
    outputPadding: [1, 0],
  },
  "transposed, without strides, dilated": {
    op: "convtranspose2d",
    input: [2, 3, 3],
    filters: 2,
    kernel: [2, 2],
    dilation: [2, 1],
  },
  "transposed, whose padding cuts off more than a kernel": {
    op: "convtranspose1d",
    input: [2, 9],
    filters: 2,
    kernel: [2],
    stride: [2],
    padding: [3, 2],
  },
  "transposed, through a clip": {
    op: "convtranspose3d",
    input: [2, 2, 2, 3],
    filters: 2,
    kernel: [2, 2, 3],
    stride: [2, 2, 1],
  },
};
