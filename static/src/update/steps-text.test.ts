import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Edits } from "../edits/edits.ts";
import { formatEdits, parseEdits } from "../edits/edits-text.ts";
import { Tensor } from "../wire/tensor.ts";
import { planFor, RULES } from "./rules.ts";
import type { StepOrder } from "./step-order.ts";

const BIAS = { layer: "co~nv*1", parameter: "bias", tensor: new Tensor([2], Float32Array.of(0.1, -0.1)) };
const edited = Edits.none.with(BIAS, new Map([[1, 4.5]]));
const on = (id: string, change: Partial<StepOrder> = {}): Omit<StepOrder, "edits"> => ({
  plan: { ...planFor("sgd"), rate: 0.1 },
  source: { kind: "sample", id },
  target: 3,
  loss: "cross_entropy",
  ...change,
});

describe("steps as text", () => {
  it("say the same steps once, with how many there are", () => {
    let edits = Edits.none;
    for (let i = 0; i < 12; i++) edits = edits.stepped(on("cat"));
    assert.equal(formatEdits(edits), "^sgd*0.1**3*cat***12");
    assert.equal(parseEdits(formatEdits(edits)).steps.length, 12);
  });

  it("come back as they were: every rule and its numbers, the loss, the edits before and since", () => {
    let edits = edited.stepped(on("a*b~c^d%e", { loss: "hinge" }));
    for (const rule of Object.keys(RULES) as (keyof typeof RULES)[])
      edits = edits.stepped(on("cat", { plan: planFor(rule), target: 0 }));
    const plan = { rule: "adam" as const, rate: 1e-7, numbers: { decay: 0.5, square_decay: 0.25 } };
    edits = edits.stepped(on("dog", { plan, loss: "logit" })).with(BIAS, new Map([[0, 2]]));
    assert.deepEqual(parseEdits(formatEdits(edits)), edits);
  });

  it("are none where one is on a picture that no address can hold", () => {
    const own = { kind: "pixels" as const, pixels: [[[0]]] };
    const edits = Edits.none.stepped(on("cat")).stepped(on("", { source: own }));
    assert.equal(formatEdits(edits.with(BIAS, new Map([[0, 2]]))), "");
  });

  it("are no edits where a text is none", () => {
    const bad = [
      "^",
      "^sgd",
      "^newton*0.1**3*cat***1",
      "^toString*0.1**3*cat***1",
      "^sgd*0**3*cat***1",
      "^sgd*-1**3*cat***1",
      "^sgd*x**3*cat***1",
      "^sgd*0.1*0.9*3*cat***1",
      "^adam*0.1*0.9*3*cat***1",
      "^sgd*0.1**-3*cat***1",
      "^sgd*0.1**3****1",
      "^sgd*0.1**3*cat*mean**1",
      "^sgd*0.1**3*cat**x*1",
      "^sgd*0.1**3*cat***0",
      "^sgd*0.1**3*cat***99999",
      "^sgd*0.1**3*%***1",
    ];
    for (const text of bad) assert.equal(parseEdits(text).isNone, true, text);
  });
});

describe("edits with steps", () => {
  it("take what was edited into the step, and count only what was edited since", () => {
    const learned = edited.stepped(on("cat"));
    assert.deepEqual([learned.count, learned.isNone, learned.steps.length], [0, false, 1]);
    assert.deepEqual(learned.steps[0]?.edits, edited);
    const since = learned.with(BIAS, new Map([[0, 7]]));
    assert.deepEqual([since.count, since.steps.length], [1, 1]);
    assert.equal(since.stepped(on("cat")).steps[0], learned.steps[0]);
  });
});
