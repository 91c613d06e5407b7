import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { unitAt } from "../../graph/raster.ts";
import type { LayerDescription } from "../../wire/events.ts";
import { Tensor } from "../../wire/tensor.ts";
import { explain, type Given, tensor, written } from "./example-units.ts";
import { type Explanation, numbersIn } from "./explanation.ts";

/** Numbers that are no pattern: the n-th is the same each time. */
function numbers(...shape: number[]): Tensor {
  const size = shape.reduce((all, length) => all * length, 1);
  return new Tensor(
    shape,
    Float32Array.from({ length: size }, (_, i) => Math.sin(12.9 * i + 1) * 2),
  );
}

const line = (given: Given): string => written(explain(given)).join(" | ");

/** What the terms add up to, from their factors in full. */
function sumOfTerms({ terms }: Explanation): number {
  return (terms?.list ?? []).reduce((sum, { parts, shown }) => {
    const [a, b] = numbersIn(parts).map(({ value }) => value);
    return sum + (a !== undefined && b !== undefined ? a * b : shown.value);
  }, 0);
}

/** Every unit of an operation with one value in, one out. */
const one = (op: string, x: number, y: number, more: Partial<LayerDescription> = {}) =>
  line({ layer: { op, ...more }, inputs: [tensor([1], x)], output: tensor([1], y) });

describe("functions of one value", () => {
  it("stand with their settings and their numbers", () => {
    assert.equal(one("relu6", 8, 6), "y = min(6, max(0, 8.000)) = 6.000");
    assert.equal(one("clip", -3, -1, { low: -1, high: 1 }), "y = min(1, max(−1, −3.000)) = −1.000");
    assert.equal(one("clip", -3, 0, { low: 0 }), "y = max(0, −3.000) = 0");
    assert.equal(one("elu", -1, -0.6321, { alpha: 1 }), "y = 1 · (e^−1.000 − 1) = −0.6321");
    assert.equal(one("elu", 2, 2, { alpha: 1 }), "y = 2.000 = 2.000");
    assert.equal(
      one("hardsigmoid", 1, 0.7, { alpha: 0.2, beta: 0.5 }),
      "y = min(1, max(0, 0.2 · 1.000 + 0.5)) = 0.7000",
    );
    assert.equal(one("hardswish", 1, 0.6667), "y = 1.000 · 0.6667 = 0.6667");
    assert.equal(one("silu", 0, 0), "y = 0 · 0.5000 = 0");
    assert.equal(one("gelu", 1, 0.8413), "y = 1.000 · 0.8413 = 0.8413");
    assert.equal(one("pow", 3, 9, { exponent: 2 }), "y = 3.000^2 = 9.000");
    assert.equal(one("sqrt", 4, 2), "y = √(4.000) = 2.000");
  });

  it("have a slope of their channel where it is learned", () => {
    const given = {
      layer: { op: "prelu" },
      inputs: [tensor([2, 1, 1], -1, -2)],
      output: tensor([2, 1, 1], 0, -1),
    };
    assert.equal(
      line({ ...given, weights: { weight: tensor([2], 0.25, 0.5) }, map: 1, unit: [0, 0] }),
      "y = 0.5000 · −2.000 = −1.000",
    );
    assert.equal(
      line({ ...given, weights: { weight: tensor([1], 0.5) }, map: 1, unit: [0, 0] }),
      "y = 0.5000 · −2.000 = −1.000",
    );
  });
});

describe("arithmetic", () => {
  it("names its operands in their order, the constant too", () => {
    const inputs = [tensor([2, 1, 2], 1, 2, 3, 4)];
    const constant = tensor([2, 1, 1], 10, 20);
    const given = {
      inputs,
      output: tensor([2, 1, 2], 0, 0, 0, 80),
      weights: { constant },
      map: 1,
      unit: [0, 1],
    };
    assert.equal(line({ ...given, layer: { op: "mul" } }), "a · b = 4.000 · 20.00 = 80.00");
    assert.equal(
      line({ ...given, layer: { op: "div", constant_first: true } }),
      "a / b = 20.00 / 4.000 = 80.00",
    );
    assert.equal(line({ ...given, layer: { op: "maximum" } }), "max(a, b) = max(4.000, 20.00) = 80.00");
  });

  it("repeats what has size 1: a gate of one value a channel", () => {
    const explanation = explain({
      layer: { op: "mul" },
      inputs: [numbers(3, 2, 2), tensor([3, 1, 1], 1, 2, 3)],
      output: numbers(3, 2, 2),
      map: 2,
      unit: [1, 0],
    });
    assert.equal(numbersIn(explanation.formula[0] ?? [])[1]?.value, 3);
    assert.deepEqual(explanation.readings[1]?.window?.unit, [0, 0]);
  });
});

describe("reductions", () => {
  it("gather the values along their axes", () => {
    const x = tensor([2, 2, 2], 1, 2, 3, 4, 5, 6, 7, 8);
    const mean = {
      layer: { op: "reduce_mean", axes: [1, 2], keepdims: true },
      inputs: [x],
      output: tensor([2, 1, 1], 2.5, 6.5),
    };
    assert.equal(line({ ...mean, map: 1, unit: [0, 0] }), "Σ of 4 values = 26.00 | 26.00 / 4 = 6.500");
    const across = {
      layer: { op: "reduce_sum", axes: [0], keepdims: false },
      inputs: [x],
      output: tensor([2, 2], 6, 8, 10, 12),
    };
    assert.equal(line({ ...across, map: 1, unit: [0] }), "Σ of 2 values = 10.00");
    const all = { layer: { op: "reduce_mean", keepdims: true }, inputs: [x], output: tensor([1, 1, 1], 4.5) };
    assert.match(line({ ...all, unit: [0, 0] }), /^Σ of 8 values = 36\.00/);
  });
});

describe("operations that copy", () => {
  const copies = (
    layer: Given["layer"],
    input: Tensor,
    output: Tensor,
    source: (index: number[]) => number[] | null,
  ) => {
    const [, ...axes] = output.shape;
    const units = axes.reduce((all, length) => all * length, 1);
    for (let map = 0; map < (output.shape[0] ?? 1); map++) {
      for (let i = 0; i < units; i++) {
        const unit = unitAt(i, axes);
        const { formula } = explain({ layer, inputs: [input], output, map, unit });
        const from = source([map, ...unit]);
        const shown = numbersIn(formula[0] ?? []).map(({ value }) => value);
        if (from) assert.equal(shown[0], input.at(...from), `${layer.op} ${map} ${unit}`);
        else assert.equal(shown.length, 1, `${layer.op} ${map} ${unit}`);
      }
    }
  };
  const x = numbers(2, 3, 4);

  it("name the value that they copy: transpose, reshape", () => {
    copies({ op: "transpose", permutation: [2, 0, 1] }, x, numbers(4, 2, 3), ([a = 0, b = 0, c = 0]) => [
      b,
      c,
      a,
    ]);
    copies({ op: "reshape" }, x, numbers(6, 4), ([a = 0, b = 0]) => [Math.floor(a / 3), a % 3, b]);
  });

  it("slice forwards and backwards", () => {
    const forwards = { op: "slice", starts: [1, -3], ends: [3, 99], steps: [1, 2], axes: [1, 2] };
    copies(forwards, x, numbers(2, 2, 2), ([c = 0, y = 0, i = 0]) => [c, 1 + y, 1 + 2 * i]);
    const backwards = { op: "slice", starts: [-1], ends: [-99], steps: [-1], axes: [2] };
    copies(backwards, x, numbers(2, 3, 4), ([c = 0, y = 0, i = 0]) => [c, y, 3 - i]);
  });

  it("pad with a frame of every kind", () => {
    const padding = [1, 2, 0, 1];
    const inside = ([c = 0, y = 0, i = 0]: number[]) =>
      y >= 1 && i >= 2 && i < 6 ? [c, y - 1, i - 2] : null;
    copies({ op: "pad", mode: "constant", value: 0, padding }, x, numbers(2, 4, 7), inside);
    const mirrored = [2, 1, 0, 1, 2, 3, 2];
    copies({ op: "pad", mode: "reflect", padding }, x, numbers(2, 4, 7), ([c = 0, y = 0, i = 0]) => [
      c,
      y === 0 ? 1 : y - 1,
      mirrored[i] as number,
    ]);
    const repeatedPlaces = [0, 0, 0, 1, 2, 3, 3];
    copies({ op: "pad", mode: "edge", padding }, x, numbers(2, 4, 7), ([c = 0, y = 0, i = 0]) => [
      c,
      Math.max(0, y - 1),
      repeatedPlaces[i] as number,
    ]);
  });

  it("shift channels in time, zeros where the clip ends", () => {
    const clip = numbers(4, 3, 1, 2);
    const later = ([c = 0, t = 0, y = 0, i = 0]: number[]) => {
      const from = c === 0 ? t + 1 : c === 1 ? t - 1 : t;
      return from >= 0 && from < 3 ? [c, from, y, i] : null;
    };
    copies({ op: "temporalshift", fraction: 0.25 }, clip, numbers(4, 3, 1, 2), later);
  });

  it("resize to the nearest value, and mix in between", () => {
    const twice = {
      op: "resize",
      mode: "nearest",
      nearest: "floor",
      coordinates: "asymmetric",
      scale: [2, 2],
    };
    const input = tensor([1, 2, 2], 1, 2, 3, 4);
    const output = tensor([1, 4, 4], 1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4);
    copies(twice, input, output, ([c = 0, y = 0, i = 0]) => [c, y >> 1, i >> 1]);
    const linear = { op: "resize", mode: "linear", coordinates: "half_pixel", size: [1, 4] };
    const mixed = explain({
      layer: linear,
      inputs: [tensor([1, 1, 2], 0, 8)],
      output: tensor([1, 1, 4], 0, 2, 6, 8),
      unit: [0, 1],
    });
    assert.deepEqual(written(mixed), ["0.75 · 0 + 0.25 · 8.000 = 2.000"]);
  });

  it("rather show the value alone than a mixture that does not give it", () => {
    const layer = { op: "resize", mode: "linear", coordinates: "half_pixel", size: [1, 4] };
    const odd = explain({
      layer,
      inputs: [tensor([1, 1, 2], 0, 8)],
      output: tensor([1, 1, 4], 0, 3, 6, 8),
      unit: [0, 1],
    });
    assert.deepEqual(written(odd), ["value = 3.000"]);
  });
});

describe("sums of products", () => {
  it("a product of matrices, with weights and with another input", () => {
    const [a, b] = [numbers(2, 3, 4), numbers(4, 5)];
    const exact = (m: number, i: number, j: number) =>
      [0, 1, 2, 3].reduce((sum, k) => sum + a.at(m, i, k) * b.at(k, j), 0);
    const output = new Tensor(
      [2, 3, 5],
      Float32Array.from({ length: 30 }, (_, i) =>
        exact(...(unitAt(i, [2, 3, 5]) as [number, number, number])),
      ),
    );
    const weighted = {
      layer: { op: "matmul" },
      inputs: [a],
      output,
      weights: { weight: b },
      map: 1,
      unit: [2, 3],
    };
    assert.ok(Math.abs(sumOfTerms(explain(weighted)) - exact(1, 2, 3)) < 1e-5);
    const two = { layer: { op: "matmul" }, inputs: [a, numbers(1, 4, 5)], output, map: 1, unit: [2, 3] };
    assert.ok(Math.abs(sumOfTerms(explain(two)) - exact(1, 2, 3)) < 1e-5);
  });

  it("whose weights were not brought show their value alone", () => {
    const dense = {
      layer: { op: "dense", parameters: 1e8 },
      inputs: [tensor([2], 1, 2)],
      output: tensor([1], 5),
    };
    assert.equal(line(dense), "value = 5.000");
  });
});

describe("norms of a sample's own", () => {
  const x = numbers(4, 2, 2);
  const moments = (values: Float32Array) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return [mean, values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length] as const;
  };
  const normalizedIn = (layer: Given["layer"], unit: number[], weights = {}) =>
    numbersIn(explain({ layer, inputs: [x], output: x, weights, map: 3, unit }).formula[0] ?? []).map(
      ({ value }) => value,
    );

  it("take mean and variance of their group, their map, or all", () => {
    for (const [layer, values] of [
      [{ op: "groupnorm", groups: 2, epsilon: 0 }, x.data.subarray(8)],
      [{ op: "instancenorm", epsilon: 0 }, x.data.subarray(12)],
      [{ op: "layernorm", axis: 0, epsilon: 0 }, x.data],
      [{ op: "layernorm", axis: 2, epsilon: 0 }, x.data.subarray(14)],
    ] as const) {
      const [mean, variance] = moments(values);
      const [value = 0, shownMean, shownVariance, , , normalized = 0] = normalizedIn(layer, [1, 1]);
      assert.deepEqual([shownMean, shownVariance], [mean, variance], layer.op);
      assert.ok(Math.abs(normalized - (value - mean) / Math.sqrt(variance)) < 1e-9);
    }
  });
});

it("every operation of the engine has words, and none breaks on a unit of any rank", () => {
  for (const op of [
    "rnn",
    "lstm",
    "gru",
    "resize",
    "lrn",
    "matmul",
    "pad",
    "slice",
    "transpose",
    "softmax",
    "concat",
  ]) {
    for (const shape of [[3], [3, 4], [3, 4, 5], [3, 2, 4, 5], [1, 2, 2, 2, 2]]) {
      const output = numbers(...shape);
      const unit = shape.slice(1).map(() => 0);
      const { rule, formula } = explain({ layer: { op, parameters: 0 }, inputs: [output], output, unit });
      assert.ok(rule.length > 0 && formula.length > 0, op);
    }
  }
});
