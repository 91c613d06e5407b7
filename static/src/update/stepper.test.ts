import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { Edits } from "../edits/edits.ts";
import { weights } from "../wire/client.ts";
import { restoreWith } from "../wire/sending.ts";
import { curvePoints, lossesOf } from "./loss-curve.ts";
import { planFor } from "./rules.ts";
import { Stepper } from "./stepper.ts";

const ORDER = {
  plan: planFor("momentum"),
  source: { kind: "sample" as const, id: "cat" },
  target: 3,
  loss: "cross_entropy" as const,
};
const chain = (length: number) => {
  let edits = Edits.none;
  for (let i = 0; i < length; i++) edits = edits.stepped(ORDER);
  return edits.steps;
};

describe("a stepper", () => {
  const asked: string[] = [];
  const kept = new Set<string>();
  const real = globalThis.fetch;
  const { signal } = new AbortController();
  const begun = () => {
    const stepper = new Stepper();
    restoreWith((updated) => stepper.restore(updated));
    return stepper;
  };

  beforeEach(() => {
    asked.length = 0;
    kept.clear();
    // A server that names a step by how many come before it.
    globalThis.fetch = async (url) => {
      const { pathname, searchParams } = new URL(String(url), "http://here");
      const parent = searchParams.get("updated") ?? "";
      asked.push(parent);
      if (parent && !kept.has(parent))
        return new Response(JSON.stringify({ title: "Gone", status: 410, detail: "let go" }), {
          status: 410,
          headers: { "Content-Type": "application/problem+json" },
        });
      if (pathname.endsWith("weights")) return new Response("{}");
      kept.add(`${parent}i`);
      return new Response(JSON.stringify({ id: `${parent}i`, loss_before: 2, loss_after: 1, moved: [] }));
    };
  });
  afterEach(() => {
    globalThis.fetch = real;
    restoreWith(() => Promise.resolve(false));
  });

  it("takes each step from where the one before it led, and none twice", async () => {
    const [stepper, steps] = [new Stepper(), chain(3)];
    assert.equal(await stepper.take("toy", steps.slice(0, 2), signal), "ii");
    assert.equal(await stepper.take("toy", steps, signal), "iii");
    assert.equal(await stepper.take("toy", [], signal), "");
    assert.deepEqual(asked, ["", "i", "ii"]);
    assert.equal(stepper.answer(steps[1] as (typeof steps)[0])?.id, "ii");
  });

  it("takes all again that the server has let go of, and nobody notices", async () => {
    const [stepper, steps] = [begun(), chain(3)];
    await stepper.take("toy", steps.slice(0, 2), signal);
    kept.clear();
    assert.equal(await stepper.take("toy", steps, signal), "iii");
    // The third is refused, then the second; the first needs nothing.
    assert.deepEqual(asked, ["", "i", "ii", "i", "", "i", "ii"]);
  });

  it("restores weights once for all who ask for them at the same time", async () => {
    const [stepper, steps] = [begun(), chain(1)];
    await stepper.take("toy", steps, signal);
    kept.clear();
    const found = await Promise.all([weights("toy", "a", null, "i"), weights("toy", "b", null, "i")]);
    assert.equal(found.length, 2);
    assert.deepEqual(asked, ["", "i", "i", "", "i", "i"]);
  });

  it("says so where the server lets go of it while it is being taken", async () => {
    const [stepper, steps] = [begun(), chain(2)];
    kept.add = () => kept;
    await assert.rejects(stepper.take("toy", steps, signal), { name: "Problem", status: 410 });
    kept.add = Set.prototype.add;
  });

  it("leaves weights alone that no step of its own led to", async () => {
    const stepper = begun();
    assert.equal(await stepper.restore("elsewhere"), false);
    await assert.rejects(weights("toy", "a", null, "elsewhere"), { name: "Problem", status: 410 });
    assert.deepEqual(asked, ["elsewhere"]);
  });
});

describe("the loss's curve", () => {
  it("shows both sides of what was changed between two steps", () => {
    const steps = [
      { before: 4, after: 3 },
      { before: 3, after: 1 },
      { before: 2, after: 0 },
    ];
    assert.deepEqual(lossesOf(steps), [4, 3, 1, 2, 0]);
  });

  it("goes from left to right, and the largest loss stands highest", () => {
    assert.deepEqual(curvePoints([4, 2, 0], 108, 28), [
      { x: 4, y: 4 },
      { x: 54, y: 14 },
      { x: 104, y: 24 },
    ]);
    assert.deepEqual(curvePoints([0], 108, 28), [{ x: 4, y: 24 }]);
    const [low, high] = curvePoints([-1, -3], 108, 28);
    assert.ok((low?.y ?? 99) < (high?.y ?? 0));
  });
});
