import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Playhead } from "../playhead.ts";
import type { LayerDescription } from "../wire/events.ts";
import { Tensor } from "../wire/tensor.ts";
import type { DetailContext } from "./context.ts";
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
  input: [number, number, number];
  filters: number;
  kernel: [number, number];
  stride?: [number, number];
  padding?: [number, number, number, number];
  dilation?: [number, number];
  groups?: number;
}

/** A convolution layer's context, its output accumulated in float32 as an engine does. */
function convolved(shape: Case, seed = 1, size = 1): DetailContext {
  const { stride = [1, 1], padding = [0, 0, 0, 0], dilation = [1, 1], groups = 1 } = shape;
  const random = randoms(seed);
  const [channels, height, width] = shape.input;
  const slices = channels / groups;
  const input = tensor([channels, height, width], random, size);
  const weight = tensor([shape.filters, slices, ...shape.kernel], random);
  const bias = tensor([shape.filters], random);
  const units = (axis: 0 | 1, length: number) =>
    Math.floor(
      (length +
        padding[axis] +
        (padding[axis + 2] as number) -
        (shape.kernel[axis] - 1) * dilation[axis] -
        1) /
        stride[axis],
    ) + 1;
  const out = [shape.filters, units(0, height), units(1, width)] as const;
  const values: number[] = [];
  for (let o = 0; o < out[0]; o++)
    for (let y = 0; y < out[1]; y++)
      for (let x = 0; x < out[2]; x++) {
        let sum = bias.at(o);
        for (let i = 0; i < slices; i++)
          for (let r = 0; r < shape.kernel[0]; r++)
            for (let c = 0; c < shape.kernel[1]; c++) {
              const row = y * stride[0] - padding[0] + r * dilation[0];
              const column = x * stride[1] - padding[1] + c * dilation[1];
              if (row < 0 || row >= height || column < 0 || column >= width) continue;
              const channel = Math.floor(o / (shape.filters / groups)) * slices + i;
              sum = Math.fround(sum + Math.fround(input.at(channel, row, column) * weight.at(o, i, r, c)));
            }
        values.push(sum);
      }
  const layer = { name: "conv", op: "conv2d", ...shape, stride, padding, dilation, groups };
  return {
    layer: layer as unknown as LayerDescription,
    inputs: [{ name: "input", tensor: input }],
    output: new Tensor(out, Float32Array.from(values)),
    weights: { weight, bias },
    classes: [],
    isLogits: false,
    pass: "forward",
    map: 0,
    unit: [0, 0],
    product: null,
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
};

const ticks = (text: string, decimals: number): number =>
  Math.round(Number(text.replace("−", "-")) * 10 ** decimals);

function* unitsOf(context: DetailContext): Generator<[number, number, number]> {
  const [maps = 1, height = 1, width = 1] = context.output.shape;
  for (let map = 0; map < maps; map++)
    for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) yield [map, y, x];
}

for (const [name, shape] of Object.entries(CASES)) {
  describe(`a convolution ${name}`, () => {
    for (const size of [1, 300, 1e-4]) {
      const context = convolved(shape, 5, size);

      it(`adds up as shown, digit by digit, at every unit (inputs of about ${size})`, () => {
        for (const [map, y, x] of unitsOf(context)) {
          const { channels, together, bias, total, decimals } = sumOfUnit(openFilter({ ...context, map }), [
            y,
            x,
          ]);
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
        for (const [map, y, x] of unitsOf(context)) {
          const { together, bias, total, decimals } = sumOfUnit(openFilter({ ...context, map }), [y, x]);
          assert.equal(total.value, context.output.at(map, y, x));
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
    const outside = channels[0]?.products.filter((product) => !product.inside) ?? [];
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
