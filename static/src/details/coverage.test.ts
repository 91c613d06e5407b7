import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { LayerDescription } from "../wire/events.ts";
import { coverOf } from "./coverage.ts";

const axis = (length: number, windows: number, rule: Partial<LayerDescription>) => {
  const [cover] = coverOf(rule as LayerDescription, [length], [windows]);
  assert.ok(cover);
  return cover;
};

describe("what windows read of an axis", () => {
  it("is all of it where they fit, each place once", () => {
    assert.deepEqual(axis(4, 2, { kernel: [2], stride: [2] }), {
      length: 4,
      windows: 2,
      unread: [],
      most: 1,
      over: 0,
    });
  });

  it("leaves out the end that does not fit", () => {
    assert.deepEqual(axis(5, 2, { kernel: [2], stride: [2] }).unread, [4]);
    assert.deepEqual(axis(8, 2, { kernel: [3], stride: [3] }).unread, [6, 7]);
  });

  it("leaves out what lies between windows and in the holes of a dilation", () => {
    assert.deepEqual(axis(6, 2, { kernel: [1], stride: [3] }).unread, [1, 2, 4, 5]);
    assert.deepEqual(axis(3, 1, { kernel: [2], stride: [1], dilation: [2] }).unread, [1]);
  });

  it("overlaps where windows move by less than they span", () => {
    assert.equal(axis(7, 3, { kernel: [3], stride: [2] }).most, 2);
    assert.equal(axis(7, 5, { kernel: [3], stride: [1] }).most, 3);
  });

  it("hangs over where the last window begins too late, but not in the declared padding", () => {
    assert.equal(axis(5, 3, { kernel: [2], stride: [2] }).over, 1);
    assert.equal(axis(5, 3, { kernel: [3], stride: [2], padding: [1, 1] }).over, 0);
  });
});
