import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { unitAt } from "../../graph/raster.ts";
import { Tensor } from "../../wire/tensor.ts";
import type { DetailContext, DetailGradient } from "../context.ts";
import { openFilter, sumOfUnit } from "../convolution.ts";
import { meetingsOf, openCorrelation, totalOf } from "../correlation.ts";
import { CASES, convolved, countOf } from "../example-convolutions.ts";
import { isTransposed } from "../operation-names.ts";
import { Unrolled } from "../unrolled.ts";
import { mirrorInput, mirrorWeights } from "./convolution.ts";
import { paintersOf, type Rule } from "./painting.ts";

const gradientOf = ({ gradient }: DetailContext): DetailGradient => gradient as DetailGradient;

/** The context of the way back to the input, or to the weights. */
function back(forward: DetailContext, to: "input" | "weights"): DetailContext {
  const { dOutput, dInputs, dParameters } = gradientOf(forward);
  const output = to === "input" ? dInputs[0] : dParameters.weight;
  const mirrored = { ...forward, inputs: [{ name: "dL/dY", tensor: dOutput }], output: output as Tensor };
  const mirror = to === "input" ? mirrorInput : mirrorWeights;
  return { ...mirrored, ...mirror({ ...mirrored, forward }) };
}

function* indicesOf(tensor: Tensor): Generator<number[]> {
  for (let i = 0; i < tensor.data.length; i++) yield unitAt(i, tensor.shape);
}

const close = (a: number, b: number, what: string) =>
  assert.ok(Math.abs(a - b) <= 1e-4 * Math.max(1, Math.abs(a), Math.abs(b)), `${what}: ${a} is not ${b}`);

const total = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0);

for (const [name, shape] of Object.entries(CASES)) {
  const forward = convolved(shape, 3);
  const { dOutput, dInputs, dParameters } = gradientOf(forward);
  const dInput = dInputs[0] as Tensor;
  const dWeight = dParameters.weight as Tensor;
  const weight = forward.weights.weight as Tensor;
  const input = forward.inputs[0]?.tensor as Tensor;
  const groups = forward.layer.groups ?? 1;

  describe(`the way back of a convolution ${name}`, () => {
    it("to the input is a convolution of dL/dY, which adds up to every value of dL/dX", () => {
      const context = back(forward, "input");
      for (const [map, ...unit] of indicesOf(dInput)) {
        const { together, total } = sumOfUnit(openFilter({ ...context, map: map as number }), unit);
        close(together.value, dInput.at(map as number, ...unit), `dL/dX ${map}, ${unit}`);
        assert.equal(total.value, dInput.at(map as number, ...unit));
      }
    });

    it("to the weights is a correlation, which adds up to every value of dL/dW", () => {
      const context = back(forward, "weights");
      for (const [map, ...unit] of indicesOf(dWeight)) {
        const opened = openCorrelation({ ...context, map: map as number, unit });
        const sum = total(meetingsOf(opened).map(({ product }) => product));
        close(sum, dWeight.at(map as number, ...unit), `dL/dW ${map}, ${unit}`);
        assert.equal(totalOf(opened).value, dWeight.at(map as number, ...unit));
      }
    });

    it("to the input is the same where every value paints its kernel", () => {
      if (isTransposed(forward.layer)) return;
      const [channels = 1] = dInput.shape;
      const own = channels / groups;
      const filters = (dOutput.shape[0] ?? 1) / groups;
      for (const [channel = 0, ...place] of indicesOf(dInput)) {
        const first = Math.floor(channel / own) * filters;
        const painters = paintersOf(forward.layer as Rule, dOutput.shape.slice(1), place);
        const painted = Array.from({ length: filters }, (_, i) => first + i).flatMap((filter) =>
          painters.map(
            ({ at, cell }) => dOutput.at(filter, ...at) * weight.at(filter, channel % own, ...cell),
          ),
        );
        close(total(painted), dInput.at(channel, ...place), `dL/dX ${channel}, ${place}`);
      }
    });

    it("is a product with im2col's matrix, or col2im of one", () => {
      const [wide, narrow] = isTransposed(forward.layer) ? [dOutput, input] : [input, dOutput];
      const channels = (wide.shape[0] ?? 1) / groups;
      const rows = (narrow.shape[0] ?? 1) / groups;
      const of = {
        rule: forward.layer as Rule,
        lengths: wide.shape.slice(1),
        windows: narrow.shape.slice(1),
      };
      for (let group = 0; group < groups; group++) {
        const cols = new Unrolled({ ...of, channels, first: group * channels });
        const all = Array.from({ length: cols.columns }, (_, column) => column);
        for (let filter = 0; filter < rows; filter++)
          for (let row = 0; row < cols.rows; row++) {
            const products = all.map(
              (column) =>
                narrow.at(group * rows + filter, ...cols.windowAt(column)) *
                cols.valueOf(wide, { row, column }),
            );
            const exact = dWeight.data[(group * rows + filter) * cols.rows + row] as number;
            close(total(products), exact, `dL/dW ${filter}, ${row}`);
          }
        if (isTransposed(forward.layer)) continue;
        for (let channel = group * channels; channel < (group + 1) * channels; channel++)
          for (let i = 0; i < countOf(of.lengths); i++) {
            const place = unitAt(i, of.lengths);
            const entries = cols.entriesAt(channel, place).map(({ row, column }) =>
              total(
                Array.from({ length: rows }, (_, filter) => {
                  const all = group * rows + filter;
                  return (weight.map(all)[row] as number) * dOutput.at(all, ...cols.windowAt(column));
                }),
              ),
            );
            close(total(entries), dInput.at(channel, ...place), `dL/dX ${channel}, ${place}`);
          }
      }
    });
  });
}

describe("the published example of a 3×3 input and a 2×2 kernel", () => {
  const tensor = (shape: number[], ...values: number[]) => new Tensor(shape, Float32Array.from(values));
  const example = convolved({ input: [1, 3, 3], filters: 1, kernel: [2, 2] });
  const forward: DetailContext = {
    ...example,
    inputs: [{ name: "input", tensor: tensor([1, 3, 3], 0, 1, 2, 3, 4, 5, 6, 7, 8) }],
    weights: { weight: tensor([1, 1, 2, 2], 0, 1, 2, 3) },
    gradient: {
      dOutput: tensor([1, 2, 2], 1, 1, 1, 1),
      dInputs: [tensor([1, 3, 3], 0, 1, 1, 2, 6, 4, 2, 5, 3)],
      dParameters: { weight: tensor([1, 1, 2, 2], 8, 12, 20, 24) },
      senders: [],
    },
  };

  it("has dX = 0 1 1 / 2 6 4 / 2 5 3", () => {
    const filter = openFilter(back(forward, "input"));
    const units = Array.from({ length: 9 }, (_, i) => unitAt(i, [3, 3]));
    assert.deepEqual(
      units.map((unit) => sumOfUnit(filter, unit).together.value),
      [0, 1, 1, 2, 6, 4, 2, 5, 3],
    );
  });

  it("has dK = 8 12 / 20 24", () => {
    const context = back(forward, "weights");
    const units = Array.from({ length: 4 }, (_, i) => [0, ...unitAt(i, [2, 2])]);
    const sums = units.map((unit) =>
      total(meetingsOf(openCorrelation({ ...context, unit })).map(({ product }) => product)),
    );
    assert.deepEqual(sums, [8, 12, 20, 24]);
  });

  it("reads the kernel turned by 180°: its last cell for the first value under the window", () => {
    const { window } = openFilter(back(forward, "input"));
    assert.deepEqual(
      window.cells([1, 1]).map(({ weight }) => weight),
      [3, 2, 1, 0],
    );
  });
});
