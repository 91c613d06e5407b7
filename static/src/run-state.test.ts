import assert from "node:assert/strict";
import { test } from "node:test";
import { RunState } from "./run-state.ts";
import type { LayerDescription, RunEvent, WireTensor } from "./wire/events.ts";

const wire = (...values: number[]): WireTensor => ({
  shape: [values.length],
  dtype: "float32",
  data: values,
});

function description(name: string, inputs: string[]): LayerDescription {
  const receptive_field = {
    size: [1, 1],
    stride: [1, 1],
    start: [0, 0],
  } as LayerDescription["receptive_field"];
  return { name, op: "relu", inputs, output_shape: [2], parameters: 0, macs: 0, receptive_field };
}

const RUN: RunEvent = {
  event: "run",
  model: "toy",
  input: wire(1, 2),
  layers: [description("a", ["input"]), description("b", ["input"]), description("c", ["a", "b"])],
  classes: ["yes", "no"],
  preprocessing: { mean: [0], std: [1] },
  logits: "c",
};

test("a run begins with the picture alone", () => {
  const run = new RunState(RUN);
  assert.deepEqual([...(run.input?.data ?? [])], [1, 2]);
  assert.equal(run.truth, null);
  assert.equal(run.ended, false);
});

test("a layer's output is there as soon as its event was taken in", () => {
  const run = new RunState(RUN);
  const event = { event: "layer", index: 0, name: "a", op: "relu", min: 0, max: 1, milliseconds: 2 } as const;
  assert.deepEqual(run.accept({ ...event, output: wire(3, 4) }), ["a"]);
  assert.equal(run.activations.get("a")?.at(1), 4);
  assert.equal(run.milliseconds.get("a"), 2);
});

test("a layer without tensors is only counted", () => {
  const run = new RunState(RUN);
  run.accept({ event: "layer", index: 0, name: "a", op: "relu", min: 0, max: 1, milliseconds: 2 });
  assert.equal(run.activations.get("a"), undefined);
  assert.equal(run.milliseconds.size, 1);
});

test("the input's gradient is the sum of what its consumers send back", () => {
  const run = new RunState(RUN);
  run.accept({ event: "gradient", min: 0, max: 0, name: "b", d_output: wire(0, 0), d_input: wire(1, 2) });
  const changed = run.accept({
    event: "gradient",
    min: 0,
    max: 0,
    name: "a",
    d_output: wire(0, 0),
    d_input: wire(10, 20),
  });
  assert.deepEqual(changed, ["a", "input"]);
  assert.deepEqual([...(run.gradient("input")?.data ?? [])], [11, 22]);
});

test("a layer with several inputs sends a tensor to each", () => {
  const run = new RunState(RUN);
  run.accept({
    event: "gradient",
    min: 0,
    max: 0,
    name: "c",
    d_output: wire(5, 6),
    d_input: [wire(1, 1), wire(2, 2)],
  });
  assert.equal(run.gradients.get("c")?.dInputs.length, 2);
  assert.equal(run.gradient("c")?.at(0), 5);
  assert.equal(run.gradient("a"), null);
});
