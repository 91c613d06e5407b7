import assert from "node:assert/strict";
import { test } from "node:test";
import { firstLayers, missingOf, WHOLE } from "./budget.ts";
import { GraphBuilder } from "./graph/example-graphs.ts";
import { RunState } from "./run-state.ts";
import { sizeOf } from "./wire/tensor.ts";

function described(...shapes: number[][]) {
  const graph = new GraphBuilder();
  for (const [i, shape] of shapes.entries()) graph.add(`l${i}`, [i ? `l${i - 1}` : "input"], shape);
  return graph.layers;
}

const state = (...shapes: number[][]) =>
  new RunState({
    event: "run",
    model: "toy",
    layers: described(...shapes),
    classes: [],
    preprocessing: { mean: [], std: [] },
    logits: "l0",
  });

test("a small network comes whole", () => {
  assert.equal(firstLayers(described([1e6], [1e6], [10]), "forward"), null);
});

test("of a large one the first layers come, and fewer of them with gradients", () => {
  const layers = described([4, 500, 500], [4, 500, 500], [4, 400, 400], [4, 900, 900], [10]);
  assert.deepEqual(firstLayers(layers, "forward"), ["l0", "l1"]);
  assert.deepEqual(firstLayers(layers.slice(2), "backward"), ["l2"]);
});

test("only the maps that are drawn count: a layer of very many comes as early as one of few", () => {
  const layers = described([1280, 56, 56], [1280, 56, 56], [1280, 56, 56]);
  assert.deepEqual(firstLayers(layers, "forward"), ["l0", "l1", "l2"]);
});

test("of closed blocks only their outputs come", () => {
  const layers = described([96, 112, 112], [96, 112, 112], [96, 112, 112], [96, 112, 112]);
  const closed = [{ name: "block", members: ["l1", "l2"] }];
  assert.deepEqual(firstLayers(layers, "forward", closed), ["l0", "l2", "l3"]);
});

test("where the first layer alone is too large, at least one is named", () => {
  assert.deepEqual(firstLayers(described([9e6], [10]).slice(0, 1), "forward"), ["l0"]);
});

test("what cannot be drawn is asked for in the order looked at, not all at once", () => {
  const run = state([2, 100, 100], [5, 1000, 1000], [5, 1000, 1000], [2]);
  take(run, "l0", 2);
  const wanted = (...names: string[]) => new Map(names.map((name) => [name, 5]));
  assert.deepEqual([...missingOf(run, wanted("input", "l0", "l1", "l2", "l3"), "forward")], [["l1", 5]]);
  assert.deepEqual([...missingOf(run, wanted("l3", "nobody"), "forward")], [["l3", 2]]);
});

test("more maps than are held are asked for, as many as there are at most", () => {
  const run = state([40, 10, 10]);
  take(run, "l0", 24);
  assert.deepEqual([...missingOf(run, new Map([["l0", 24]]), "forward")], []);
  assert.deepEqual([...missingOf(run, new Map([["l0", 1000]]), "forward")], [["l0", 40]]);
  assert.deepEqual([...missingOf(run, new Map([["l0", 24]]), "backward")], [["l0", 24]]);
});

test("what is needed whole is asked for whole, whatever is held to draw it", () => {
  const run = state([4, 10, 10]);
  take(run, "l0", 4);
  assert.deepEqual([...missingOf(run, new Map([["l0", 4]]), "forward")], []);
  assert.deepEqual([...missingOf(run, new Map([["l0", WHOLE]]), "forward")], [["l0", WHOLE]]);
});

/** The first maps of a layer of 10×10 or 100×100 arrive. */
function take(run: RunState, name: string, maps: number): void {
  const [, ...axes] = run.layer(name)?.output_shape ?? [];
  const data = new Array(maps * sizeOf(axes)).fill(0);
  const output = { shape: [maps, ...axes], dtype: "float32" as const, data };
  run.accept({ event: "layer", index: 0, op: "relu", min: 0, max: 1, milliseconds: 1, name, output }, "maps");
}
