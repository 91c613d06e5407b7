import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { OverviewValues } from "../overview-values.ts";
import { RunState } from "../run-state.ts";
import { Runner } from "../runner.ts";
import type { LayerDescription, RunEvent, StreamEvent } from "../wire/events.ts";
import { Tensor } from "../wire/tensor.ts";
import { Baseline, type Plain } from "./baseline.ts";
import { behind, Comparing, type Comparison } from "./comparison.ts";
import { differenceOf } from "./difference.ts";
import { Edits } from "./edits.ts";

const wire = (...data: number[]) => ({ shape: [data.length], dtype: "float32" as const, data });
const described = (name: string, ...inputs: string[]) =>
  ({ name, inputs, op: "relu", output_shape: [2], parameters: 0 }) as unknown as LayerDescription;

const LAYERS = [
  described("a", "input"),
  described("b", "a"),
  described("c", "input"),
  described("d", "b", "c"),
];
const RUN = {
  event: "run",
  model: "toy",
  input: wire(1, 2),
  layers: LAYERS,
  classes: ["yes", "no"],
  preprocessing: { mean: [0], std: [1] },
  logits: "d",
} as RunEvent;

function layerEvent(name: string, ...output: number[]): StreamEvent {
  return {
    event: "layer",
    index: 0,
    name,
    op: "relu",
    output: wire(...output),
    min: 0,
    max: 9,
    milliseconds: 1,
  };
}

function runWith(...output: number[]): RunState {
  const run = new RunState(RUN);
  run.accept(layerEvent("a", ...output));
  return run;
}

const EDITS = Edits.none.with(
  { layer: "a", parameter: "bias", tensor: new Tensor([2], new Float32Array(2)) },
  new Map([[0, 1]]),
);

describe("what an edit reaches", () => {
  it("is all that reads the layer, directly or through others", () => {
    assert.deepEqual([...behind(LAYERS, new Set(["a"]))], ["b", "d"]);
    assert.deepEqual([...behind(LAYERS, new Set(["c"]))], ["d"]);
    assert.deepEqual([...behind(LAYERS, new Set(["d"]))], []);
  });
});

describe("a comparison", () => {
  const [now, before] = [runWith(3, 5), runWith(1, 9)];

  it("stays the same as long as nothing in it changed", () => {
    const comparing = new Comparing();
    const first = comparing.of(now, before, EDITS, "now");
    assert.equal(comparing.of(now, before, EDITS, "now"), first);
    assert.notEqual(comparing.of(now, before, EDITS, "difference"), first);
    assert.equal(comparing.of(now, before, Edits.none, "difference"), null);
  });

  it("shows each node's difference, or what it was", () => {
    const comparison = (shows: Comparison["shows"]) => new Comparing().of(now, before, EDITS, shows);
    const at = (shows: Comparison["shows"]) =>
      new OverviewValues(now, "forward", "layer", comparison(shows)).at("a");
    assert.deepEqual([...(at("difference")?.tensor.data ?? [])], [2, -4]);
    assert.equal(at("difference")?.kind, "difference");
    assert.deepEqual([...(at("before")?.tensor.data ?? [])], [1, 9]);
    assert.deepEqual([...(at("now")?.tensor.data ?? [])], [3, 5]);
  });

  it("shows nothing where one of both is not held", () => {
    const comparison = new Comparing().of(now, new RunState(RUN), EDITS, "difference");
    assert.equal(new OverviewValues(now, "forward", "layer", comparison).at("a"), null);
  });

  it("takes differences once", () => {
    const [a, b] = [new Tensor([1], Float32Array.of(3)), new Tensor([1], Float32Array.of(1))];
    assert.equal(differenceOf(a, b), differenceOf(a, b));
    assert.equal(differenceOf(a, new Tensor([1], Float32Array.of(2))).data[0], 1);
  });
});

describe("the run as trained", () => {
  const asked: string[] = [];
  const real = globalThis.fetch;
  const plain = (key: string): Plain => ({
    key,
    model: "toy",
    source: { kind: "sample", id: key },
    options: { pass: "forward" },
  });
  const start = (runner: Runner, key: string) => runner.start("toy", plain(key).source, {});

  beforeEach(() => {
    asked.length = 0;
    globalThis.fetch = async (_url, options) => {
      asked.push(JSON.parse(String(options?.body)).sample);
      return new Response(
        [RUN, layerEvent("a", 1, 2), { event: "end" }].map((each) => JSON.stringify(each)).join("\n"),
      );
    };
  });
  afterEach(() => {
    globalThis.fetch = real;
  });

  it("is the one that was shown before the first edit, without running it again", async () => {
    const [main, baseline] = [new Runner(), new Baseline()];
    baseline.begin(main, plain("cat"), false);
    await start(main, "cat");
    await baseline.ended(plain("cat"), false);
    const shown = main.run;
    baseline.begin(main, plain("cat"), true);
    await start(main, "cat");
    await baseline.ended(plain("cat"), true);
    assert.equal(baseline.run("cat"), shown);
    assert.notEqual(main.run, shown);
    assert.deepEqual(asked, ["cat", "cat"]);
  });

  it("is run on another picture once, however often weights change there", async () => {
    const [main, baseline] = [new Runner(), new Baseline()];
    for (let i = 0; i < 3; i++) {
      baseline.begin(main, plain("dog"), true);
      await start(main, "dog");
      await baseline.ended(plain("dog"), true);
    }
    assert.deepEqual(asked, ["dog", "dog", "dog", "dog"]);
    assert.notEqual(baseline.run("dog"), null);
    assert.equal(baseline.run("cat"), null);
  });
});
