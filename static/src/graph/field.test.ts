import assert from "node:assert/strict";
import { test } from "node:test";
import { describeField, fieldOf, ownPlace, reachesOut, withinInput } from "./field.ts";

const FIELD = { size: [7, 7], stride: [2, 2], start: [-3, -3] };
const spans = (...ends: [number, number][]) => ends.map(([first, last]) => ({ first, last }));

test("a unit sees rows start + y·stride to that plus size", () => {
  assert.deepEqual(fieldOf(FIELD, [6, 5]), spans([9, 15], [7, 13]));
});

test("a field at the edge begins in the padding", () => {
  assert.deepEqual(fieldOf(FIELD, [0, 0]), spans([-3, 3], [-3, 3]));
  assert.equal(reachesOut(fieldOf(FIELD, [0, 0]), [32, 32]), true);
  assert.equal(reachesOut(fieldOf(FIELD, [6, 5]), [32, 32]), false);
});

test("after upsampling the stride is a fraction, and units share what they see", () => {
  const upsampled = { size: [3], stride: [0.5], start: [-1] };
  assert.deepEqual(
    [0, 1, 2, 3].map((sample) => fieldOf(upsampled, [sample])),
    [spans([-1, 1]), spans([-1, 1]), spans([0, 2]), spans([0, 2])],
  );
});

test("units of a stride that no number of the computer holds begin at whole places", () => {
  const enlarged = { size: [2], stride: [1 / 49], start: [0] };
  assert.deepEqual(fieldOf(enlarged, [49]), spans([1, 2]));
});

test("what lies on the picture is cut at its edges", () => {
  assert.deepEqual(withinInput(fieldOf(FIELD, [0, 15]), [32, 32]), spans([0, 3], [27, 31]));
});

test("a vector's unit sees what its layer's fields say, whatever its place", () => {
  assert.deepEqual(fieldOf({ size: [32, 32], stride: [0, 0], start: [0, 0] }, []), spans([0, 31], [0, 31]));
});

test("fields are told in the words of the input", () => {
  assert.equal(describeField(fieldOf(FIELD, [6, 5]), [32, 32]), "rows 9–15, columns 7–13 of the picture");
  assert.equal(describeField(ownPlace([4, 2]), [9, 9]), "row 4, column 2 of the picture");
  assert.equal(describeField(spans([-5, 40], [-5, 40]), [32, 32]), "the whole picture");
  assert.equal(describeField(spans([3, 9]), [128]), "samples 3–9 of the signal");
  assert.equal(
    describeField(spans([1, 3], [0, 4], [2, 2]), [8, 16, 16]),
    "frames 1–3, rows 0–4, column 2 of the clip",
  );
});

test("a field that lies wholly in the padding sees nothing", () => {
  assert.equal(describeField(spans([-4, -2], [0, 3]), [8, 8]), "nothing but padding");
});

test("a constant sees nothing at all", () => {
  const constant = fieldOf({ size: [0, 0], stride: [0, 0], start: [0, 0] }, [3, 4]);
  assert.equal(describeField(constant, [8, 8]), "nothing of the picture");
});
