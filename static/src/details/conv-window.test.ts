import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { LayerDescription } from "../wire/events.ts";
import { unreadPlaces } from "./conv-marks.ts";
import { ConvWindow } from "./conv-window.ts";

const over = (lengths: number[], units: number[], layer: Partial<LayerDescription>): ConvWindow =>
  new ConvWindow({ op: `conv${lengths.length}d`, ...layer } as LayerDescription, lengths, units);

describe("a kernel on its input", () => {
  it("lies on the cells of its unit, in raster order", () => {
    const cells = over([4, 4], [3, 3], { kernel: [2, 2] }).cells([1, 2]);
    assert.deepEqual(
      cells.map(({ at }) => at),
      [
        [1, 2],
        [1, 3],
        [2, 2],
        [2, 3],
      ],
    );
  });

  it("reads zeros in the padding, also where it lies in it as a whole", () => {
    const cells = over([3, 3], [3, 3], { kernel: [3, 3], padding: [1, 1, 1, 1] }).cells([0, 0]);
    assert.deepEqual(
      cells.map(({ zero }) => zero === "padding"),
      [true, true, true, true, false, false, true, false, false],
    );
    const outside = over([1, 1], [6, 6], { kernel: [2, 2], padding: [3, 3, 3, 3] }).cells([0, 0]);
    assert.ok(outside.every(({ at }) => at === null));
  });

  it("leaves holes with a dilation", () => {
    const cells = over([9, 9], [6, 5], { kernel: [2, 3], dilation: [3, 2] }).cells([0, 0]);
    assert.deepEqual(
      cells.map(({ place }) => place),
      [0, 3].flatMap((y) => [0, 2, 4].map((x) => [y, x])),
    );
  });

  it("has a frame for each step through time", () => {
    const window = over([4, 5, 5], [3, 3, 3], { kernel: [2, 3, 3] });
    assert.equal(window.planes, 2);
    assert.deepEqual(window.cells([1, 0, 0])[9]?.at, [2, 0, 0]);
  });
});

describe("a transposed kernel", () => {
  const window = over([2, 2], [4, 4], { op: "convtranspose2d", kernel: [2, 2], stride: [2, 2] });

  it("walks over the input with zeros between its values", () => {
    assert.deepEqual(window.drawn, [3, 3]);
    assert.deepEqual(window.rule, {
      kernel: [2, 2],
      stride: [1, 1],
      dilation: [1, 1],
      padding: [1, 1, 0, 0],
    });
  });

  it("gives an output what one input paints there, where kernels do not overlap", () => {
    const [read, ...others] = window.cells([3, 2]).filter(({ at }) => at);
    assert.deepEqual(others, []);
    assert.deepEqual(read?.at, [1, 1]);
    assert.equal(read?.weight, 2, "the lower left cell of the kernel");
  });
});

describe("the places that no window reads", () => {
  it("are those behind the last window where the division leaves a rest", () => {
    assert.deepEqual(unreadPlaces(over([8, 7], [3, 3], { kernel: [3, 3], stride: [2, 2] })), [[7], []]);
  });

  it("are those that the stride steps over", () => {
    assert.deepEqual(unreadPlaces(over([5], [3], { kernel: [1], stride: [2] })), [[1, 3]]);
  });

  it("are none where the padding takes up the rest, nor of a transposed convolution", () => {
    const padded = { kernel: [3], stride: [2], padding: [1, 1] };
    assert.deepEqual(unreadPlaces(over([8], [4], padded)), [[]]);
    const transposed = { op: "convtranspose1d", kernel: [2], stride: [3] };
    assert.deepEqual(unreadPlaces(over([4], [11], transposed)), [[]]);
  });
});
