import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { afterSgd, shownStep } from "./moved.ts";
import { planFor } from "./rules.ts";

const read = (text: string): number => Number(text.replace("\u2212", "-"));
const units = (text: string, decimals: number): number => Math.round(read(text) * 10 ** decimals);

describe("a weight's step", () => {
  it("adds up to the last digit that is shown, however small it is", () => {
    for (let seed = 1; seed < 400; seed++) {
      const weight = Math.fround(Math.sin(seed) * 2);
      const to = afterSgd(weight, 10 ** -(seed % 7), Math.fround(Math.cos(seed * 7)));
      const { from, part, to: shown } = shownStep(weight, to);
      const decimals = (shown.split(".")[1] ?? "").length;
      if (shown.includes("10")) continue; // told as a power of ten
      assert.equal(units(from, decimals) - units(part, decimals), units(shown, decimals), `${weight} ${to}`);
    }
  });

  it("shows three digits of what comes off, and a minus only where there is one", () => {
    assert.deepEqual(shownStep(0.5, 0.4877), { from: "0.5000", part: "0.0123", to: "0.4877" });
    assert.deepEqual(shownStep(0.5, 0.5123), { from: "0.5000", part: "−0.0123", to: "0.5123" });
    assert.deepEqual(shownStep(0.5, 0.5), { from: "0.5000", part: "0.0000", to: "0.5000" });
  });

  it("is computed in float32, as the server does", () => {
    assert.equal(afterSgd(1, 0.1, 1), Math.fround(1 - Math.fround(0.1)));
    assert.notEqual(afterSgd(1, 0.1, 1), 0.9);
  });
});

describe("the plan for a rule", () => {
  it("has the rule's usual numbers, and keeps a rate that the person chose", () => {
    assert.deepEqual(planFor("adam").numbers, { decay: 0.9, square_decay: 0.999 });
    assert.equal(planFor("adam", planFor("sgd")).rate, 0.001);
    assert.equal(planFor("adam", { ...planFor("sgd"), rate: 5 }).rate, 5);
  });
});
