import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  groupOf,
  paddingRing,
  unitAround,
  type WindowRule,
  windowExtent,
  windowRule,
  windowStart,
} from "./geometry.ts";

const rule = (more: Partial<WindowRule> = {}): WindowRule => ({
  kernel: [3, 3],
  stride: [1, 1],
  padding: [0, 0, 0, 0],
  dilation: [1, 1],
  ...more,
});

describe("a window", () => {
  it("begins in the padding where there is some", () => {
    assert.deepEqual(windowStart(rule({ padding: [1, 2, 0, 0] }), [0, 0]), [-1, -2]);
  });

  it("moves by its stride, a different one for rows and columns", () => {
    assert.deepEqual(windowStart(rule({ stride: [2, 3], padding: [1, 0, 0, 0] }), [2, 3]), [3, 9]);
  });

  it("spans the holes of a dilation", () => {
    assert.deepEqual(windowExtent(rule({ kernel: [2, 3], dilation: [3, 2] })), [4, 5]);
  });
});

describe("a layer's description", () => {
  it("gives the rule, with stride 1 and no padding where it names none", () => {
    const layer = { kernel: [2, 2], stride: [2, 2] } as Parameters<typeof windowRule>[0];
    assert.deepEqual(windowRule(layer), rule({ kernel: [2, 2], stride: [2, 2] }));
  });
});

describe("the unit around an input cell", () => {
  it("has that cell in the middle of its window", () => {
    const same = rule({ padding: [1, 1, 1, 1] });
    assert.deepEqual(unitAround(same, [4, 7], [10, 10]), [4, 7]);
    assert.deepEqual(unitAround(rule(), [4, 7], [8, 8]), [3, 6]);
  });

  it("stays on the output", () => {
    assert.deepEqual(unitAround(rule({ stride: [2, 2] }), [9, 0], [4, 4]), [3, 0]);
    assert.deepEqual(unitAround(rule(), [-5, 99], [4, 4]), [0, 3]);
  });
});

describe("the padding ring", () => {
  it("is the padding", () => {
    assert.deepEqual(paddingRing(rule({ padding: [1, 2, 3, 4] }), [5, 5], [7, 9]), [1, 2, 3, 4]);
  });

  it("reaches as far as a window that hangs over the edge", () => {
    const pool = rule({ kernel: [2, 2], stride: [2, 2] });
    assert.deepEqual(paddingRing(pool, [7, 8], [4, 4]), [0, 0, 1, 0]);
  });
});

describe("the channels of a map", () => {
  it("are all of them without groups", () => {
    assert.deepEqual(groupOf(5, 8, 6, 1), { first: 0, count: 6 });
  });

  it("are those of its group", () => {
    assert.deepEqual(groupOf(5, 8, 6, 2), { first: 3, count: 3 });
    assert.deepEqual(groupOf(5, 8, 8, 8), { first: 5, count: 1 });
  });
});
