import assert from "node:assert/strict";
import { test } from "node:test";
import { describeUnit, frameOrigin, indexOf, rasterOf, unitAt, unitUnder, unitWithin } from "./raster.ts";

test("every rank has a raster", () => {
  const kinds = [[], [10], [10, 1, 1], [4, 128], [3, 8, 6], [2, 4, 8, 6], [2, 1, 8, 6], [2, 3, 4, 8, 6]].map(
    (shape) => {
      const { kind, maps, frames, rows, columns } = rasterOf(shape);
      return [kind, maps, frames, rows, columns];
    },
  );
  assert.deepEqual(kinds, [
    ["unit", 1, 1, 1, 1],
    ["unit", 10, 1, 1, 1],
    ["unit", 10, 1, 1, 1],
    ["signal", 4, 1, 1, 128],
    ["map", 3, 1, 8, 6],
    ["clip", 2, 4, 8, 6],
    ["map", 2, 1, 8, 6],
    ["clip", 2, 12, 8, 6],
  ]);
});

test("a unit's place and its index belong together, at every rank", () => {
  for (const axes of [[], [7], [3, 5], [2, 3, 5], [2, 2, 3, 2]]) {
    const length = axes.reduce((all, each) => all * each, 1);
    for (let index = 0; index < length; index++) assert.equal(indexOf(unitAt(index, axes), axes), index);
  }
  assert.deepEqual(unitAt(17, [2, 3, 5]), [1, 0, 2]);
});

test("a place from outside, or of another rank, is pulled in", () => {
  assert.deepEqual(unitWithin([9, -3], [4, 5]), [3, 0]);
  assert.deepEqual(unitWithin([2], [4, 5, 6]), [2, 0, 0]);
  assert.deepEqual(unitWithin([1, 2, 3], [4]), [1]);
  assert.equal(indexOf([Number.NaN, 1.9], [3, 5]), 1);
});

test("the middle of every cell of every frame finds its unit", () => {
  for (const frames of [1, 3, 4, 5, 8, 11]) {
    const raster = rasterOf([1, frames, 4, 6]);
    for (let index = 0; index < frames * 4 * 6; index++) {
      const [frame = 0, row = 0, column = 0] = unitAt(index, raster.axes);
      const [top, left] = frameOrigin(raster, frame);
      const [down, across] = [(top + row + 0.5) / raster.height, (left + column + 0.5) / raster.width];
      assert.deepEqual(unitUnder(raster, down, across), [frame, row, column]);
    }
  }
});

test("between two frames is the end of the first one's row, and outside there is no unit", () => {
  const raster = rasterOf([1, 3, 4, 24]);
  assert.equal(raster.gap, 2);
  assert.deepEqual(unitUnder(raster, 0.5, 24.5 / raster.width), [0, 2, 23]);
  assert.deepEqual(unitUnder(raster, 0.5, 26.5 / raster.width), [1, 2, 0]);
  assert.equal(unitUnder(raster, 0.5, 1.01), null);
  assert.equal(unitUnder(raster, -0.1, 0.5), null);
});

test("a long strip of frames is broken in lines, the last of which need not be full", () => {
  const raster = rasterOf([1, 5, 12, 12]);
  assert.deepEqual([raster.framesAcross, raster.width, raster.height], [3, 38, 25]);
  assert.equal(unitUnder(raster, 0.9, 0.9), null);
  assert.deepEqual(unitUnder(raster, 0.9, 0.5)?.[0], 4);
});

test("a signal's curve is found over its whole height", () => {
  const raster = rasterOf([2, 50]);
  assert.deepEqual(unitUnder(raster, 0.01, 0.5), [25]);
  assert.deepEqual(unitUnder(raster, 0.99, 0.999), [49]);
});

test("units are told in the words of their axes", () => {
  assert.equal(describeUnit([]), "");
  assert.equal(describeUnit([7]), "sample 7");
  assert.equal(describeUnit([3, 5]), "row 3, column 5");
  assert.equal(describeUnit([2, 3, 5]), "frame 2, row 3, column 5");
});
