import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Tensor } from "../wire/tensor.ts";
import { Edits, type Trained } from "./edits.ts";
import { formatEdits, parseEdits } from "./edits-text.ts";
import { toWire } from "./edits-wire.ts";

const WEIGHT: Trained = {
  layer: "conv",
  parameter: "weight",
  tensor: new Tensor(
    [2, 2, 2, 2],
    Float32Array.from({ length: 16 }, (_, i) => i / 8),
  ),
};
const BIAS: Trained = {
  layer: "conv",
  parameter: "bias",
  tensor: new Tensor([2], Float32Array.of(0.1, -0.1)),
};
const at = (...entries: [number, number][]) => new Map(entries);

describe("edits", () => {
  it("stand in place of trained weights, and leave those as they are", () => {
    const edits = Edits.none.with(WEIGHT, at([3, 7], [9, -2]));
    const { data } = edits.applied(WEIGHT);
    assert.deepEqual([data[2], data[3], data[9]], [0.25, 7, -2]);
    assert.equal(WEIGHT.tensor.data[3], 0.375);
    assert.equal(edits.applied(BIAS), BIAS.tensor);
  });

  it("count the weights that are other than trained, as float32", () => {
    const edits = Edits.none.with(WEIGHT, at([0, 5], [1, 0.125])).with(BIAS, at([0, 0.1]));
    assert.equal(edits.count, 1);
    assert.deepEqual([...edits.layers], ["conv"]);
    assert.equal(edits.with(WEIGHT, at([0, 0])).count, 0);
    assert.equal(edits.count, 1);
  });

  it("go on the wire as few slices: a kernel, a filter, all of it, or single numbers", () => {
    const wire = (...entries: [number, number][]) => toWire(Edits.none.with(WEIGHT, at(...entries)));
    assert.deepEqual(wire([5, 9]), [{ layer: "conv", parameter: "weight", at: [0, 1, 0, 1], values: 9 }]);
    assert.deepEqual(wire([4, 9], [5, 9], [6, 9], [7, 8]), [
      {
        layer: "conv",
        parameter: "weight",
        at: [0, 1],
        values: [
          [9, 9],
          [9, 8],
        ],
      },
    ]);
    const filter = Array.from({ length: 8 }, (_, i): [number, number] => [8 + i, -i - 1]);
    assert.deepEqual(
      wire([2, 9], [3, 8], ...filter).map((edit) => edit.at),
      [[0, 0, 1], [1]],
    );
    const all = Array.from({ length: 16 }, (_, i): [number, number] => [i, -i - 1]);
    assert.deepEqual(wire(...all)[0]?.at, []);
  });

  it("come back from their text to the last bit of a float32", () => {
    const values = at([0, 0.1], [1, 1 / 3], [2, -1e-30], [7, 16777217], [15, -2.5]);
    const edits = Edits.none.with(WEIGHT, values).with({ ...BIAS, layer: "a!b~c*d/é%" }, at([1, 4]));
    const read = parseEdits(formatEdits(edits));
    assert.deepEqual(read, edits);
    assert.equal(
      formatEdits(Edits.none.with(WEIGHT, at([0, 0.1], [1, 1], [5, 2]))),
      "conv!weight!2*2*2*2!0*0.1*1!5*2",
    );
  });

  it("are none where a text is no edits", () => {
    const bad = [
      "x",
      "conv!weight!2!5*1",
      "conv!weight!2!0*a",
      "conv!weight!2!-1*1",
      "conv!weight!2!0*",
      "%!w!2!0*1",
    ];
    for (const text of ["", ...bad, "conv!weight!2!0*1e99", "conv!weight!2!0.5*1", "conv!weight!2!0*1~x"])
      assert.equal(parseEdits(text).count, 0, text);
  });
});
