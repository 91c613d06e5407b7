import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { LayerDescription } from "../../wire/events.ts";
import { curveOf, erf, sigmoid, softplus } from "./curves.ts";

const curve = (op: string, more: Partial<LayerDescription> = {}) => {
  const found = curveOf({ op, ...more } as LayerDescription);
  assert.ok(found, op);
  return found;
};

const SMOOTH = [
  ["elu", { alpha: 1 }],
  ["selu", { alpha: 1.67326, gamma: 1.0507 }],
  ["gelu", { approximate: "none" }],
  ["gelu", { approximate: "tanh" }],
  ["silu", {}],
  ["mish", {}],
  ["sigmoid", {}],
  ["tanh", {}],
  ["softplus", {}],
  ["softsign", {}],
  ["hardswish", {}],
  ["hardsigmoid", { alpha: 0.2, beta: 0.5 }],
  ["leakyrelu", { slope: 0.1 }],
  ["relu", {}],
  ["relu6", {}],
  ["clip", { low: -0.7, high: 1.2 }],
  ["exp", {}],
  ["erf", {}],
  ["sin", {}],
  ["cos", {}],
  ["neg", {}],
  ["abs", {}],
  ["pow", { exponent: 3 }],
] as const;

describe("curves", () => {
  it("have the derivative that differences give", () => {
    const step = 1e-4;
    for (const [op, settings] of SMOOTH) {
      const { of, slope } = curve(op, settings);
      for (const x of [-4.1, -1.3, -0.4, 0.3, 1.7, 6.3]) {
        const difference = (of(x + step) - of(x - step)) / (2 * step);
        assert.ok(Math.abs(slope(x) - difference) < 1e-3, `${op} at ${x}: ${slope(x)}, ${difference}`);
      }
    }
  });

  it("take their settings from the layer", () => {
    assert.equal(curve("leakyrelu", { slope: 0.2 }).of(-5), -1);
    assert.equal(curve("clip", { high: 2 }).of(3), 2);
    assert.equal(curve("clip", { high: 2 }).of(-30), -30);
    assert.equal(curve("hardsigmoid", { alpha: 0.1, beta: 0.3 }).of(1), 0.4);
  });

  it("have at a kink the derivative that the engine takes", () => {
    assert.equal(curve("relu").slope(0), 0);
    assert.equal(curve("leakyrelu", { slope: 0.1 }).slope(0), 0.1);
    assert.equal(curve("relu6").slope(6), 0);
  });

  it("do not overflow far out", () => {
    assert.equal(sigmoid(-1000), 0);
    assert.equal(sigmoid(1000), 1);
    assert.equal(softplus(1000), 1000);
    assert.equal(softplus(-1000), 0);
    assert.equal(erf(10), 1);
  });

  it("are drawn of functions of one value alone", () => {
    assert.equal(curveOf({ op: "softmax" } as LayerDescription), null);
  });
});
