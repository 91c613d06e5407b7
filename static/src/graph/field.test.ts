import assert from "node:assert/strict";
import { test } from "node:test";
import { describeField, fieldOf, OWN_PIXEL, withinPicture } from "./field.ts";

const FIELD = { size: [7, 7], stride: [2, 2], start: [-3, -3] } as const;
const field = (y: number, x: number) =>
  fieldOf({ size: [...FIELD.size], stride: [...FIELD.stride], start: [...FIELD.start] }, y, x);

test("a unit sees rows start + y·stride to that plus size", () => {
  assert.deepEqual(field(6, 5), { top: 9, left: 7, bottom: 15, right: 13 });
});

test("a field at the edge begins in the padding", () => {
  assert.deepEqual(field(0, 0), { top: -3, left: -3, bottom: 3, right: 3 });
});

test("what lies on the picture is cut at its edges", () => {
  assert.deepEqual(withinPicture(field(0, 15), 32, 32), { top: 0, left: 27, bottom: 3, right: 31 });
});

test("an input's unit sees itself", () => {
  assert.deepEqual(fieldOf(OWN_PIXEL, 4, 2), { top: 4, left: 2, bottom: 4, right: 2 });
});

test("fields are told in rows and columns", () => {
  assert.equal(describeField(field(6, 5), 32, 32), "rows 9–15, columns 7–13 of the picture");
  assert.equal(describeField(fieldOf(OWN_PIXEL, 4, 2), 9, 9), "row 4, column 2 of the picture");
  assert.equal(describeField({ top: -5, left: -5, bottom: 40, right: 40 }, 32, 32), "the whole picture");
});
