import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { unitAt } from "../graph/raster.ts";
import type { DetailContext } from "./context.ts";
import { addedUp, openFilter, strongestChannels, sumOfUnit } from "./convolution.ts";
import { CASES, convolved, countOf } from "./example-convolutions.ts";

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
