import assert from "node:assert/strict";
import { test } from "node:test";
import { OverviewValues } from "./overview-values.ts";
import { RunState } from "./run-state.ts";
import type { LayerDescription, WireTensor } from "./wire/events.ts";

const wire = (shape: number[], ...data: number[]): WireTensor => ({ shape, dtype: "float32", data });

function description(name: string, inputs: string[], output_shape: number[]): LayerDescription {
  const receptive_field = { size: [1], stride: [1], start: [0] };
  return { name, op: "relu", inputs, output_shape, parameters: 0, macs: 0, receptive_field };
}

/** A signal of four samples, two layers of two maps with two samples each, and a vector. */
function running(): RunState {
  return new RunState({
    event: "run",
    model: "toy",
    input: wire([1, 4], 1, -3, 2, 0),
    layers: [
      description("a", ["input"], [2, 2]),
      description("b", ["a"], [2, 2]),
      description("c", ["b"], [2]),
    ],
    classes: [],
    preprocessing: { mean: [], std: [] },
    logits: "c",
  });
}

const layer = { event: "layer", index: 0, op: "relu", milliseconds: 1 } as const;
const gradient = { event: "gradient" } as const;

test("a layer's scale reaches to its largest number, also where only some of its maps are held", () => {
  const run = running();
  run.accept({ ...layer, name: "a", min: -7, max: 2, output: wire([1, 2], 1, 2) }, "maps");
  assert.equal(new OverviewValues(run, "forward", "layer").at("a")?.limit, 7);
  run.accept({ ...layer, name: "a", min: -7, max: 2, output: wire([2, 2], 1, 2, -7, 0) });
  assert.equal(new OverviewValues(run, "forward", "layer").at("a")?.limit, 7);
});

test("each map has its own scale where that is chosen, but not a vector's units", () => {
  const run = running();
  run.accept({ ...layer, name: "a", min: 0, max: 2, output: wire([2, 2], 0, 1, 2, 0) });
  run.accept({ ...layer, name: "c", min: 0, max: 5, output: wire([2], 5, 0) });
  const values = new OverviewValues(run, "forward", "map");
  assert.equal(values.at("a")?.limit, null);
  assert.equal(values.at("c")?.limit, 5);
});

test("the global scale covers layers whose numbers are not held, and the input", () => {
  const run = running();
  run.accept({ ...layer, name: "a", min: -1, max: 2, output: wire([2, 2], 0, 1, 2, -1) });
  assert.equal(new OverviewValues(run, "forward", "network").at("a")?.limit, 3);
  run.accept({ ...layer, name: "b", min: -90, max: 4 });
  assert.equal(new OverviewValues(run, "forward", "network").at("a")?.limit, 90);
});

test("backward the global scale covers all gradients, held or not, and no outputs", () => {
  const run = running();
  run.accept({ ...layer, name: "a", min: -90, max: 4, output: wire([2, 2], 0, 1, 2, 4) });
  run.accept({ ...layer, name: "b", min: 0, max: 4, output: wire([2, 2], 0, 1, 2, 4) });
  run.accept({ ...gradient, name: "b", min: -0.5, max: 0.25 });
  run.accept({ ...gradient, name: "a", min: 0, max: 0.125, d_output: wire([2, 2], 0, 0.125, 0, 0) }, "maps");
  const values = new OverviewValues(run, "backward", "network");
  assert.equal(values.at("a")?.kind, "gradient");
  assert.equal(values.at("a")?.limit, 0.5);
  // Its gradient is not held: its output is shown, on the scale of outputs.
  assert.equal(values.at("b")?.kind, "activation");
  assert.equal(values.at("b")?.limit, 90);
});

test("where an extreme is no finite number, the scale is that of the finite ones held", () => {
  const run = running();
  run.accept({ ...layer, name: "a", min: null, max: null, output: wire([2, 2], 0, Number.NaN, -6, 1) });
  assert.equal(new OverviewValues(run, "forward", "layer").at("a")?.limit, 6);
});

test("thumbnails are drawn until the maps themselves are there", () => {
  const run = running();
  run.accept({ ...layer, name: "a", min: 0, max: 2, output: wire([1, 1], 1) }, "thumbnails");
  const shape = () => new OverviewValues(run, "forward", "layer").at("a")?.tensor.shape;
  assert.deepEqual(shape(), [1, 1]);
  run.accept({ ...layer, name: "a", min: 0, max: 2, output: wire([1, 2], 1, 2) }, "maps");
  assert.deepEqual(shape(), [1, 2]);
  run.accept({ ...layer, name: "a", min: 0, max: 2, output: wire([1, 1], 1) }, "thumbnails");
  assert.deepEqual(shape(), [1, 2]);
});

test("letting go keeps thumbnails, and what is in view", () => {
  const run = running();
  for (const name of ["a", "b"]) {
    const event = { ...layer, name, min: 0, max: 2 };
    run.accept({ ...event, output: wire([1, 1], 1) }, "thumbnails");
    run.accept({ ...event, output: wire([1, 2], 1, 2) }, "maps");
  }
  run.letGo(2, ["a"]);
  assert.ok(run.draws("a", 1, "forward"));
  assert.ok(!run.draws("b", 1, "forward"));
  assert.deepEqual(run.held("activation", "b")[0]?.shape, [1, 1]);
});
