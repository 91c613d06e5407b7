import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { LayerDescription } from "../wire/events.ts";
import { actOf } from "./acts.ts";
import { Cuts, chapterStarts, FILM_GRAINS } from "./cuts.ts";
import { partsOf } from "./parts.ts";
import { momentAt, type Scene, scoreOf, unitIn, wayToUnit } from "./score.ts";

const FIELD = { size: [1, 1], stride: [1, 1], start: [0, 0] };

function layer(name: string, op: string, inputs: string[], shape: number[], more = {}): LayerDescription {
  return { name, op, inputs, output_shape: shape, parameters: 0, macs: 0, receptive_field: FIELD, ...more };
}

const WINDOW = { kernel: [3, 3], stride: [1, 1], padding: [1, 1, 1, 1] };
const NETWORK = [
  layer("conv", "conv2d", ["input"], [16, 8, 8], WINDOW),
  layer("relu", "relu", ["conv"], [16, 8, 8]),
  layer("sum", "add", ["relu", "relu"], [16, 8, 8]),
  layer("pool", "maxpool2d", ["sum"], [16, 4, 4], { ...WINDOW, kernel: [2, 2], stride: [2, 2] }),
  layer("flat", "flatten", ["pool"], [256]),
  layer("scores", "dense", ["flat"], [10]),
  layer("shares", "softmax", ["scores"], [10]),
];
const SCORE = scoreOf(partsOf(NETWORK, [3, 8, 8]));

/** A chain of so many convolutions, each with a ReLU. */
const chain = (convolutions: number): LayerDescription[] =>
  Array.from({ length: convolutions }, (_, i) => [
    layer(`conv${i}`, "conv2d", [i ? `relu${i - 1}` : "input"], [64, 32, 32], WINDOW),
    layer(`relu${i}`, "relu", [`conv${i}`], [64, 32, 32]),
  ]).flat();

describe("the act of a layer", () => {
  const act = (op: string, inputs: number[][], output: number[], more = {}) =>
    actOf(layer("it", op, inputs.map(String), output, more), inputs);

  it("follows from its operation and shapes", () => {
    assert.deepEqual(
      SCORE.scenes.map((scene) => scene.act),
      ["sweep", "wash", "merge", "pool", "unroll", "votes", "bars"],
    );
    assert.equal(act("globalavgpool", [[8, 4, 4]], [8, 1, 1]), "collapse");
    assert.equal(
      act(
        "concat",
        [
          [8, 4, 4],
          [2, 4, 4],
        ],
        [10, 4, 4],
      ),
      "join",
    );
    assert.equal(act("conv1d", [[8, 40]], [4, 40], { kernel: [3] }), "sweep");
    assert.equal(act("flatten", [[8, 1, 1]], [8]), "wash");
    assert.equal(act("softmax", [[2, 8, 8]], [2, 8, 8]), "wash");
    assert.equal(act("slice", [[8, 8, 8]], [8, 4, 4]), "change");
    assert.equal(
      act(
        "mul",
        [
          [8, 4, 4],
          [8, 1, 1],
        ],
        [8, 4, 4],
      ),
      "change",
    );
  });
});

describe("the score", () => {
  it("goes without a gap from layer to layer and from take to take", () => {
    let time = 0;
    for (const scene of SCORE.scenes) {
      assert.equal(scene.start, time);
      time = scene.begins;
      for (const take of scene.takes) {
        assert.equal(take.start, time);
        assert.ok(take.swept > take.start && take.end >= take.swept);
        time = take.end;
      }
      assert.equal(scene.end, time);
    }
    assert.ok(SCORE.length > SCORE.verdict && SCORE.verdict === time);
  });

  it("makes every map of every layer once", () => {
    for (const { layer, takes } of SCORE.scenes) {
      const made = takes.flatMap(({ maps }) => maps);
      assert.deepEqual(
        made,
        Array.from({ length: layer.output_shape[0] ?? 0 }, (_, i) => i),
      );
    }
  });

  it("shows the first filters one by one, each faster than the one before, and the rest together", () => {
    const [conv] = SCORE.scenes as [Scene];
    const alone = conv.takes.slice(0, -1);
    assert.ok(alone.length >= 3 && alone.every(({ maps }) => maps.length === 1));
    const durations = alone.map(({ start, swept }) => swept - start);
    assert.deepEqual(
      durations,
      [...durations].sort((a, b) => b - a),
    );
    assert.equal(conv.takes.at(-1)?.maps.length, 16 - alone.length);
  });

  it("begins each take slowly enough to follow the first units", () => {
    const take = SCORE.scenes[0]?.takes[0];
    assert.ok(take);
    const third = momentAt(SCORE, take.start + (take.swept - take.start) * 0.3);
    assert.ok(third.done > 3 && third.done < 6, String(third.done));
  });

  it("lets values change in place where nothing else needs them, and only there", () => {
    assert.deepEqual(
      SCORE.scenes.filter(({ inPlace }) => inPlace).map(({ layer }) => layer.name),
      ["relu", "shares"],
    );
    const forked = scoreOf(
      partsOf(
        [
          layer("a", "relu", ["input"], [3, 4, 4]),
          layer("b", "relu", ["a"], [3, 4, 4]),
          layer("c", "add", ["a", "b"], [3, 4, 4]),
        ],
        [3, 4, 4],
      ),
    );
    assert.ok(forked.scenes.every(({ inPlace }) => !inPlace));
  });

  it("is no longer than three minutes for a network of 160 layers", () => {
    const { length } = scoreOf(partsOf(chain(80), [3, 32, 32]));
    assert.ok(length < 180_000, String(length));
  });

  it("tells the unit at work, and stays with the last one when a take is over", () => {
    const take = SCORE.scenes[0]?.takes[1];
    assert.ok(take);
    const begun = momentAt(SCORE, take.start + 1);
    assert.deepEqual([begun.take.maps[0], unitIn(begun)], [1, 0]);
    const over = momentAt(SCORE, take.end);
    assert.deepEqual([over.take.maps[0], unitIn(over), wayToUnit(over), over.slide], [1, 63, 1, 1]);
  });

  it("ends with the prediction", () => {
    assert.equal(momentAt(SCORE, SCORE.length).verdict, 1);
    assert.equal(momentAt(SCORE, SCORE.verdict).verdict, 0);
  });
});

describe("the film's steps", () => {
  const close = (a: number, b: number) => Math.abs(a - b) < 1e-6 * Math.max(1, Math.abs(a));

  it("are as many as the layers and the beginning, as the takes, and as the units", () => {
    const takes = SCORE.scenes.flatMap((scene) => scene.takes).length;
    const [layers, channels, positions] = FILM_GRAINS.map((grain) => new Cuts(SCORE, grain).length);
    assert.deepEqual([layers, channels], [NETWORK.length + 1, takes + 1]);
    assert.ok((positions ?? 0) > takes * 8);
  });

  it("begin and end the film, and lead there and back at every time", () => {
    for (const grain of FILM_GRAINS) {
      const cuts = new Cuts(SCORE, grain);
      assert.deepEqual([cuts.timeAt(0), cuts.stepAt(0)], [0, 0]);
      assert.ok(close(cuts.timeAt(cuts.length - 1), SCORE.length));
      for (let step = 0.25; step < cuts.length - 1; step += cuts.length / 97) {
        assert.ok(close(cuts.stepAt(cuts.timeAt(step)), step), `${grain} ${step}`);
      }
    }
  });

  it("of positions show a whole number of finished units", () => {
    const cuts = new Cuts(SCORE, "position");
    // The camera's way to the layer is the first step.
    for (const step of [2, 3, 17, 64]) {
      const moment = momentAt(SCORE, cuts.timeAt(step));
      assert.equal(unitIn(moment), step - 2);
    }
  });

  it("know where each layer begins", () => {
    const cuts = new Cuts(SCORE, "layer");
    assert.deepEqual(chapterStarts(SCORE, cuts), [0, 2, 3, 4, 5, 6, 7]);
  });
});
