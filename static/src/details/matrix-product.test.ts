import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { unitAt } from "../graph/raster.ts";
import type { Tensor } from "../wire/tensor.ts";
import { mirrorInput } from "./backward/convolution.ts";
import type { DetailContext, DetailGradient } from "./context.ts";
import { CASES, convolved } from "./example-convolutions.ts";
import { type MatrixProduct, matrixProduct } from "./matrix-product.ts";
import type { Entry } from "./unrolled.ts";

const close = (a: number, b: number, what: string) =>
  assert.ok(Math.abs(a - b) <= 1e-4 * Math.max(1, Math.abs(a), Math.abs(b)), `${what}: ${a} is not ${b}`);

const total = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0);

/** Row times column, as both are displayed. */
const dotted = ({ a, b, inner }: MatrixProduct, { row, column }: Entry): number =>
  total(Array.from({ length: inner.count }, (_, i) => a.at(row, i) * b.at(i, column)));

/** The context of dL/dX. */
function toInput(forward: DetailContext): DetailContext {
  const { dOutput, dInputs } = forward.gradient as DetailGradient;
  const mirrored = {
    ...forward,
    inputs: [{ name: "dL/dY", tensor: dOutput }],
    output: dInputs[0] as Tensor,
    back: { forward, way: { wrt: "", input: 0, symbol: "dL/dX" } } as DetailContext["back"],
  };
  return { ...mirrored, ...mirrorInput({ ...mirrored, forward }) } as DetailContext;
}

for (const [name, shape] of Object.entries(CASES)) {
  const forward = convolved(shape, 7);
  for (const [way, context] of Object.entries({ forward, "its way back": toInput(forward) })) {
    describe(`a convolution ${name} as a matrix product, ${way}`, () => {
      const { output, weights } = context;
      const opened = Array.from(output.data, (_, i) => {
        const [map = 0, ...unit] = unitAt(i, output.shape);
        return { map, unit, product: matrixProduct({ ...context, map, unit }) };
      });

      it("has rows and columns whose products, with the bias, make every value", () => {
        for (const { map, unit, product } of opened) {
          const sum = total(product.made.map((entry) => dotted(product, entry)));
          const bias = weights.bias?.at(map) ?? 0;
          close(sum + bias, output.at(map, ...unit), `${map}, ${unit}`);
        }
      });

      it("shows entries that are these products, and add up as they are written", () => {
        for (const { product } of opened) {
          const { made, parts, bias, c, total: all } = product;
          made.forEach((entry, i) => {
            close(parts[i]?.value ?? Number.NaN, dotted(product, entry), "framed");
            close(c.at(entry.row, entry.column), dotted(product, entry), "among the others");
          });
          assert.equal(total(parts.map(({ ticks }) => ticks)) + (bias?.ticks ?? 0), all.ticks);
        }
      });

      it("leads from each of these entries to the place that it makes", () => {
        for (const { map, unit, product } of opened)
          for (const entry of product.made) assert.deepEqual(product.placeOf(entry), { map, unit });
      });
    });
  }
}
