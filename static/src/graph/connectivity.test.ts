import assert from "node:assert/strict";
import { test } from "node:test";
import type { LayerDescription } from "../wire/events.ts";
import { shapesOf, sourcesOf } from "./connectivity.ts";

function layer(op: string, inputs: string[], output_shape: number[], more: Partial<LayerDescription> = {}) {
  const receptive_field = {
    size: [1, 1],
    stride: [1, 1],
    start: [0, 0],
  } as LayerDescription["receptive_field"];
  return { name: "it", op, inputs, output_shape, parameters: 0, macs: 0, receptive_field, ...more };
}

const shapes = new Map([
  ["a", [4, 5, 5]],
  ["b", [2, 5, 5]],
]);

test("a convolution's map reads all channels", () => {
  assert.deepEqual(sourcesOf(layer("conv2d", ["a"], [8, 5, 5]), 3, shapes), [
    { name: "a", first: 0, count: 4 },
  ]);
});

test("a grouped convolution's map reads the channels of its group", () => {
  const grouped = layer("conv2d", ["a"], [8, 5, 5], { groups: 2 });
  assert.deepEqual(sourcesOf(grouped, 5, shapes), [{ name: "a", first: 2, count: 2 }]);
});

test("map by map operations read the same map", () => {
  for (const op of ["relu", "maxpool2d", "batchnorm", "dropout", "globalavgpool"]) {
    assert.deepEqual(
      sourcesOf(layer(op, ["a"], [4, 5, 5]), 2, shapes),
      [{ name: "a", first: 2, count: 1 }],
      op,
    );
  }
});

test("a sum reads the same map of every input", () => {
  const sources = sourcesOf(layer("add", ["a", "a"], [4, 5, 5]), 1, shapes);
  assert.deepEqual(
    sources.map(({ first }) => first),
    [1, 1],
  );
});

test("a flattened unit comes from the channel it was in", () => {
  assert.deepEqual(sourcesOf(layer("flatten", ["a"], [100]), 60, shapes), [
    { name: "a", first: 2, count: 1 },
  ]);
});

test("a concatenated map comes from one of the inputs", () => {
  const joined = layer("concat", ["a", "b"], [6, 5, 5]);
  assert.deepEqual(sourcesOf(joined, 3, shapes), [{ name: "a", first: 3, count: 1 }]);
  assert.deepEqual(sourcesOf(joined, 4, shapes), [{ name: "b", first: 0, count: 1 }]);
});

test("dense and softmax units read every unit", () => {
  const vector = new Map([["a", [10]]]);
  for (const op of ["dense", "softmax"]) {
    assert.deepEqual(sourcesOf(layer(op, ["a"], [10]), 7, vector), [{ name: "a", first: 0, count: 10 }]);
  }
});

test("shapes by name include the input", () => {
  const known = shapesOf([layer("relu", ["input"], [3, 8, 8])], [3, 8, 8]);
  assert.deepEqual(known.get("input"), [3, 8, 8]);
  assert.deepEqual(known.get("it"), [3, 8, 8]);
});
