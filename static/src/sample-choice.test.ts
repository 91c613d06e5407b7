import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { samplesFor } from "./sample-choice.ts";
import type { ModelSummary, SampleDescription } from "./wire/events.ts";

const model = (id: string, ...input_shape: number[]): ModelSummary => ({
  id,
  title: id,
  summary: "",
  input_shape,
  classes: [],
  parameters: 0,
  weights: "trained",
});
const sample = (of: string): SampleDescription => ({ id: `${of}-1`, model: of, label: "", picture: "" });

const COLOUR = model("colour", 3, 32, 32);
const GREY = model("grey", 1, 28, 28);
const CLIPS = model("clips", 1, 8, 28, 28);
const MODELS = [COLOUR, GREY, CLIPS];
const SAMPLES = MODELS.map(({ id }) => sample(id));

describe("samples for a network", () => {
  const chosen = (it: ModelSummary | undefined) => samplesFor(it, MODELS, SAMPLES).map(({ id }) => id);

  it("are its own where it has any", () => assert.deepEqual(chosen(GREY), ["grey-1"]));

  it("are those of networks with as many axes and colours where it has none", () => {
    assert.deepEqual(chosen(model("own", 3, 224, 224)), ["colour-1"]);
    assert.deepEqual(chosen(model("own", 1, 9, 9)), ["grey-1"]);
    assert.deepEqual(chosen(model("own", 1, 4, 9, 9)), ["clips-1"]);
  });

  it("are in other colours where there are none in as many", () => {
    assert.deepEqual(chosen(model("own", 3, 4, 9, 9)), ["clips-1"]);
  });

  it("are none for a network that takes what no sample is, and for no network", () => {
    assert.deepEqual(chosen(model("own", 1, 100)), []);
    assert.deepEqual(chosen(undefined), []);
  });
});
