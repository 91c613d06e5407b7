import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { numbersIn, textOf } from "../details/explain/parts.ts";
import { formatNumber } from "../format.ts";
import type { LossEvent, ScoredClass } from "../wire/events.ts";
import { askedUnit, asksFor } from "./asked.ts";
import { statementOf } from "./statement.ts";

/** Scores of classes with these logits, and what the server tells of them. */
function scored(logits: readonly number[]): ScoredClass[] {
  const sum = logits.reduce((all, z) => all + Math.exp(z), 0);
  const all = logits.map((logit, index) => ({
    index,
    label: `class ${index}`,
    logit,
    probability: Math.exp(logit) / sum,
  }));
  return all.sort((a, b) => b.logit - a.logit);
}

const event = (name: "cross_entropy" | "logit" | "hinge", target: number, value: number): LossEvent => ({
  event: "loss",
  name,
  target,
  label: `class ${target}`,
  value,
});
const LOGITS = [2.5, 0.3, 1.9, -4, 2.2, 1.75];
const SCORES = scored(LOGITS);
const read = (text: string) => Number(text.replace("−", "-"));

describe("the cross-entropy", () => {
  it("is written with numbers that give it, however likely the target is", () => {
    for (const logits of [LOGITS, [9, 0], [0, 9], [18, 0, 0], [0, 30]]) {
      const scores = scored(logits);
      const target = scores.find(({ index }) => index === 0) as ScoredClass;
      const value = -Math.log(target.probability ?? 0);
      const { numbers } = statementOf(event("cross_entropy", 0, value), scores, 12);
      const [share, loss] = numbersIn(numbers);
      assert.ok(share && loss);
      if (/^[\d.]+$/.test(share.text)) assert.equal(formatNumber(-Math.log(Number(share.text))), loss.text);
      assert.equal(loss.value, value);
    }
  });

  it("begins with p − y for every class, and these add up to nothing as they are shown", () => {
    for (const most of [3, 12]) {
      const { rows, others } = statementOf(event("cross_entropy", 1, 2.3), SCORES, most);
      assert.equal(rows.length, most === 3 ? 2 : 6);
      const all = others ? [...rows, others] : rows;
      assert.equal(
        all.reduce((sum, { gradient }) => sum + gradient.ticks, 0),
        0,
      );
      for (const { made, gradient } of all) {
        const [share = "", wanted = ""] = made.split(" − ");
        assert.ok(Math.abs(read(share) - read(wanted) - read(gradient.text)) < 1e-9, made);
      }
      assert.deepEqual(
        rows.filter(({ isTarget }) => isTarget).map(({ label }) => label),
        ["class 1"],
      );
    }
  });
});

describe("other losses", () => {
  it("hinge is the sum of the margins as they are shown, and sends back how many there are", () => {
    const margins = LOGITS.map((z, i) => (i === 2 ? 0 : Math.max(0, z - 1.9 + 1)));
    const value = margins.reduce((sum, each) => sum + each, 0);
    const { numbers, rows } = statementOf(event("hinge", 2, value), SCORES, 12);
    const shown = numbersIn(numbers).map(({ text }) => Math.round(read(text) * 1000));
    const total = shown.pop();
    assert.equal(
      shown.reduce((sum, each) => sum + each, 0),
      total,
    );
    const gradients = rows.map(({ gradient }) => gradient.value);
    assert.equal(
      gradients.reduce((sum, each) => sum + each, 0),
      0,
    );
    assert.equal(rows.find(({ isTarget }) => isTarget)?.gradient.value, -3);
  });

  it("hinge with many margins adds the rest as one term", () => {
    const logits = Array.from({ length: 20 }, (_, i) => i / 50);
    const value = logits.slice(1).reduce((sum, z) => sum + z + 1, 0);
    const { numbers } = statementOf(event("hinge", 0, value), scored(logits), 12);
    assert.equal(numbersIn(numbers).length, 5);
  });

  it("hinge without a margin says that nothing is sent back", () => {
    const { note, rows } = statementOf(event("hinge", 0, 0), scored([5, 1, 2]), 12);
    assert.match(note, /loss is 0/);
    assert.ok(rows.every(({ gradient }) => gradient.value === 0));
  });

  it("the logit is the score, which begins with 1", () => {
    const { symbols, rows } = statementOf(event("logit", 4, 2.2), SCORES, 12);
    assert.equal(textOf(symbols), "L = z_class 4");
    assert.deepEqual(
      rows.filter(({ gradient }) => gradient.value === 1).map(({ label }) => label),
      ["class 4"],
    );
  });

  it("a unit is its own value", () => {
    const loss: LossEvent = { event: "loss", name: "unit", layer: "conv1", unit: [3, 4, 5], value: 1.25 };
    const { symbols, numbers, rows } = statementOf(loss, SCORES, 12);
    assert.equal(textOf([...symbols, ...numbers]), "y_3, 4, 5 of conv1 = 1.250");
    assert.equal(rows.length, 0);
  });
});

describe("what is asked", () => {
  it("is read back as it was written, also of layers with colons in their names", () => {
    for (const layer of ["conv1", "a:b", "blocks.1/bn"]) {
      const asks = asksFor({ layer, map: 3, unit: [4, 5] });
      assert.deepEqual(askedUnit(asks), { layer, index: [3, 4, 5] });
    }
    for (const text of ["", "conv1", "conv1:", ":1,2", "conv1:a"]) assert.equal(askedUnit(text), null);
  });
});
