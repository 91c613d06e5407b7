import assert from "node:assert/strict";
import { test } from "node:test";
import type { LayerDescription } from "../wire/events.ts";
import { operationName } from "./operation-names.ts";
import { layerFacts } from "./summary.ts";

function layer(op: string, more: Partial<LayerDescription> = {}): LayerDescription {
  const receptive_field = { size: [3, 3], stride: [1, 1], start: [0, 0] };
  return {
    name: "it",
    op,
    inputs: ["a"],
    output_shape: [4, 5, 5],
    parameters: 0,
    macs: 0,
    receptive_field,
    ...more,
  };
}

test("a layer tells its shapes, what it costs and what it sees", () => {
  assert.deepEqual(layerFacts(layer("relu", { parameters: 12 }), [[4, 5, 5]]), [
    "4×5×5 → 4×5×5",
    "12 parameters",
    "sees 3×3 pixels",
  ]);
});

test("a constant reads and sees nothing", () => {
  const nothing = { size: [0, 0], stride: [0, 0], start: [0, 0] };
  assert.deepEqual(layerFacts(layer("constant", { inputs: [], receptive_field: nothing }), []), [
    "4×5×5",
    "the same for every input",
  ]);
});

test("operations are called what the field calls them, and others by their own name", () => {
  assert.equal(operationName("convtranspose2d"), "transposed convolution");
  assert.equal(operationName("somethingnew"), "somethingnew");
});

test("a layer says which batch norms have become part of its weights", () => {
  const facts = layerFacts(layer("conv2d", { folded: ["bn1"] }), [[4, 5, 5]]);
  assert.ok(facts.includes("with batch norm bn1 folded in"));
});
