import assert from "node:assert/strict";
import { test } from "node:test";
import { namedRuns } from "./named-blocks.ts";

const labels = (names: readonly string[]) =>
  namedRuns(names).map(({ label, from, to }) => [label, to - from]);
const each = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}op${i}`);

test("layers whose names share a beginning are a part", () => {
  const names = ["stem", ...each("conv2_1/", 7), ...each("conv2_2/", 5), "scores"];
  assert.deepEqual(labels(names), [
    ["conv2_1", 7],
    ["conv2_2", 5],
  ]);
});

test("a part that is too large is divided by the next piece of its names", () => {
  const names = [0, 1, 2, 3].flatMap((i) => each(`blocks.${i}/`, 10));
  assert.deepEqual(labels(names), [
    ["blocks.0", 10],
    ["blocks.1", 10],
    ["blocks.2", 10],
    ["blocks.3", 10],
  ]);
});

test("what an exporter repeats is said once", () => {
  const names = [0, 1, 2, 3].flatMap((i) => each(`/layer1/layer1.${i}/`, 10));
  assert.deepEqual(labels(names)[0], ["layer1.0", 10]);
});

test("a beginning that comes back elsewhere tells no part", () => {
  assert.deepEqual(labels([...each("a/", 4), ...each("b/", 4), ...each("a/x", 4)]), [["b", 4]]);
});

test("two layers, and names without pieces, are no part", () => {
  assert.deepEqual(labels(["conv1", "conv1/relu", "conv2", "conv2/relu", "flatten"]), []);
});
