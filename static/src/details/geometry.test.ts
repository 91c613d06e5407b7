import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  groupOf,
  paddingRing,
  unitAround,
  type WindowRule,
  windowCells,
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
  it("lies on the input cells of its unit, in raster order", () => {
    const cells = windowCells(rule({ kernel: [2, 2] }), [1, 2], [4, 4]);
    assert.deepEqual(cells, [
      { y: 1, x: 2, inside: true },
      { y: 1, x: 3, inside: true },
      { y: 2, x: 2, inside: true },
      { y: 2, x: 3, inside: true },
    ]);
  });

  it("begins in the padding where there is some", () => {
    assert.deepEqual(windowStart(rule({ padding: [1, 2, 0, 0] }), [0, 0]), [-1, -2]);
    const cells = windowCells(rule({ padding: [1, 1, 1, 1] }), [0, 0], [3, 3]);
    assert.deepEqual(
      cells.map((cell) => cell.inside),
      [false, false, false, false, true, true, false, true, true],
    );
  });

  it("moves by its stride, a different one for rows and columns", () => {
    assert.deepEqual(windowStart(rule({ stride: [2, 3], padding: [1, 0, 0, 0] }), [2, 3]), [3, 9]);
  });

  it("leaves holes with a dilation", () => {
    const dilated = rule({ kernel: [2, 3], dilation: [3, 2] });
    assert.deepEqual(windowExtent(dilated), [4, 5]);
    assert.deepEqual(
      windowCells(dilated, [0, 0], [9, 9]).map(({ y, x }) => [y, x]),
      [0, 3].flatMap((y) => [0, 2, 4].map((x) => [y, x])),
    );
  });

  it("of 1×1 is its own cell, also on one pixel", () => {
    const cells = windowCells(rule({ kernel: [1, 1] }), [0, 0], [1, 1]);
    assert.deepEqual(cells, [{ y: 0, x: 0, inside: true }]);
  });

  it("lies wholly in the padding when that is wide enough", () => {
    const cells = windowCells(rule({ kernel: [2, 2], padding: [3, 3, 3, 3] }), [0, 0], [1, 1]);
    assert.ok(cells.every((cell) => !cell.inside));
  });

  it("agrees with the output size over many shapes", () => {
    for (const height of [1, 2, 5, 8])
      for (const kernel of [1, 2, 3, 5])
        for (const stride of [1, 2, 3])
          for (const before of [0, 1, 2])
            for (const dilation of [1, 2]) {
              const extent = (kernel - 1) * dilation + 1;
              const units = Math.floor((height + before + 1 - extent) / stride) + 1;
              if (units < 1) continue;
              const tall = rule({
                kernel: [kernel, 1],
                stride: [stride, 1],
                padding: [before, 0, 1, 0],
                dilation: [dilation, 1],
              });
              const last = windowCells(tall, [units - 1, 0], [height, 1]).at(-1);
              assert.ok((last?.y ?? height + 1) <= height, "the last window ends within the padding");
              const next = windowStart(tall, [units, 0])[0] + extent;
              assert.ok(next > height + 1, "one more window would not fit");
            }
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
