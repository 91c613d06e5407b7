import assert from "node:assert/strict";
import { test } from "node:test";
import { curvePath } from "./curve.ts";

const BOX = { x: 10, y: 0, width: 40, height: 20 };

test("a curve runs through the middle of every sample, the limit at the top", () => {
  assert.equal(
    curvePath(Float32Array.of(2, 0, -2, 1), 2, BOX),
    "M15.00 0.00L25.00 10.00L35.00 20.00L45.00 5.00",
  );
});

test("a curve breaks where there is no number, and stays inside its box", () => {
  assert.equal(
    curvePath(Float32Array.of(9, Number.NaN, -9, 0), 2, BOX),
    "M15.00 0.00M35.00 20.00L45.00 10.00",
  );
});

test("constant zero lies in the middle", () => {
  assert.equal(curvePath(Float32Array.of(0, 0), 0, BOX), "M20.00 10.00L40.00 10.00");
});
