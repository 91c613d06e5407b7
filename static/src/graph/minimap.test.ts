import assert from "node:assert/strict";
import { test } from "node:test";
import { frameOn, isLarger, placeAt, placeByKey } from "./minimap.ts";

const MAP = { width: 500, height: 40 };
const STAGE = { width: 5000, height: 400 };
const VIEW = { x: 1000, y: 0, width: 1000, height: 400 };

test("the frame covers the same share of the map as the view of the network", () => {
  assert.deepEqual(frameOn(MAP, STAGE, VIEW), { x: 100, y: 0, width: 100, height: 40 });
});

test("a view that shows more than the network is framed as far as there is network", () => {
  const wide = { x: -50, y: -10, width: 6000, height: 900 };
  assert.deepEqual(frameOn(MAP, STAGE, wide), { x: 0, y: 0, width: 500, height: 40 });
});

test("the frame of a close view stays large enough to take hold of, and on the map", () => {
  const close = { x: 4990, y: 396, width: 10, height: 4 };
  const frame = frameOn(MAP, STAGE, close);
  assert.ok(frame.width >= 8 && frame.height >= 8);
  assert.equal(frame.x + frame.width, MAP.width);
  assert.equal(frame.y + frame.height, MAP.height);
});

test("a press leads to the same place of the network", () => {
  assert.deepEqual(placeAt(MAP, STAGE, { x: 250, y: 20 }), { x: 2500, y: 200 });
});

test("keys move by a quarter of the view, by a view, and to both ends, and not beyond", () => {
  const x = (key: string, view = VIEW) => placeByKey(key, STAGE, view)?.x;
  assert.equal(x("ArrowRight"), 1750);
  assert.equal(x("ArrowLeft"), 1250);
  assert.equal(x("PageDown"), 2500);
  assert.equal(x("PageUp"), 500);
  assert.equal(x("Home"), 500);
  assert.equal(x("End"), 4500);
  assert.equal(x("ArrowRight", { ...VIEW, x: 3990 }), 4500);
  assert.equal(x("a"), undefined);
});

test("the network is larger than the view where any of it is out of sight", () => {
  assert.ok(isLarger(STAGE, VIEW));
  assert.ok(!isLarger({ width: 800, height: 300 }, { x: 0, y: 0, width: 1000, height: 400 }));
  assert.ok(!isLarger({ width: 1000.4, height: 400 }, { x: 0.2, y: 0, width: 1000, height: 400 }));
  assert.ok(isLarger({ width: 800, height: 900 }, { x: 0, y: 0, width: 1000, height: 400 }));
});
