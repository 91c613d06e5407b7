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

test("an input of one map is read by every map", () => {
  const gate = new Map([
    ["a", [4, 5, 5]],
    ["gate", [1, 5, 5]],
  ]);
  assert.deepEqual(sourcesOf(layer("mul", ["a", "gate"], [4, 5, 5]), 2, gate), [
    { name: "a", first: 2, count: 1 },
    { name: "gate", first: 0, count: 1 },
  ]);
});

test("joined along another axis, the same map of every input is read", () => {
  const wide = layer("concat", ["a", "a"], [4, 5, 10], { axis: 2 });
  assert.deepEqual(
    sourcesOf(wide, 3, shapes).map(({ first }) => first),
    [3, 3],
  );
});

test("a slice of the channels reads the ones it takes", () => {
  const part = (starts: number[], steps: number[], axes: number[]) =>
    sourcesOf(layer("slice", ["a"], [2, 5, 5], { starts, steps, axes }), 1, shapes)[0]?.first;
  assert.equal(part([1], [2], [0]), 3);
  assert.equal(part([-2], [1], [0]), 3);
  assert.equal(part([9], [-1], [0]), 2);
  assert.deepEqual(
    sourcesOf(layer("slice", ["a"], [4, 2, 5], { starts: [1], steps: [1], axes: [1] }), 3, shapes),
    [{ name: "a", first: 3, count: 1 }],
  );
});

test("a map of padding is read from nowhere", () => {
  const padded = layer("pad", ["a"], [6, 5, 5], { padding: [1, 0, 0, 1, 0, 0] });
  assert.deepEqual(sourcesOf(padded, 0, shapes), []);
  assert.deepEqual(sourcesOf(padded, 4, shapes), [{ name: "a", first: 3, count: 1 }]);
  assert.deepEqual(sourcesOf(layer("pad", ["a"], [4, 7, 7], { padding: [1, 1, 1, 1] }), 0, shapes), [
    { name: "a", first: 0, count: 1 },
  ]);
});

test("a reshaped map holds a part of a map, or several", () => {
  assert.deepEqual(sourcesOf(layer("reshape", ["a"], [2, 50]), 1, shapes), [
    { name: "a", first: 2, count: 2 },
  ]);
  assert.deepEqual(sourcesOf(layer("reshape", ["a"], [20, 5]), 7, shapes), [
    { name: "a", first: 1, count: 1 },
  ]);
});

test("over the channels all maps are read, over places the same one", () => {
  const counts = (op: string, more: Partial<LayerDescription>) =>
    sourcesOf(layer(op, ["a"], [4, 5, 5], more), 2, shapes).map(({ first, count }) => [first, count]);
  assert.deepEqual(counts("softmax", { axis: 0 }), [[0, 4]]);
  assert.deepEqual(counts("softmax", { axis: 2 }), [[2, 1]]);
  assert.deepEqual(counts("reduce_mean", { keepdims: true }), [[0, 4]]);
  assert.deepEqual(counts("reduce_mean", { axes: [1, 2] }), [[2, 1]]);
  assert.deepEqual(counts("transpose", { permutation: [0, 2, 1] }), [[2, 1]]);
  assert.deepEqual(counts("transpose", { permutation: [1, 2, 0] }), [[0, 4]]);
  assert.deepEqual(counts("groupnorm", { groups: 2 }), [[2, 2]]);
  assert.deepEqual(counts("lrn", { size: 3 }), [[1, 3]]);
});

test("maps reduced to a value each are read by their own unit", () => {
  const sum = layer("reduce_sum", ["a"], [4], { axes: [1, 2], keepdims: false });
  assert.deepEqual(sourcesOf(sum, 3, shapes), [{ name: "a", first: 3, count: 1 }]);
});

test("where maps are other things than before, all are read", () => {
  assert.deepEqual(sourcesOf(layer("reduce_sum", ["a"], [5], { axes: [0, 1] }), 4, shapes), [
    { name: "a", first: 0, count: 4 },
  ]);
  assert.deepEqual(sourcesOf(layer("reduce_sum", ["a"], [5, 5], { axes: [0] }), 4, shapes), [
    { name: "a", first: 0, count: 4 },
  ]);
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
