import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { tensor } from "./explain/example-units.ts";
import { meetingOf, percentages } from "./meeting.ts";

const a = tensor([2, 1, 2], 1, -2, 3, 0);
const b = tensor([2, 1, 2], 3, 2, 1, -5);

describe("inputs that meet", () => {
  it("are measured over the units asked for", () => {
    assert.deepEqual(meetingOf([a, b], [2, 1, 2], 0, 2).sizes, [1.5, 2.5]);
    assert.deepEqual(meetingOf([a, b], [2, 1, 2], 0, 4).sizes, [1.5, 2.75]);
  });

  it("agree where no two signs differ", () => {
    assert.equal(meetingOf([a, b], [2, 1, 2], 0, 4).agreeing, 3);
  });

  it("win where they are the largest, or the smallest; the first of equals", () => {
    assert.deepEqual(meetingOf([a, b], [2, 1, 2], 0, 4).won, [2, 2]);
    assert.deepEqual(meetingOf([a, b], [2, 1, 2], 0, 4, "smallest").won, [2, 2]);
    assert.deepEqual(meetingOf([a, a], [2, 1, 2], 0, 4).won, [4, 0]);
  });

  it("count as often as they are repeated", () => {
    const gate = tensor([2, 1, 1], 10, 1);
    assert.deepEqual(meetingOf([a, gate], [2, 1, 2], 0, 4).sizes, [1.5, 5.5]);
    assert.deepEqual(meetingOf([a, gate], [2, 1, 2], 2, 2).sizes, [1.5, 1]);
    assert.deepEqual(meetingOf([a, tensor([], 4)], [2, 1, 2], 1, 3).sizes[1], 4);
    assert.deepEqual(meetingOf([a, tensor([2], 6, 8)], [2, 1, 2], 1, 1).sizes[1], 8);
  });
});

describe("percentages", () => {
  it("add up to 100.0 as shown", () => {
    const texts = percentages([1, 1, 1])?.map(({ text }) => Number(text)) ?? [];
    assert.equal(Math.round(10 * texts.reduce((sum, each) => sum + each, 0)), 1000);
  });

  it("of nothing are none", () => {
    assert.equal(percentages([0, 0]), null);
    assert.equal(percentages([Number.NaN, 1]), null);
  });
});
