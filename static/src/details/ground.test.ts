import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { tensor } from "./explain/example-units.ts";
import { Ground } from "./ground.ts";

const counting = (...shape: number[]) => {
  const size = shape.reduce((all, each) => all * each, 1);
  return tensor(shape, ...Array.from({ length: size }, (_, i) => i + 1));
};

describe("the ground of a flattened vector", () => {
  const maps = counting(2, 2, 3);
  const ground = new Ground(counting(12), "flatten", {
    name: "pool",
    madeOf: "cell",
    order: null,
    tensor: maps,
  });

  it("knows where each value lies, and which value each cell became", () => {
    assert.deepEqual(ground.spotOf(7), { plane: 1, cell: 1 });
    for (let index = 0; index < 12; index++) assert.equal(ground.indexAt(ground.spotOf(index)), index);
  });

  it("says it in words", () => {
    assert.equal(ground.describe(7), "map 1, row 0, column 1");
    assert.equal(ground.brief(7), "map 1 (0, 1)");
  });

  it("lays weights out so that cell times weight is the vote", () => {
    const weights = Float32Array.from({ length: 12 }, (_, i) => 0.5 - i);
    const laid = ground.weightsLaidOut(weights);
    assert.deepEqual(laid.shape, [2, 2, 3]);
    assert.equal((laid.at(1, 1, 2) as number) * maps.at(1, 1, 2), (weights[11] as number) * 12);
  });
});

it("the ground of an exchanged order leads each value to its own cell", () => {
  const origin = {
    name: "in",
    madeOf: "cell" as const,
    order: [0, 3, 1, 4, 2, 5],
    tensor: counting(2, 1, 3),
  };
  const ground = new Ground(tensor([6], 1, 4, 2, 5, 3, 6), "flatten", origin);
  assert.deepEqual(ground.spotOf(1), { plane: 1, cell: 0 });
  assert.equal(ground.indexAt({ plane: 1, cell: 0 }), 1);
  assert.equal(ground.weightsLaidOut(Float32Array.of(0, 10, 20, 30, 40, 50)).at(1, 0, 0), 10);
});

describe("the ground of pooled maps", () => {
  const maps = tensor([2, 2, 2], 1, 2, 3, 6, 0, -1, -2, -5);

  it("shares the weight of a mean among all cells, so that they add up to the vote", () => {
    const ground = new Ground(tensor([2], 3, -2), "average", {
      name: "relu",
      madeOf: "mean",
      order: null,
      tensor: maps,
    });
    const laid = ground.weightsLaidOut(Float32Array.of(0.5, 4));
    const vote = [0, 1, 2, 3].reduce(
      (sum, i) => sum + (laid.data[4 + i] as number) * (maps.data[4 + i] as number),
      0,
    );
    assert.equal(vote, -2 * 4);
    assert.equal(ground.describe(1), "map 1");
    assert.equal(ground.indexAt({ plane: 1, cell: 3 }), 1);
  });

  it("gives the whole weight of a maximum to the cell that won", () => {
    const ground = new Ground(tensor([2], 6, 0), "max", {
      name: "relu",
      madeOf: "maximum",
      order: null,
      tensor: maps,
    });
    assert.deepEqual([...ground.weightsLaidOut(Float32Array.of(2, 3)).data], [0, 0, 0, 2, 3, 0, 0, 0]);
  });

  it("counts a clip's frames as planes of one map", () => {
    const clip = counting(2, 3, 2, 2);
    const ground = new Ground(tensor([2], 1, 2), "average", {
      name: "relu",
      madeOf: "mean",
      order: null,
      tensor: clip,
    });
    assert.equal(ground.planes, 6);
    assert.deepEqual(ground.spotOf(1), { plane: 3, cell: null });
    assert.equal(ground.indexAt({ plane: 5, cell: 0 }), 1);
  });
});

it("a vector without maps is laid out in rows itself, with nothing behind its end", () => {
  const ground = new Ground(counting(10), "dense1");
  assert.equal(ground.isMaps, false);
  assert.equal(ground.describe(9), "value 9");
  assert.equal(ground.indexAt({ plane: 0, cell: ground.cells - 1 }), null);
});

it("a signal's maps stay curves", () => {
  const origin = { name: "relu", madeOf: "mean" as const, order: null, tensor: counting(3, 8) };
  const ground = new Ground(counting(3), "average", origin);
  assert.deepEqual(ground.tensor.shape, [3, 8]);
  assert.equal(ground.planes, 3);
});
