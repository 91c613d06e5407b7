import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { distributionOf, extentOf, momentsOf, remembered, shareOf, widened } from "./distribution.ts";

const values = (...list: number[]) => Float32Array.from(list);

describe("a distribution", () => {
  it("counts every value once: in a bin, as a zero, or as not finite", () => {
    const all = values(-1, -0.5, 0, 0, 0.5, 1, Number.NaN, Infinity);
    const { bins, zeros, notFinite, count } = distributionOf(all, { low: -1, high: 1 }, 4);
    assert.deepEqual(bins, [1, 1, 0, 2]);
    assert.deepEqual([zeros, notFinite, count], [2, 2, 8]);
  });

  it("has the width of all that is finite", () => {
    assert.deepEqual(extentOf(values(1, Number.NaN, -2), values(Infinity, 5)), { low: -2, high: 5 });
    assert.equal(extentOf(values(Number.NaN)), null);
    assert.equal(extentOf(values()), null);
  });

  it("stands a constant in the middle", () => {
    assert.deepEqual(widened({ low: 0, high: 0 }), { low: -0.5, high: 0.5 });
    assert.deepEqual(widened({ low: 4, high: 4 }), { low: 2, high: 6 });
    const { low, high } = widened({ low: 4, high: 4 });
    assert.deepEqual(distributionOf(values(4, 4), { low, high }, 2).bins, [0, 2]);
  });
});

describe("figures of values", () => {
  it("are shares, means and deviations", () => {
    assert.equal(
      shareOf(values(0, 1, 0, 2), (value) => value === 0),
      0.5,
    );
    assert.equal(
      shareOf(values(), () => true),
      0,
    );
    assert.deepEqual(momentsOf(values(1, 3)), { mean: 2, variance: 1, deviation: 1 });
  });

  it("are worked out once for the same numbers", () => {
    let times = 0;
    const counted = remembered(() => ++times);
    const data = values(1, 2, 3, 4);
    assert.equal(counted(data), counted(data.subarray(0, 4)));
    assert.notEqual(counted(data.subarray(0, 2)), counted(data));
    assert.equal(times, 2);
  });
});
