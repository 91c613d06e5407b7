import assert from "node:assert/strict";
import { test } from "node:test";
import { firstLayers, missingOf } from "./budget.ts";
import { GraphBuilder } from "./graph/example-graphs.ts";
import { RunState } from "./run-state.ts";

function described(...sizes: number[]) {
  const graph = new GraphBuilder();
  for (const [i, size] of sizes.entries()) graph.add(`l${i}`, [i ? `l${i - 1}` : "input"], [size]);
  return graph.layers;
}

const state = (...sizes: number[]) =>
  new RunState({
    event: "run",
    model: "toy",
    layers: described(...sizes),
    classes: [],
    preprocessing: { mean: [], std: [] },
    logits: "l0",
  });

test("a small network comes whole", () => {
  assert.equal(firstLayers(described(1e6, 1e6, 10), "forward"), null);
});

test("of a large one the first layers come, and fewer of them with gradients", () => {
  const layers = described(4e5, 4e5, 4e5, 4e6, 10);
  assert.deepEqual(firstLayers(layers, "forward"), ["l0", "l1", "l2"]);
  assert.deepEqual(firstLayers(layers, "backward"), ["l0"]);
});

test("where the first layer alone is too large, at least one is named", () => {
  assert.deepEqual(firstLayers(described(9e6, 10), "forward"), ["l1"]);
});

test("what is not held is asked for in the order looked at, not all at once", () => {
  const run = state(10, 5e6, 5e6, 10);
  const event = { event: "layer", index: 0, op: "relu", min: 0, max: 1, milliseconds: 1 } as const;
  run.accept({
    ...event,
    name: "l0",
    output: { shape: [10], dtype: "float32", data: new Array(10).fill(0) },
  });
  assert.deepEqual(missingOf(run, ["input", "l0", "l1", "l2", "l3"], "forward"), ["l1"]);
  assert.deepEqual(missingOf(run, ["l3", "nobody"], "forward"), ["l3"]);
});
