import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { LayerDescription } from "../wire/events.ts";
import { INPUT, shapesOf } from "./connectivity.ts";
import { originOf } from "./origin.ts";

interface Step {
  op: string;
  to: number[];
  [more: string]: unknown;
}

/** Follows a chain of layers back from its last one. */
function traced(input: number[], ...steps: Step[]) {
  const layers = steps.map(
    ({ op, to, ...more }, i) =>
      ({
        name: `layer${i}`,
        op,
        inputs: [i ? `layer${i - 1}` : INPUT],
        output_shape: to,
        ...more,
      }) as unknown as LayerDescription,
  );
  return originOf(layers, shapesOf(layers, input), layers.at(-1)?.name ?? INPUT);
}

describe("the origin of a vector", () => {
  it("is the maps that were flattened, through layers that hand values on", () => {
    const origin = traced(
      [1, 8, 8],
      { op: "maxpool2d", to: [3, 4, 4] },
      { op: "reshape", to: [48, 1, 1] },
      { op: "flatten", to: [48] },
      { op: "dropout", to: [48] },
    );
    assert.deepEqual(origin, { name: "layer0", madeOf: "cell", order: null });
  });

  it("is whole maps behind global pooling, by their mean or their largest", () => {
    const flat = { op: "flatten", to: [5] };
    const behind = (step: Step) => traced([5, 6, 7], step, flat)?.madeOf;
    assert.equal(behind({ op: "globalavgpool", to: [5, 1, 1] }), "mean");
    assert.equal(behind({ op: "globalmaxpool", to: [5, 1, 1] }), "maximum");
    assert.equal(behind({ op: "avgpool2d", to: [5, 1, 1], kernel: [6, 7] }), "mean");
    assert.equal(behind({ op: "reduce_mean", to: [5, 1, 1], axes: [-2, -1] }), "mean");
  });

  it("is not what a mean over other axes was made of", () => {
    assert.equal(traced([5, 5], { op: "reduce_mean", to: [5], axes: [0] }), null);
  });

  it("is told in the order of the maps where the axes were exchanged before", () => {
    const origin = traced(
      [2, 1, 3],
      { op: "transpose", to: [1, 3, 2], permutation: [1, 2, 0] },
      { op: "flatten", to: [6] },
    );
    // Channels last: the vector holds place by place what the maps hold map by map.
    assert.deepEqual(origin, { name: INPUT, madeOf: "cell", order: [0, 3, 1, 4, 2, 5] });
  });

  it("is the picture itself where nothing stands between", () => {
    assert.equal(traced([1, 9, 9], { op: "flatten", to: [81] })?.name, INPUT);
  });

  it("is nowhere behind a dense layer, or an activation that changes the values", () => {
    assert.equal(traced([1, 9, 9], { op: "flatten", to: [81] }, { op: "dense", to: [7] }), null);
    assert.equal(traced([1, 9, 9], { op: "flatten", to: [81] }, { op: "relu", to: [81] }), null);
  });
});
