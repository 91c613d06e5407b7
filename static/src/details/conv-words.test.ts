import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { LayerDescription } from "../wire/events.ts";
import { Tensor } from "../wire/tensor.ts";
import { type DetailContext, FORWARD_KINDS } from "./context.ts";
import { windowSentences } from "./conv-words.ts";
import { openFilter } from "./convolution.ts";

const zeros = (shape: readonly number[]) =>
  new Tensor(shape, new Float32Array(shape.reduce((a, b) => a * b, 1)));

function said(layer: Partial<LayerDescription>, input: number[], output: number[], map = 0): string[] {
  const context = {
    layer: { op: `conv${input.length - 1}d`, ...layer },
    inputs: [{ name: "input", tensor: zeros(input) }],
    output: zeros(output),
    weights: {},
    kinds: FORWARD_KINDS,
    map,
  };
  return windowSentences(openFilter(context as unknown as DetailContext));
}

describe("what is said of a window", () => {
  it("is nothing where nothing is out of the ordinary", () => {
    assert.deepEqual(said({ kernel: [3, 3], stride: [1, 1] }, [1, 5, 5], [1, 3, 3]), []);
  });

  it("names the rows and columns that the division leaves over", () => {
    const layer = { kernel: [3, 3], stride: [2, 2], padding: [0, 0, 0, 0] };
    assert.deepEqual(said(layer, [1, 28, 28], [1, 13, 13]).slice(1), [
      "No window reads the last row and column: (28 − 3) / 2 leaves 1.",
    ]);
    assert.deepEqual(said(layer, [1, 28, 27], [1, 13, 13]).slice(1), [
      "No window reads the last row: (28 − 3) / 2 leaves 1.",
    ]);
  });

  it("says where only padding is left over", () => {
    const layer = { kernel: [3], stride: [2], padding: [1, 1] };
    assert.equal(
      said(layer, [1, 8], [1, 4])[1],
      "No window reads the last sample of the padding: (8 + 1 + 1 − 3) / 2 leaves 1.",
    );
  });

  it("counts what a stride larger than the kernel steps over", () => {
    const layer = { kernel: [1, 1], stride: [2, 2] };
    assert.equal(
      said(layer, [1, 16, 16], [1, 8, 8])[1],
      "No window reads 8 of the 16 rows and columns: it steps over them.",
    );
  });

  it("tells which channels a filter of a group reads", () => {
    const layer = { kernel: [1, 1], stride: [1, 1] };
    assert.deepEqual(said({ ...layer, groups: 2 }, [6, 3, 3], [4, 3, 3], 3), [
      "Group 2 of 2: this filter reads channels 3 to 5, of 6.",
    ]);
    assert.deepEqual(said({ ...layer, groups: 6 }, [6, 3, 3], [6, 3, 3], 4), [
      "Depthwise: this filter reads channel 4 alone, of 6.",
    ]);
  });
});
