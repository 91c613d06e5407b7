import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { tiling } from "./tiling.ts";

const room = { width: 300, high: 120, most: 64, barred: true };

describe("tiles", () => {
  it("fit into their room by becoming smaller", () => {
    const few = tiling({ ...room, count: 6, shape: [6, 5, 5] });
    const many = tiling({ ...room, count: 40, shape: [40, 5, 5] });
    assert.ok(few.width > many.width);
    assert.ok(many.height <= room.high);
    assert.ok(many.perRow * many.width < room.width);
  });

  it("stay large enough to be hit where there are very many", () => {
    assert.ok(tiling({ ...room, count: 2048, shape: [2048, 7, 7] }).width >= 14);
  });

  it("are found again at every one of their places", () => {
    const tiles = tiling({ ...room, count: 11, shape: [11, 3, 4] });
    for (let place = 0; place < 11; place++) {
      const { x, y } = tiles.placeOf(place);
      const [across, down] = [tiles.width / 4, tiles.tall / 3];
      assert.deepEqual(tiles.under(x + 2.5 * across, y + 1.5 * down), { place, cell: 6 });
    }
    const last = tiles.placeOf(10);
    assert.equal(tiles.under(last.x + tiles.width + 40, last.y + 1), null);
  });

  it("of signals are wider than high", () => {
    const tiles = tiling({ ...room, count: 4, shape: [4, 128] });
    assert.ok(tiles.width > 2 * tiles.tall);
  });
});
