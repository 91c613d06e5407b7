import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Steps } from "./steps.ts";

describe("the steps of a detail", () => {
  it("walk a map in raster order", () => {
    const steps = new Steps([16, 3, 5]);
    assert.deepEqual([steps.length, steps.row], [15, 5]);
    assert.deepEqual(steps.placeAt(7, 4), { map: 4, unit: [1, 2] });
    assert.equal(steps.positionOf({ map: 4, unit: [1, 2] }), 7);
  });

  it("walk from map to map where each is one value", () => {
    for (const shape of [[10], [10, 1, 1]]) {
      const steps = new Steps(shape);
      assert.deepEqual([steps.length, steps.row], [10, 1]);
      assert.deepEqual(steps.placeAt(7, 0), { map: 7, unit: shape.length === 1 ? [] : [0, 0] });
      assert.equal(steps.positionOf({ map: 7, unit: [0, 0] }), 7);
    }
  });

  it("walk along a signal, and frame by frame through a clip", () => {
    const signal = new Steps([4, 50]);
    assert.deepEqual([signal.length, signal.row], [50, 50]);
    assert.deepEqual(signal.placeAt(7, 2), { map: 2, unit: [7] });
    const clip = new Steps([4, 2, 3, 5]);
    assert.deepEqual([clip.length, clip.row], [30, 5]);
    assert.deepEqual(clip.placeAt(16, 0).unit, [1, 0, 1]);
    assert.equal(clip.positionOf({ map: 0, unit: [1, 0, 1] }), 16);
  });

  it("pull a place from outside in", () => {
    const steps = new Steps([2, 3, 5]);
    assert.equal(steps.positionOf({ map: 9, unit: [99, -4] }), 10);
    assert.equal(steps.positionOf({ map: 0, unit: [Number.NaN, 1.9] }), 1);
    assert.equal(steps.placeAt(0, 9).map, 1);
  });
});
