import assert from "node:assert/strict";
import { test } from "node:test";
import { Sheet } from "./sheet.ts";

const inked = (sheet: Sheet) => [...sheet.ink].filter((amount) => amount > 0).length;

test("a brush of one cell inks exactly the cells it passes", () => {
  const sheet = new Sheet(3, 5, 1);
  sheet.line([0.5, 1.5], [4.5, 1.5]);
  assert.deepEqual([...sheet.ink.slice(5, 10)], [1, 1, 1, 1, 1]);
  assert.equal(inked(sheet), 5);
});

test("a wider brush has soft edges", () => {
  const sheet = new Sheet(9, 9, 2);
  sheet.line([4.5, 4.5], [4.5, 4.5]);
  assert.equal(sheet.ink[4 * 9 + 4], 1);
  assert.ok([...sheet.ink].some((amount) => amount > 0 && amount < 1));
});

test("strokes can be taken back one by one", () => {
  const sheet = new Sheet(3, 3, 1);
  for (const x of [0.5, 1.5]) {
    sheet.beginStroke();
    sheet.line([x, 0.5], [x, 0.5]);
  }
  sheet.undo();
  assert.equal(inked(sheet), 1);
  sheet.undo();
  assert.equal(inked(sheet), 0);
  assert.equal(sheet.canUndo, false);
});

test("clearing can be taken back too", () => {
  const sheet = new Sheet(3, 3, 1);
  sheet.line([0.5, 0.5], [0.5, 0.5]);
  sheet.clear();
  assert.equal(inked(sheet), 0);
  sheet.undo();
  assert.equal(inked(sheet), 1);
});

test("drawing over the edge is no error", () => {
  const sheet = new Sheet(2, 2, 3);
  sheet.line([-5, -5], [9, 9]);
  assert.ok(inked(sheet) > 0);
});

test("erasing takes the ink away", () => {
  const sheet = new Sheet(3, 3, 1);
  sheet.line([0.5, 0.5], [2.5, 0.5]);
  sheet.line([1.5, 0.5], [1.5, 0.5], true);
  assert.deepEqual([...sheet.ink.slice(0, 3)], [1, 0, 1]);
});

test("pixels run from paper to ink in every channel", () => {
  const sheet = new Sheet(1, 2, 1);
  sheet.line([0.5, 0.5], [0.5, 0.5]);
  const pixels = sheet.pixels({ paper: 0.25, ink: 1, brush: 1 }, 3);
  assert.deepEqual(pixels, [
    [
      [1, 1, 1],
      [0.25, 0.25, 0.25],
    ],
  ]);
});
