import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { unitAt } from "../../graph/raster.ts";
import { sizeOf, Tensor } from "../../wire/tensor.ts";
import type { DetailContext } from "../context.ts";
import { contextOf, type Given, tensor, written } from "../explain/example-units.ts";
import type { Explanation } from "../explain/explanation.ts";
import { explained } from "../explain/table.ts";
import { openUnit } from "../opened-unit.ts";
import { wayBack } from "./way-back.ts";

interface Sent {
  dOutput: Tensor;
  dInputs?: Tensor[];
  dParameters?: Record<string, Tensor>;
}

/** A layer's way back at a place of what it hands on. */
function mirrored(given: Given, { dOutput, dInputs = [], dParameters = {} }: Sent, wrt = ""): DetailContext {
  const gradient = { dOutput, senders: [], dInputs, dParameters };
  const context = wayBack({ ...contextOf(given), pass: "backward", gradient, wrt });
  assert.ok(context);
  return context;
}

/** What the products of every downstream value add up to. */
function handedOn(given: Given, dOutput: Tensor, shape: number[], wrt = ""): number[] {
  const blank = new Tensor(shape, new Float32Array(sizeOf(shape)));
  const sent =
    wrt === "" || /^\d$/.test(wrt)
      ? { dOutput, dInputs: [0, 1, 2].slice(0, given.inputs.length).map(() => blank) }
      : { dOutput, dInputs: [], dParameters: { [wrt]: blank } };
  return Array.from(blank.data, (_, at) => {
    const [map = 0, ...unit] = unitAt(at, shape);
    return sumOf(explained(mirrored({ ...given, map, unit }, sent, wrt)));
  });
}

const sumOf = ({ products }: Explanation): number =>
  (products?.list ?? []).reduce((sum, { input, weight }) => sum + input * weight, 0);

function close(found: readonly number[], expected: readonly number[]): void {
  assert.equal(found.length, expected.length);
  for (const [i, value] of found.entries())
    assert.ok(Math.abs(value - (expected[i] as number)) < 1e-5, `${found} is not ${expected}`);
}

const POOL = { kernel: [1, 2], stride: [1, 1], padding: [0, 0, 0, 0] };

describe("the way back of a function", () => {
  const given: Given = {
    layer: { op: "relu" },
    inputs: [tensor([3], -1, 0, 2)],
    output: tensor([3], 0, 0, 2),
    unit: [],
  };

  it("multiplies what comes in with the slope where the value stood", () => {
    close(handedOn(given, tensor([3], 5, 6, 7), [3]), [0, 0, 7]);
  });

  it("names the product and its result", () => {
    const sent = { dOutput: tensor([3], 5, 6, 7), dInputs: [tensor([3], 0, 0, 7)] };
    assert.deepEqual(written(explained(mirrored({ ...given, map: 2 }, sent))), [
      "dL/dX = 7.000 · 1.000 = 7.000",
    ]);
    assert.match(explained(mirrored({ ...given, map: 0 }, sent)).rule, /dies/);
  });

  it("sums a learned slope's gradient over the negative values of its channel", () => {
    const prelu: Given = {
      layer: { op: "prelu" },
      inputs: [tensor([2, 3], -1, 2, -3, -4, 5, 6)],
      output: tensor([2, 3], -0.1, 2, -0.3, -0.8, 5, 6),
      weights: { weight: tensor([2], 0.1, 0.2) },
    };
    const dOutput = tensor([2, 3], 1, 1, 10, 2, 2, 2);
    close(handedOn(prelu, dOutput, [2], "weight"), [-31, -8]);
    close(handedOn(prelu, dOutput, [2, 3]), [0.1, 1, 1, 0.4, 2, 2]);
  });
});

describe("the way back of pooling", () => {
  it("goes to the winner, and windows that overlap add up", () => {
    const given: Given = {
      layer: { op: "maxpool2d", ...POOL },
      inputs: [tensor([1, 1, 3], 1, 3, 2)],
      output: tensor([1, 1, 2], 3, 3),
      winners: tensor([1, 1, 2], 1, 0),
    };
    close(handedOn(given, tensor([1, 1, 2], 10, 5), [1, 1, 3]), [0, 15, 0]);
  });

  it("lets the first of equals win where the server said nothing", () => {
    const given: Given = {
      layer: { op: "maxpool2d", ...POOL },
      inputs: [tensor([1, 1, 2], 4, 4)],
      output: tensor([1, 1, 1], 4),
    };
    close(handedOn(given, tensor([1, 1, 1], 7), [1, 1, 2]), [7, 0]);
  });

  it("shares a mean out, with or without the padding", () => {
    const given = (count_padding: boolean): Given => ({
      layer: { op: "avgpool2d", ...POOL, padding: [0, 1, 0, 0], count_padding } as Given["layer"],
      inputs: [tensor([1, 1, 2], 2, 6)],
      output: tensor([1, 1, 2], 2, 4),
    });
    close(handedOn(given(false), tensor([1, 1, 2], 8, 4), [1, 1, 2]), [10, 2]);
    close(handedOn(given(true), tensor([1, 1, 2], 8, 4), [1, 1, 2]), [6, 2]);
  });

  it("gives each value its part of a length, and of no length nothing", () => {
    const layer = { op: "l2pool2d", ...POOL, stride: [1, 2] };
    const inputs = [tensor([1, 1, 4], 3, 4, 0, 0)];
    const given: Given = { layer, inputs, output: tensor([1, 1, 2], 5, 0) };
    close(handedOn(given, tensor([1, 1, 2], 10, 10), [1, 1, 4]), [6, 8, 0, 0]);
  });

  it("says how many windows a value won", () => {
    const given: Given = {
      layer: { op: "maxpool2d", ...POOL },
      inputs: [tensor([1, 1, 3], 1, 3, 2)],
      output: tensor([1, 1, 2], 3, 3),
      unit: [0, 1],
    };
    const sent = { dOutput: tensor([1, 1, 2], 10, 5), dInputs: [tensor([1, 1, 3], 0, 15, 0)] };
    const { rule, formula } = explained(mirrored(given, sent));
    assert.match(rule, /2 windows and won 2/);
    assert.equal(formula.length, 2);
  });
});

describe("the way back of a dense layer", () => {
  const given: Given = {
    layer: { op: "dense", parameters: 8 },
    inputs: [tensor([3], 1, 2, 3)],
    output: tensor([2], 0, 0),
    weights: { weight: tensor([2, 3], 1, 2, 3, 4, 5, 6), bias: tensor([2], 0, 0) },
    unit: [],
  };
  const dOutput = tensor([2], 10, -1);

  it("goes through the column of an input's weights", () => {
    close(handedOn(given, dOutput, [3]), [6, 15, 24]);
  });

  it("makes the outer product the weights' gradient, and the biases' what comes in", () => {
    close(handedOn(given, dOutput, [2, 3], "weight"), [10, 20, 30, -1, -2, -3]);
    close(handedOn(given, dOutput, [2], "bias"), [10, -1]);
  });

  it("can be entered product by product", () => {
    const opened = openUnit(mirrored({ ...given, map: 1 }, { dOutput, dInputs: [tensor([3], 6, 15, 24)] }));
    assert.deepEqual(
      opened?.products.map(({ product }) => product.value),
      [20, -5],
    );
    assert.equal(opened?.total.value, 15);
    assert.equal(opened?.kind, "gradient");
  });
});

describe("the way back of a softmax", () => {
  const p = [0.7, 0.2, 0.1];
  const given: Given = {
    layer: { op: "softmax" },
    inputs: [tensor([3], 1, 0, 0)],
    output: tensor([3], ...p),
    unit: [],
    classes: ["cat", "dog", "frog"],
  };

  it("is p − y where the loss is the cross-entropy", () => {
    const dOutput = tensor([3], 0, -1 / 0.2, 0);
    close(handedOn(given, dOutput, [3]), [0.7, -0.8, 0.1]);
    const { formula, facts } = explained(
      mirrored(given, { dOutput, dInputs: [tensor([3], 0.7, -0.8, 0.1)] }),
    );
    assert.equal(written({ formula } as Explanation)[0], "cat: p − y = 0.7000 − 0 = 0.7000");
    assert.deepEqual(facts?.rows[1], { name: "dog", cells: ["0.2000", "1", "−0.8000"] });
  });

  it("is the product with its slopes for every other gradient", () => {
    close(handedOn(given, tensor([3], 1, 0, 0), [3]), [0.21, -0.14, -0.07]);
  });
});

describe("the way back of a normalization", () => {
  it("is one factor in use, and γ and β get sums over their map", () => {
    const given: Given = {
      layer: { op: "batchnorm", epsilon: 1 },
      inputs: [tensor([1, 1, 2], 4, 6)],
      output: tensor([1, 1, 2], 0, 0),
      weights: {
        weight: tensor([1], 5),
        bias: tensor([1], 0),
        running_mean: tensor([1], 2),
        running_var: tensor([1], 3),
      },
    };
    const dOutput = tensor([1, 1, 2], 2, -4);
    close(handedOn(given, dOutput, [1, 1, 2]), [5, -10]);
    close(handedOn(given, dOutput, [1], "weight"), [2 * 1 - 4 * 2]);
    close(handedOn(given, dOutput, [1], "bias"), [-2]);
  });

  it("agrees with the slope of its own forward pass where each value moves μ and σ² too", () => {
    const [x, gamma, dY] = [
      [1, -2, 0.5, 4],
      [1, 2, -1, 0.5],
      [0.3, -0.7, 1.1, 0.2],
    ] as const;
    const loss = (values: readonly number[]) => {
      const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
      const variance = values.reduce((sum, each) => sum + (each - mean) ** 2, 0) / values.length;
      const outputs = values.map(
        (each, i) => ((each - mean) / Math.sqrt(variance + 1e-5)) * (gamma[i] as number),
      );
      return outputs.reduce((sum, each, i) => sum + each * (dY[i] as number), 0);
    };
    const slopes = x.map((_, i) => {
      const nudged = (by: number) => loss(x.map((each, k) => (k === i ? each + by : each)));
      return (nudged(1e-5) - nudged(-1e-5)) / 2e-5;
    });
    const given: Given = {
      layer: { op: "layernorm", axis: 0, epsilon: 1e-5 } as Given["layer"],
      inputs: [tensor([4], ...x)],
      output: tensor([4], 0, 0, 0, 0),
      weights: { weight: tensor([4], ...gamma), bias: tensor([4], 0, 0, 0, 0) },
      unit: [],
    };
    close(handedOn(given, tensor([4], ...dY), [4]), slopes);
    const shown = explained(
      mirrored(given, { dOutput: tensor([4], ...dY), dInputs: [tensor([4], ...slopes)] }),
    );
    const parts = shown.terms?.list.map(({ shown: { value } }) => value) ?? [];
    close([parts.reduce((sum, each) => sum + each, 0)], [slopes[0] as number]);
  });
});

describe("the way back of values that met", () => {
  const maps = tensor([2, 1, 2], 1, 2, 3, 4);
  const gate = tensor([2, 1, 1], 10, 20);
  const dOutput = tensor([2, 1, 2], 1, -1, 2, 2);
  const met = (op: string, output: Tensor): Given => ({ layer: { op }, inputs: [maps, gate], output });

  it("copies for a sum, and adds up where a value was repeated", () => {
    const given = met("add", tensor([2, 1, 2], 11, 12, 23, 24));
    close(handedOn(given, dOutput, [2, 1, 2]), [1, -1, 2, 2]);
    close(handedOn(given, dOutput, [2, 1, 1], "1"), [0, 4]);
  });

  it("turns the sign of what was taken away", () => {
    close(handedOn(met("sub", tensor([2, 1, 2], -9, -8, -17, -16)), dOutput, [2, 1, 1], "1"), [-0, -4]);
  });

  it("multiplies with the other", () => {
    const given = met("mul", tensor([2, 1, 2], 10, 20, 60, 80));
    close(handedOn(given, dOutput, [2, 1, 2]), [10, -10, 40, 40]);
    close(handedOn(given, dOutput, [2, 1, 1], "1"), [-1, 14]);
  });

  it("divides by the other", () => {
    const given = met("div", tensor([2, 1, 2], 0.1, 0.2, 0.15, 0.2));
    close(handedOn(given, dOutput, [2, 1, 2]), [0.1, -0.1, 0.1, 0.1]);
    close(handedOn(given, dOutput, [2, 1, 1], "1"), [0.01, -(2 * 0.15 + 2 * 0.2) / 20]);
  });

  it("goes to the larger, of equals to the first", () => {
    const inputs = [tensor([3], 1, 5, 2), tensor([3], 4, 5, 1)];
    const given: Given = { layer: { op: "maximum" }, inputs, output: tensor([3], 4, 5, 2), unit: [] };
    close(handedOn(given, tensor([3], 1, 2, 3), [3]), [0, 2, 3]);
    close(handedOn(given, tensor([3], 1, 2, 3), [3], "1"), [1, 0, 0]);
  });
});

describe("the way back of values that were put elsewhere", () => {
  const clip = tensor([2, 2], 1, 2, 3, 4);

  it("splits what was joined", () => {
    const inputs = [tensor([1, 2], 1, 2), tensor([2, 2], 3, 4, 5, 6)];
    const given: Given = { layer: { op: "concat" }, inputs, output: tensor([3, 2], 1, 2, 3, 4, 5, 6) };
    close(handedOn(given, tensor([3, 2], 1, 2, 3, 4, 5, 6), [2, 2], "1"), [3, 4, 5, 6]);
  });

  it("puts a row back into maps", () => {
    const given: Given = { layer: { op: "flatten" }, inputs: [clip], output: tensor([4], 1, 2, 3, 4) };
    close(handedOn(given, tensor([4], 5, 6, 7, 8), [2, 2]), [5, 6, 7, 8]);
  });

  it("gives what was left out nothing, and what was mirrored the sum", () => {
    const slice = { op: "slice", axes: [1], starts: [1], steps: [1] } as Given["layer"];
    close(
      handedOn({ layer: slice, inputs: [clip], output: tensor([2, 1], 2, 4) }, tensor([2, 1], 5, 6), [2, 2]),
      [0, 5, 0, 6],
    );
    const pad = { op: "pad", mode: "reflect", padding: [1, 0] } as Given["layer"];
    const given: Given = { layer: pad, inputs: [tensor([1, 2], 1, 2)], output: tensor([1, 3], 2, 1, 2) };
    close(handedOn(given, tensor([1, 3], 10, 20, 30), [1, 2]), [20, 40]);
  });
});

describe("a way back", () => {
  it("is the first one where the address names none that there is", () => {
    const given: Given = {
      layer: { op: "tanh" },
      inputs: [tensor([1], 0)],
      output: tensor([1], 0),
      unit: [],
    };
    const { back } = mirrored(given, { dOutput: tensor([1], 1), dInputs: [tensor([1], 1)] }, "weight");
    assert.deepEqual([back?.way.wrt, back?.way.symbol], ["", "dL/dX"]);
  });

  it("says so where it is not taken apart", () => {
    const given: Given = {
      layer: { op: "lstm" },
      inputs: [tensor([1], 0)],
      output: tensor([1], 0),
      unit: [],
    };
    const { rule, products } = explained(
      mirrored(given, { dOutput: tensor([1], 1), dInputs: [tensor([1], 0.25)] }),
    );
    assert.match(rule, /not taken apart/);
    assert.equal(products, undefined);
  });

  it("pulls a place outside of what is handed on in", () => {
    const given: Given = {
      layer: { op: "relu" },
      inputs: [tensor([1, 2, 2], 1, 1, 1, 1)],
      output: tensor([1, 2, 2], 1, 1, 1, 1),
      map: 9,
      unit: [7, 7],
    };
    const one = tensor([1, 2, 2], 1, 1, 1, 1);
    const { map, unit } = mirrored(given, { dOutput: one, dInputs: [one] });
    assert.deepEqual([map, unit], [0, [1, 1]]);
  });
});
