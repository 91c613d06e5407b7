import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { rasterOf } from "../graph/raster.ts";
import type { LayerDescription } from "../wire/events.ts";
import { Cuts, FILM_GRAINS } from "./cuts.ts";
import { gradientOf, layersBehind, meaningOf, partsBack } from "./mirror.ts";
import { madeBy, type Part, partsOf } from "./parts.ts";
import type { Box } from "./perspective.ts";
import { momentAt, scoreOf, unitIn } from "./score.ts";
import { windowBoxes } from "./windows.ts";
import { worldBack, worldOf } from "./world.ts";

const FIELD = { size: [1, 1], stride: [1, 1], start: [0, 0] };

function layer(name: string, op: string, inputs: string[], shape: number[], more = {}): LayerDescription {
  return { name, op, inputs, output_shape: shape, parameters: 0, macs: 0, receptive_field: FIELD, ...more };
}

const CONV = { kernel: [3, 3], stride: [1, 1], padding: [1, 1, 1, 1] };
const POOL = { kernel: [2, 2], stride: [2, 2], padding: [0, 0, 0, 0] };
/** A skip over a convolution, a pool, and a classifier. */
const NETWORK = [
  layer("first", "conv2d", ["input"], [16, 8, 8], CONV),
  layer("relu", "relu", ["first"], [16, 8, 8]),
  layer("second", "conv2d", ["relu"], [16, 8, 8], CONV),
  layer("sum", "add", ["relu", "second"], [16, 8, 8]),
  layer("pool", "maxpool2d", ["sum"], [16, 4, 4], POOL),
  layer("flat", "flatten", ["pool"], [256]),
  layer("scores", "dense", ["flat"], [10]),
  layer("shares", "softmax", ["scores"], [10]),
];
const INPUT = [3, 8, 8];
const PARTS = partsBack(NETWORK, INPUT, "scores");
const part = (of: string): Part => PARTS.findLast((each) => each.of === of) as Part;

describe("the way back", () => {
  it("begins with the loss and goes from the last layer to the first", () => {
    assert.deepEqual(
      PARTS.map(({ act, of }) => `${of} ${act}`),
      [
        "scores loss",
        "scores votes",
        "flat unroll",
        "pool pool",
        "sum merge",
        "second sweep",
        "relu wash",
        "first sweep",
      ],
    );
  });

  it("reads what has been made before, and makes the gradient of everything that was read forward", () => {
    const made = new Set<string>();
    for (const each of PARTS) {
      const read = each.reversed ? [each.layer.name] : each.layer.inputs;
      for (const name of read) assert.ok(made.has(name), `${name} of ${each.of}`);
      for (const name of madeBy(each)) made.add(name);
    }
    for (const name of ["input", ...NETWORK.slice(0, -1).map((each) => each.name)])
      assert.ok(made.has(gradientOf(name)), name);
    assert.ok(!made.has(gradientOf("shares")));
  });

  it("gathers a layer's part of a gradient where several layers send one, and then the whole", () => {
    const [relu] = part("sum").layer.inputs;
    assert.deepEqual(meaningOf(relu as string), { of: "relu", gradient: true, after: "sum" });
    assert.equal(part("second").layer.name, gradientOf("relu"));
    assert.deepEqual(layersBehind(gradientOf("relu"), NETWORK), ["relu", "second", "sum"]);
    assert.deepEqual(layersBehind("relu", NETWORK), ["relu"]);
    assert.deepEqual(layersBehind(gradientOf("input"), NETWORK), ["first"]);
  });

  it("slides a window over dL/dY that holds just those units which read a place forward", () => {
    const holds = (box: Box, [y, x]: readonly [number, number]): boolean =>
      x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;
    for (const name of ["first", "pool"]) {
      const forward = NETWORK.find((each) => each.name === name) as LayerDescription;
      const back = part(name);
      const [below, above] = [rasterOf(back.layer.output_shape), rasterOf(forward.output_shape)];
      for (const place of [0, 3, 7].flatMap((y) => [0, 4, 7].map((x) => [y, x] as const))) {
        const [window] = windowBoxes(back.layer, place, above) as [Box];
        for (let i = 0; i < above.rows * above.columns; i++) {
          const unit = [Math.floor(i / above.columns), i % above.columns] as const;
          const [reads] = windowBoxes(forward, unit, below) as [Box];
          assert.equal(holds(window, unit), holds(reads, place), `${name}: ${unit} for ${place}`);
        }
      }
    }
  });

  it("of a unit leaves out all that the unit does not depend on", () => {
    assert.deepEqual(
      partsBack(NETWORK, INPUT, "second").map(({ of }) => of),
      ["second", "second", "relu", "first"],
    );
  });

  it("gathers by a transposed convolution's kernels as a convolution does", () => {
    const up = layer("up", "convtranspose2d", ["input"], [4, 16, 16], { ...POOL });
    const [, back] = partsBack([up], [3, 8, 8], "up");
    assert.ok(back);
    const [window] = windowBoxes(back.layer, [2, 3], rasterOf([4, 16, 16]));
    assert.deepEqual(window, { x: 6, y: 4, width: 2, height: 2 });
  });
});

describe("the backward film", () => {
  const score = scoreOf(PARTS);
  const world = worldBack(worldOf(scoreOf(partsOf(NETWORK, INPUT)), INPUT), score);

  it("stands gradients at the places of the outputs", () => {
    for (const [name, station] of world.at) {
      const { of, gradient } = meaningOf(name);
      if (gradient) assert.equal(station, world.at.get(of), name);
    }
    assert.ok(world.stations.every(({ under }) => under.length > 0));
  });

  it("can be stepped through from end to end, and every moment has its unit", () => {
    for (const grain of FILM_GRAINS) {
      const cuts = new Cuts(score, grain);
      for (let step = 0; step <= cuts.length - 1; step += cuts.length / 200) {
        const moment = momentAt(score, cuts.timeAt(step));
        assert.ok(unitIn(moment) < moment.take.units);
        assert.ok(Math.abs(cuts.stepAt(moment.time) - step) < 1e-6 * cuts.length, `${grain} ${step}`);
      }
    }
  });

  it("makes every map of the gradient below once", () => {
    for (const { layer: made, takes, reversed } of score.scenes) {
      if (reversed) continue;
      const maps = takes.flatMap((take) => take.maps);
      assert.deepEqual(
        maps,
        Array.from({ length: made.output_shape[0] ?? 0 }, (_, i) => i),
      );
    }
  });
});
