import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { rasterOf } from "../graph/raster.ts";
import type { LayerDescription } from "../wire/events.ts";
import { partsOf } from "./parts.ts";
import {
  between,
  boxAround,
  cameraBetween,
  cameraOn,
  frameAt,
  partOf,
  pointOn,
  sharesOf,
} from "./perspective.ts";
import { scoreOf } from "./score.ts";
import { drawnMaps, inBoth, leftFree, slabsOf } from "./volume.ts";
import { doneBoxes, unitBox, windowBoxes } from "./windows.ts";
import { inputPlaces, type Station, sightOf, worldOf } from "./world.ts";

const VOLUME = { x: 10, y: 20, width: 30, height: 24, depth: 18 };
const FIELD = { size: [1, 1], stride: [1, 1], start: [0, 0] };

function layer(name: string, op: string, inputs: string[], shape: number[], more = {}): LayerDescription {
  return { name, op, inputs, output_shape: shape, parameters: 0, macs: 0, receptive_field: FIELD, ...more };
}

const near = (a: number, b: number) => Math.abs(a - b) < 1e-9;

describe("perspective", () => {
  it("shows maps farther back smaller, and up to the right", () => {
    const [front, back] = [frameAt(VOLUME, 0), frameAt(VOLUME, VOLUME.depth)];
    assert.ok(back.ux < front.ux && back.vy < front.vy);
    const [a, b] = [pointOn(front, 0.5, 0.5), pointOn(back, 0.5, 0.5)];
    assert.ok(b.x > a.x && b.y < a.y);
  });

  it("leads from a point of a frame to its shares and back", () => {
    const frame = frameAt(VOLUME, 7);
    const { across, down } = sharesOf(frame, pointOn(frame, 0.3, 0.8));
    assert.ok(near(across, 0.3) && near(down, 0.8));
  });

  it("finds parts of a frame, and frames between two", () => {
    const frame = frameAt(VOLUME, 0);
    const part = partOf(frame, { x: 0.5, y: 0, width: 0.5, height: 1 });
    const [corner, same] = [pointOn(part, 1, 1), pointOn(frame, 1, 1)];
    assert.ok(near(corner.x, same.x) && near(corner.y, same.y));
    assert.deepEqual(between(frame, part, 0), frame);
    assert.equal(between(frame, part, 1).x, part.x);
  });

  it("shows a whole box in the room there is", () => {
    const box = boxAround(VOLUME);
    const camera = cameraOn(box, { x: 0, y: 0, width: 300, height: 100 }, 40);
    assert.ok(box.width * camera.zoom <= 300 + 1e-9 && box.height * camera.zoom <= 100 + 1e-9);
  });

  it("moves the camera from one place exactly to the other", () => {
    const [from, to] = [
      { x: 0, y: 0, zoom: 2 },
      { x: 50, y: -10, zoom: 7 },
    ];
    assert.deepEqual(cameraBetween(from, to, 0), from);
    const end = cameraBetween(from, to, 1);
    assert.ok(near(end.x, 50) && near(end.y, -10) && near(end.zoom, 7));
  });
});

describe("a volume", () => {
  const station = (shape: number[]) => ({ shape, depth: 10, cells: null }) as unknown as Station;

  it("has its first map at the back and its last in front", () => {
    const slabs = slabsOf(station([4, 8, 8]));
    assert.deepEqual(
      slabs.map(({ map }) => map),
      [0, 1, 2, 3],
    );
    assert.deepEqual([slabs[0]?.depth, slabs.at(-1)?.depth], [10, 0]);
  });

  it("of very many maps draws some, the first and the last among them, each once", () => {
    const maps = drawnMaps(1280);
    assert.ok(maps.length <= 40);
    assert.deepEqual([maps[0], maps[1], maps.at(-1)], [0, 1, 1279]);
    assert.equal(new Set(maps).size, maps.length);
  });

  it("shows of a map behind another what that one leaves free", () => {
    const [behind, front] = [frameAt(VOLUME, 6), frameAt(VOLUME, 0)];
    const free = leftFree(behind, front);
    const area = free.reduce((sum, { width, height }) => sum + width * height, 0);
    assert.ok(area > 0 && area < 0.6);
    for (const { x, y, width, height } of free) {
      const shares = sharesOf(front, pointOn(behind, x + width / 2, y + height / 2));
      assert.ok(shares.down < 0 || shares.across > 1);
    }
    assert.equal(leftFree(behind, null).length, 1);
  });

  it("shares boxes only where they overlap", () => {
    const half = { x: 0, y: 0, width: 0.5, height: 1 };
    assert.deepEqual(inBoth([half], [{ x: 0.25, y: 0, width: 1, height: 0.5 }]), [
      { x: 0.25, y: 0, width: 0.25, height: 0.5 },
    ]);
    assert.deepEqual(inBoth([half], [{ x: 0.5, y: 0, width: 0.5, height: 1 }]), []);
  });
});

describe("windows", () => {
  const picture = rasterOf([3, 8, 8]);

  it("lie where stride, padding and dilation put them", () => {
    const conv = layer("c", "conv2d", [], [1, 4, 4], {
      kernel: [3, 3],
      stride: [2, 2],
      padding: [1, 1, 1, 1],
      dilation: [2, 2],
    });
    assert.deepEqual(windowBoxes(conv, [1, 2], picture), [{ x: 3, y: 1, width: 5, height: 5 }]);
  });

  it("of a transposed convolution are the cells that reach a place", () => {
    const up = layer("u", "convtranspose2d", [], [1, 16, 16], { kernel: [2, 2], stride: [2, 2] });
    assert.deepEqual(windowBoxes(up, [5, 4], picture), [{ x: 2, y: 2, width: 1, height: 1 }]);
  });

  it("reach into several frames of a clip, and along a signal", () => {
    const conv3d = layer("c", "conv3d", [], [1, 4, 4, 4], { kernel: [3, 1, 1], padding: [1, 0, 0, 1, 0, 0] });
    assert.equal(windowBoxes(conv3d, [0, 1, 1], rasterOf([1, 4, 4, 4])).length, 2);
    assert.equal(windowBoxes(conv3d, [1, 1, 1], rasterOf([1, 4, 4, 4])).length, 3);
    const conv1d = layer("c", "conv1d", [], [1, 40], { kernel: [9], padding: [4, 4] });
    const [box] = windowBoxes(conv1d, [10], rasterOf([1, 40]));
    assert.deepEqual([box?.x, box?.width], [6, 9]);
  });

  it("fill a map row by row, a clip frame by frame", () => {
    assert.deepEqual(doneBoxes(0, picture), []);
    assert.deepEqual(doneBoxes(19, picture), [
      { x: 0, y: 0, width: 8, height: 2 },
      { x: 0, y: 2, width: 3, height: 1 },
    ]);
    const clip = rasterOf([1, 2, 4, 4]);
    const [first, second] = doneBoxes(20, clip);
    assert.deepEqual([first?.height, second?.width, second?.height], [4, 4, 1]);
    assert.equal(unitBox([1, 0, 0], clip).x, second?.x);
  });
});

describe("the world", () => {
  const network = [
    layer("a", "conv2d", ["input"], [8, 16, 16], { kernel: [3, 3] }),
    layer("relu", "relu", ["a"], [8, 16, 16]),
    layer("b", "conv2d", ["relu"], [8, 16, 16], { kernel: [3, 3] }),
    layer("c", "conv2d", ["b"], [8, 16, 16], { kernel: [3, 3] }),
    layer("sum", "add", ["c", "relu"], [8, 16, 16]),
    layer("mean", "globalavgpool", ["sum"], [8, 1, 1]),
  ];
  const score = scoreOf(partsOf(network, [3, 32, 32]));

  for (const flow of ["right", "down"] as const) {
    it(`stands volumes one after the other, leading ${flow}, none in another`, () => {
      const { stations } = worldOf(score, [3, 32, 32], flow);
      const boxes = stations.map((station) => boxAround(station));
      for (const [i, a] of boxes.entries()) {
        for (const b of boxes.slice(i + 1)) {
          const apart =
            a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
          assert.ok(apart);
        }
      }
    });
  }

  it("lets layers that change values in place share a station", () => {
    const { at } = worldOf(score, [3, 32, 32]);
    assert.equal(at.get("a"), at.get("relu"));
    assert.notEqual(at.get("relu"), at.get("b"));
  });

  it("carries an input from far away beside the nearest one", () => {
    const world = worldOf(score, [3, 32, 32]);
    const [nearest, carried] = inputPlaces(world, score.scenes[4] as (typeof score.scenes)[number]);
    assert.equal(nearest?.x, carried?.x);
    assert.ok((carried?.y ?? 0) > (nearest?.y ?? 0));
  });

  it("keeps what a scene reads and makes in sight", () => {
    const world = worldOf(score, [3, 32, 32]);
    for (const scene of score.scenes) {
      const sight = sightOf(world, scene);
      const box = boxAround(world.at.get(scene.layer.name) as Station);
      assert.ok(sight.x <= box.x && sight.x + sight.width >= box.x + box.width - 1e-9);
    }
  });
});
