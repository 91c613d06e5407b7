import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { decimalsOf } from "./digits.ts";

describe("decimals of numbers that stand together", () => {
  const faint = new Float32Array(1000).fill(3e-4);
  faint[7] = 0.006;

  it("are as many as the largest of activations and weights needs", () => {
    assert.equal(decimalsOf("activation", faint), 5);
    assert.equal(decimalsOf("weight", faint), 5);
  });

  it("are as many as a usual gradient needs", () => {
    assert.equal(decimalsOf("gradient", faint), 6);
  });

  it("are the usual ones where all are zero, or one is no number", () => {
    assert.equal(decimalsOf("gradient", new Float32Array(4)), 3);
    assert.equal(decimalsOf("gradient", Float32Array.of(1, Number.NaN)), 3);
  });
});
