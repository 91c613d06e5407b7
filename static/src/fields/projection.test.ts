import assert from "node:assert/strict";
import { test } from "node:test";
import { blockFor, inBlocks, windowShown } from "./patch-image.ts";
import { BEYOND, cornersOf, near, placed } from "./projection.ts";

const SHEETS = [
  { rows: 32, columns: 32 },
  { rows: 16, columns: 16 },
  { rows: 128, columns: 1 },
  { rows: 1, columns: 1 },
  { rows: 8, columns: 24 },
];

for (const [width, height] of [
  [870, 180],
  [374, 190],
  [1100, 300],
] as const) {
  test(`every sheet with what is read beyond it lies in a box of ${width}×${height}, none over another`, () => {
    const places = placed(SHEETS, width, height);
    const boxes = places.map((place, i) => {
      const sheet = SHEETS[i] as (typeof SHEETS)[number];
      const whole = { first: -BEYOND * sheet.rows, last: sheet.rows * (1 + BEYOND) - 1 };
      const corners = cornersOf(place, sheet, [whole, { first: 0, last: sheet.columns - 1 }]);
      for (const [x, y] of corners) {
        assert.ok(x >= 0 && x <= width, `${x} lies within ${width}`);
        assert.ok(y >= 0 && y <= height, `${y} lies within ${height}`);
      }
      return [Math.min(...corners.map(([x]) => x)), Math.max(...corners.map(([x]) => x))] as const;
    });
    for (const [i, [left]] of boxes.entries()) assert.ok(left >= (boxes[i - 1]?.[1] ?? 0));
  });
}

test("what is read far beyond a sheet is cut a little outside of it", () => {
  const sheet = { rows: 10, columns: 20 };
  const [rows, columns] = near(
    [
      { first: -30, last: 5 },
      { first: 2, last: 90 },
    ],
    sheet,
  );
  assert.deepEqual(rows, { first: -10 * BEYOND, last: 5 });
  assert.equal(columns.last, 19 + 20 * BEYOND);
});

test("a window keeps its padding as far as that leaves room for the picture", () => {
  assert.deepEqual(windowShown({ first: -3, last: 12 }, 32), { first: -3, last: 12 });
  assert.deepEqual(windowShown({ first: -300, last: 12 }, 10).first, -3);
});

test("blocks hold the magnitudes of all their places, and the sign of their sum", () => {
  const slopes = Float32Array.from([1, -3, 2, 0, 1, -1, 2, 0, 5]);
  assert.deepEqual([...inBlocks(slopes, 3, 2)], [-5, -5, 3, -5, -5, 3, 2, 2, 5]);
  assert.equal(inBlocks(slopes, 3, 1), slopes);
});

test("small pictures are shown pixel by pixel", () => {
  assert.equal(blockFor([32, 32]), 1);
  assert.equal(blockFor([224, 224]), 4);
});
