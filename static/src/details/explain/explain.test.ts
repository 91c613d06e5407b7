import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { LayerDescription } from "../../wire/events.ts";
import { sourceOf } from "./concat.ts";
import { explain, type Given, tensor, written } from "./example-units.ts";
import type { Explanation } from "./explanation.ts";

const ticks = (text: string): number => Math.round(Number(text.replace("−", "-")) * 1000);

const WINDOW = { kernel: [2, 2], stride: [2, 2], padding: [0, 0, 0, 0] } as Partial<LayerDescription>;
const FOUR = tensor([1, 2, 2], 0.12, 0.5, -1, 0.25);

describe("max pooling", () => {
  it("marks the winner", () => {
    const given = { layer: { op: "maxpool2d", ...WINDOW }, inputs: [FOUR], output: tensor([1, 1, 1], 0.5) };
    const explanation = explain({ ...given, winners: tensor([1, 1, 1], 1) });
    assert.deepEqual(written(explanation), ["y = max(0.1200, 0.5000, −1.000, 0.2500) = 0.5000"]);
    assert.equal(explanation.numbers?.winner, 1);
  });

  it("finds the winner where none was sent, and leaves the padding out", () => {
    const layer = { op: "maxpool2d", ...WINDOW, padding: [1, 1, 0, 0] } as Given["layer"];
    const explanation = explain({ layer, inputs: [tensor([1, 1, 1], -2)], output: tensor([1, 1, 1], -2) });
    assert.deepEqual(written(explanation), ["y = max(−2.000) = −2.000"]);
    assert.equal(explanation.numbers?.winner, 3);
  });
});

describe("average pooling", () => {
  it("adds up and divides", () => {
    const explanation = explain({
      layer: { op: "avgpool2d", ...WINDOW },
      inputs: [FOUR],
      output: tensor([1, 1, 1], -0.0325),
    });
    assert.deepEqual(written(explanation), [
      "y = (0.120 + 0.500 + −1.000 + 0.250) / 4",
      "= −0.130 / 4 = −0.03250",
    ]);
  });
});

describe("L2 pooling", () => {
  it("is the window's length", () => {
    const explanation = explain({
      layer: { op: "l2pool2d", ...WINDOW },
      inputs: [tensor([1, 2, 2], 3, 0, 0, 4)],
      output: tensor([1, 1, 1], 5),
    });
    assert.deepEqual(written(explanation), [
      "y = √(3.000^2 + 0^2 + 0^2 + 4.000^2)",
      "= √(9.000 + 0.000 + 0.000 + 16.000)",
      "= √(25.000) = 5.000",
    ]);
  });
});

describe("activations", () => {
  const after = (op: string, x: number, y: number, more: Partial<LayerDescription> = {}) =>
    written(
      explain({ layer: { op, ...more }, inputs: [tensor([1, 1, 1], x)], output: tensor([1, 1, 1], y) }),
    )[0];

  it("stand with their own numbers", () => {
    assert.equal(after("relu", -0.31, 0), "y = max(0, −0.3100) = 0");
    assert.equal(after("leakyrelu", -2, -0.2, { slope: 0.1 }), "y = 0.1 · −2.000 = −0.2000");
    assert.equal(after("leakyrelu", 2, 2, { slope: 0.1 }), "y = 2.000 = 2.000");
    assert.equal(after("sigmoid", 0, 0.5), "y = 1 / (1 + e^(−0)) = 1 / (1 + 1.000) = 0.5000");
    assert.equal(after("tanh", 0, 0), "y = tanh(0) = 0");
    assert.equal(after("dropout", 2, 2), "y = 2.000 = 2.000");
  });

  it("read a vector's own value", () => {
    const vector = tensor([3], 1, 2, 3);
    const { readings } = explain({ layer: { op: "relu" }, inputs: [vector], output: vector, map: 2 });
    assert.deepEqual(readings, [{ input: 0, channel: 0, index: 2 }]);
  });
});

describe("softmax", () => {
  it("shows powers that add up, also for scores that would overflow", () => {
    for (const offset of [0, 1000]) {
      const scores = tensor([3], 1 + offset, 2 + offset, 0.5 + offset);
      const output = tensor([3], 0.2312, 0.6285, 0.1402);
      const { terms } = explain({
        layer: { op: "softmax" },
        inputs: [scores],
        output,
        map: 1,
        classes: ["a", "b", "c"],
      });
      const sum = terms?.list.reduce((all, { shown }) => all + ticks(shown.text), 0);
      assert.equal(sum, ticks(terms?.total.text ?? ""));
      assert.ok((sum ?? 0) > 0);
    }
  });
});

describe("batch normalization", () => {
  const given = {
    layer: { op: "batchnorm", epsilon: 0 },
    inputs: [tensor([1, 1, 1], 5)],
    output: tensor([1, 1, 1], 7),
  };

  it("stands with its statistics", () => {
    const weights = {
      weight: tensor([1], 3),
      bias: tensor([1], 1),
      running_mean: tensor([1], 1),
      running_var: tensor([1], 4),
    };
    assert.deepEqual(written(explain({ ...given, weights })), [
      "x̂ = (5.000 − 1.000) / √(4.000 + 0) = 4.000 / 2.000 = 2.000",
      "y = 3.000 · 2.000 + 1.000 = 7.000",
    ]);
  });

  it("says no more than it knows without them", () => {
    assert.deepEqual(written(explain(given)), ["x = 5.000, y = 7.000"]);
  });
});

describe("a dense layer", () => {
  const count = 40;
  const values = Array.from({ length: count }, (_, i) => Math.sin(i * 12.9898) * 2);
  const weight = Array.from({ length: count }, (_, i) => Math.cos(i * 78.233));
  const bias = 0.3333;
  const sum = values.reduce((all, value, i) => all + value * (weight[i] as number), bias);
  const explanation = explain({
    layer: { op: "dense" },
    inputs: [tensor([count], ...values)],
    output: tensor([1], sum),
    weights: { weight: tensor([1, count], ...weight), bias: tensor([1], bias) },
    classes: ["cat"],
  });

  it("adds up its largest votes, the others and the bias, as shown", () => {
    const { list, total } = explanation.terms ?? assert.fail();
    assert.equal(
      list.reduce((all, { shown }) => all + ticks(shown.text), 0),
      ticks(total.text),
    );
  });

  it("names six for, six against, the others together and the bias", () => {
    const list = explanation.terms?.list ?? [];
    assert.equal(list.length, 14);
    assert.ok(list.slice(0, 6).every(({ shown }) => shown.value > 0));
    assert.ok(list.slice(6, 12).every(({ shown }) => shown.value < 0));
    assert.deepEqual(
      list.slice(12).map(({ label }) => label),
      ["28 others together", "bias"],
    );
  });

  it("has nothing left over where there are few inputs", () => {
    const few = explain({
      layer: { op: "dense" },
      inputs: [tensor([2], 1, 2)],
      output: tensor([1], 5),
      weights: { weight: tensor([1, 2], 1, 2), bias: tensor([1], 0) },
    });
    assert.deepEqual(
      few.terms?.list.map(({ label, shown }) => [label, shown.text]),
      [
        ["in0 1", "4.000"],
        ["in0 0", "1.000"],
        ["bias", "0.000"],
      ],
    );
  });
});

describe("flatten", () => {
  it("tells where a value came from", () => {
    const maps = tensor([2, 2, 3], ...Array.from({ length: 12 }, (_, i) => i));
    const explanation = explain({
      layer: { op: "flatten" },
      inputs: [maps],
      output: tensor([12], ...maps.data),
      map: 10,
    });
    assert.deepEqual(written(explanation), ["(map 1 · 2 + row 1) · 3 + column 1 = 10", "value 10 = 10.00"]);
    assert.equal(explanation.readings[0]?.channel, 1);
    assert.deepEqual(explanation.readings[0]?.window?.unit, [1, 1]);
  });
});

describe("merging", () => {
  it("adds as shown", () => {
    const [a, b] = [tensor([1, 1, 1], 0.1114), tensor([1, 1, 1], 0.1114)];
    const explanation = explain({ layer: { op: "add" }, inputs: [a, b], output: tensor([1, 1, 1], 0.2228) });
    assert.deepEqual(written(explanation), ["a + b = 0.112 + 0.111 = 0.223"]);
  });

  it("tells which input a map of a concatenation is", () => {
    const inputs = [tensor([2, 1, 1], 1, 2), tensor([3, 1, 1], 3, 4, 5)].map((each, i) => ({
      name: `in${i}`,
      tensor: each,
    }));
    const layer = { op: "concat" } as LayerDescription;
    assert.deepEqual(sourceOf({ inputs, layer, map: 1, unit: [0, 0] }), { input: 0, index: [1, 0, 0] });
    assert.deepEqual(sourceOf({ inputs, layer, map: 4, unit: [0, 0] }), { input: 1, index: [2, 0, 0] });
  });
});

describe("global average pooling", () => {
  it("divides the sum by the number of values", () => {
    const explanation = explain({
      layer: { op: "globalavgpool" },
      inputs: [FOUR],
      output: tensor([1, 1, 1], -0.0325),
    });
    assert.deepEqual(written(explanation), [
      "y = (0.120 + 0.500 + −1.000 + 0.250) / 4",
      "= −0.130 / 4 = −0.03250",
    ]);
  });
});

describe("an operation nobody knows", () => {
  it("still shows its value", () => {
    const { readings, formula } = explain({
      layer: { op: "wavelet" },
      inputs: [tensor([2, 3], 1, 2, 3, 4, 5, 6)],
      output: tensor([2, 2], 1, 2, 3, 4.5),
      map: 1,
      unit: [1],
    });
    assert.deepEqual(readings, []);
    assert.deepEqual(written({ formula } as Explanation), ["value = 4.500"]);
  });
});

describe("windows over other numbers of axes", () => {
  it("a signal's window has one row", () => {
    const layer = { op: "maxpool1d", kernel: [3], stride: [2], padding: [1, 1] };
    const signal = tensor([1, 5], 5, 1, 2, 8, 3);
    const { numbers, formula } = explain({
      layer,
      inputs: [signal],
      output: tensor([1, 3], 5, 8, 8),
      unit: [0],
    });
    assert.deepEqual(
      numbers?.cells.map(({ inside }) => inside),
      [false, true, true],
    );
    assert.deepEqual(written({ formula } as Explanation), ["y = max(5.000, 1.000) = 5.000"]);
  });

  it("a clip's window spans frames", () => {
    const layer = { op: "avgpool3d", kernel: [2, 1, 2], stride: [2, 1, 2], padding: [0, 0, 0, 0, 0, 0] };
    const clip = tensor([1, 2, 1, 2], 1, 2, 3, 4);
    const explanation = explain({
      layer,
      inputs: [clip],
      output: tensor([1, 1, 1, 1], 2.5),
      unit: [0, 0, 0],
    });
    assert.equal(written(explanation)[0], "y = (1.000 + 2.000 + 3.000 + 4.000) / 4");
    assert.equal(explanation.readings[0]?.frame, 1);
  });

  it("padding counts where the layer says so", () => {
    const layer = { op: "avgpool2d", ...WINDOW, padding: [1, 1, 0, 0], count_padding: true };
    const explanation = explain({ layer, inputs: [tensor([1, 1, 1], 2)], output: tensor([1, 1, 1], 0.5) });
    assert.deepEqual(written(explanation), ["y = 2.000 / 4", "= 2.000 / 4 = 0.5000"]);
  });
});
