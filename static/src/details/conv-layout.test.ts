import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { convLayout } from "./conv-layout.ts";

const PHOTO = { cells: 34, across: 3 * 78, lines: 9, planes: 1, isSignal: false, channels: 16 };

const room = (width: number, height: number, isLow = false) => ({ width, height, isLow });

describe("the layout of a convolution", () => {
  it("shows maps in whole pixels a cell", () => {
    for (const [width, height] of [
      [858, 505],
      [1018, 680],
      [1500, 900],
    ] as const)
      assert.equal(convLayout(room(width, height), PHOTO).map % PHOTO.cells, 0);
  });

  it("leaves room for the numbers of every column", () => {
    for (const width of [640, 858, 1400]) {
      const { map, products } = convLayout(room(width, 600), { ...PHOTO, across: 5 * 78, lines: 15 });
      assert.ok(products >= 5 * 78 || map < 130, `${width}: ${products}`);
    }
  });

  it("makes cards larger where there are few channels", () => {
    assert.ok(
      convLayout(room(858, 505), { ...PHOTO, channels: 1 }).thumb > convLayout(room(858, 505), PHOTO).thumb,
    );
  });

  it("keeps the maps where a hundred channels have to scroll", () => {
    assert.ok(convLayout(room(858, 505), { ...PHOTO, channels: 100 }).map > 100);
  });

  it("puts parts below each other on a phone, and only the essential ones in a small frame", () => {
    assert.equal(convLayout(room(362, 1200), PHOTO).arrangement, "narrow");
    assert.equal(convLayout(room(340, 190, true), PHOTO).arrangement, "tiny");
  });

  it("stands before the host has a size", () => {
    assert.ok(convLayout(room(0, 0), PHOTO).map > 0);
  });
});
