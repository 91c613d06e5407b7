import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { indexOf, unitAt } from "../graph/raster.ts";
import type { Playhead } from "../playhead.ts";
import type { LayerDescription } from "../wire/events.ts";
import { Tensor } from "../wire/tensor.ts";
import { type DetailContext, FORWARD_KINDS } from "./context.ts";
import { addedUp, openFilter, strongestChannels, sumOfUnit } from "./convolution.ts";

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

interface Case {
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
  return { ...shape, channels, lengths, stride, padding, dilation, groups, outputPadding };
}

const extentOf = ({ kernel, dilation }: ReturnType<typeof complete>, axis: number) =>
  ((kernel[axis] as number) - 1) * (dilation[axis] as number) + 1;

const countOf = (lengths: readonly number[]) => lengths.reduce((all, each) => all * each, 1);

/** A convolution layer's context, its output accumulated in float32 as an engine does. */
function convolved(given: Case, seed = 1, size = 1): DetailContext {
  const shape = complete(given);
  const {
    op = `conv${shape.kernel.length}d`,
    channels,
    lengths,
    kernel,
    stride,
    padding,
    groups,
    filters,
  } = shape;
  const isTransposed = op.startsWith("convtranspose");
  const random = randoms(seed);
  const axes = kernel.length;
  const input = tensor([channels, ...lengths], random, size);
  const filterShape = isTransposed ? [channels, filters / groups] : [filters, channels / groups];
  const weight = tensor([...filterShape, ...kernel], random);
  const bias = tensor([filters], random);
  const units = lengths.map((length, axis) => {
    const [before, behind] = [padding[axis] as number, padding[axes + axis] as number];
    const [extent, step] = [extentOf(shape, axis), stride[axis] as number];
    return isTransposed
      ? (length - 1) * step + extent - before - behind + (shape.outputPadding[axis] as number)
      : Math.floor((length + before + behind - extent) / step) + 1;
  });
  const output = new Tensor([filters, ...units], new Float32Array(filters * countOf(units)));
  for (let o = 0; o < output.data.length; o++) output.data[o] = bias.at(Math.floor(o / countOf(units)));
  /** Each input value, kernel cell and filter: from the smaller of the two grids to the larger. */
  const [small, large] = isTransposed ? [lengths, units] : [units, lengths];
  for (let filter = 0; filter < filters; filter++)
    for (let channel = 0; channel < channels; channel++) {
      if (Math.floor(filter / (filters / groups)) !== Math.floor(channel / (channels / groups))) continue;
      for (let s = 0; s < countOf(small); s++)
        for (let k = 0; k < countOf(kernel); k++) {
          const from = unitAt(s, small);
          const cell = unitAt(k, kernel);
          const to = from.map(
            (each, axis) =>
              each * (stride[axis] as number) -
              (padding[axis] as number) +
              (cell[axis] as number) * (shape.dilation[axis] as number),
          );
          if (to.some((each, axis) => each < 0 || each >= (large[axis] as number))) continue;
          const [place, unit] = isTransposed ? [from, to] : [to, from];
          const indices = isTransposed
            ? [channel, filter % (filters / groups)]
            : [filter, channel % (channels / groups)];
          const product = Math.fround(input.at(channel, ...place) * weight.at(...indices, ...cell));
          const index = filter * countOf(units) + indexOf(unit, units);
          output.data[index] = Math.fround((output.data[index] as number) + product);
        }
    }
  return {
    layer: { ...shape, name: "conv", op } as unknown as LayerDescription,
    inputs: [{ name: "input", tensor: input }],
    output,
    weights: { weight, bias },
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

const CASES: Record<string, Case> = {
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

const ticks = (text: string, decimals: number): number =>
  Math.round(Number(text.replace("−", "-")) * 10 ** decimals);

function* unitsOf(context: DetailContext): Generator<[number, number[]]> {
  const [maps = 1, ...axes] = context.output.shape;
  for (let map = 0; map < maps; map++)
    for (let unit = 0; unit < countOf(axes); unit++) yield [map, unitAt(unit, axes)];
}

for (const [name, shape] of Object.entries(CASES)) {
  describe(`a convolution ${name}`, () => {
    for (const size of [1, 300, 1e-4]) {
      const context = convolved(shape, 5, size);

      it(`adds up as shown, digit by digit, at every unit (inputs of about ${size})`, () => {
        for (const [map, unit] of unitsOf(context)) {
          const filter = openFilter({ ...context, map });
          const { channels, together, bias, total, decimals } = sumOfUnit(filter, unit);
          const read = (shown: { text: string }) => ticks(shown.text, decimals);
          for (const { products, sum } of channels)
            assert.equal(
              products.reduce((all, { product }) => all + read(product), 0),
              read(sum),
            );
          assert.equal(
            channels.reduce((all, { sum }) => all + read(sum), 0),
            read(together),
          );
          assert.equal(read(together) + read(bias), read(total));
        }
      });

      it(`is the output's value, which float32 changes by less than a digit shown (inputs of about ${size})`, () => {
        for (const [map, unit] of unitsOf(context)) {
          const { together, bias, total, decimals } = sumOfUnit(openFilter({ ...context, map }), unit);
          assert.equal(total.value, context.output.at(map, ...unit));
          assert.ok(Math.abs(together.value + bias.value - total.value) < 0.5 * 10 ** -decimals);
        }
      });
    }
  });
}

describe("an opened unit", () => {
  it("counts the padding as zero", () => {
    const context = convolved({ input: [1, 3, 3], filters: 1, kernel: [3, 3], padding: [1, 1, 1, 1] });
    const { channels } = sumOfUnit(openFilter(context), [0, 0]);
    const outside = channels[0]?.products.filter(({ cell }) => cell.zero === "padding") ?? [];
    assert.equal(outside.length, 5);
    assert.ok(outside.every(({ input, product }) => input === 0 && product.ticks === 0));
  });

  it("names channels by their place in the whole input", () => {
    const context = convolved({ input: [6, 3, 3], filters: 4, kernel: [3, 3], groups: 2 });
    const { channels } = sumOfUnit(openFilter({ ...context, map: 3 }), [0, 0]);
    assert.deepEqual(
      channels.map(({ channel }) => channel),
      [3, 4, 5],
    );
  });

  it("needs no bias", () => {
    const context = convolved({ input: [1, 3, 3], filters: 1, kernel: [3, 3] });
    delete context.weights.bias;
    const { bias } = sumOfUnit(openFilter(context), [0, 0]);
    assert.equal(bias.value, 0);
  });
});

describe("very many channels", () => {
  const filter = openFilter(convolved({ input: [40, 3, 3], filters: 2, kernel: [1, 1] }));

  it("are told by those with the largest kernels, in order", () => {
    const weights = filter.context.weights.weight?.map(filter.context.map) ?? [];
    const strongest = strongestChannels(filter, 8);
    assert.deepEqual(
      strongest,
      [...strongest].sort((a, b) => a - b),
    );
    const weakest = Math.min(...strongest.map((channel) => Math.abs(weights[channel] as number)));
    const larger = [...weights].filter((weight) => Math.abs(weight) >= weakest);
    assert.equal(larger.length, 8);
    assert.equal(strongestChannels(filter, 40).length, 40);
  });

  it("add up with the others as shown", () => {
    const { channels, together, decimals } = sumOfUnit(filter, [1, 2]);
    const [few, others] = [channels.slice(0, 8), channels.slice(8)];
    const ticks = (text: string) => Math.round(Number(text.replace("−", "-")) * 10 ** decimals);
    const shown = few.reduce((sum, channel) => sum + channel.sum.ticks, 0);
    assert.equal(shown + ticks(addedUp(others, decimals)), together.ticks);
  });
});
