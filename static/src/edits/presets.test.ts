import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { LayerDescription } from "../wire/events.ts";
import { Tensor } from "../wire/tensor.ts";
import { channelsRead, kernelPlace } from "./kernel.ts";
import { Latest } from "./latest.ts";
import { PRESETS } from "./presets.ts";

const kernel = (name: string, ...sizes: number[]) =>
  PRESETS.find((each) => each.name === name)?.kernel(sizes);

describe("presets", () => {
  it("are the textbook's kernels at 3×3", () => {
    assert.deepEqual(kernel("identity", 3, 3), [0, 0, 0, 0, 1, 0, 0, 0, 0]);
    assert.deepEqual(kernel("emboss", 3, 3), [-2, -1, 0, -1, 1, 1, 0, 1, 2]);
    assert.deepEqual(kernel("Sobel horizontal", 3, 3), [-1, 0, 1, -2, 0, 2, -1, 0, 1]);
    assert.deepEqual(kernel("blur", 3, 3), Array(9).fill(1 / 9));
  });

  it("stand in the middle of larger kernels, and of a clip's middle frame", () => {
    assert.equal(kernel("outline", 5, 5)?.[12], 8);
    assert.equal(kernel("outline", 3, 3, 3)?.[13], 8);
    assert.deepEqual(kernel("outline", 3, 3, 3)?.slice(0, 9), Array(9).fill(0));
    assert.deepEqual(kernel("sharpen", 5), [0, -1, 3, -1, 0]);
    assert.deepEqual(kernel("identity", 2, 2), [1, 0, 0, 0]);
  });

  it("are not there where they have no room", () => {
    assert.equal(kernel("emboss", 1, 1), null);
    assert.equal(kernel("Sobel vertical", 7), null);
    assert.deepEqual(kernel("identity", 1, 1), [1]);
    assert.deepEqual(kernel("zero", 1), [0]);
  });

  it("add up to what they promise: brightness kept, or only differences", () => {
    const sums = {
      identity: 1,
      blur: 1,
      sharpen: 1,
      outline: 0,
      "Sobel horizontal": 0,
      "Sobel vertical": 0,
      emboss: 1,
      zero: 0,
    };
    for (const { name, kernel } of PRESETS) {
      for (const sizes of [[3, 3], [5, 5], [7], [3, 3, 3], [4, 6]]) {
        const total = kernel(sizes)?.reduce((sum, value) => sum + value, 0);
        if (total !== undefined) assert.ok(Math.abs(total - sums[name as keyof typeof sums]) < 1e-9, name);
      }
    }
  });
});

describe("a kernel's place among the weights", () => {
  const weight = (...shape: number[]) => new Tensor(shape, new Float32Array(shape.reduce((a, b) => a * b)));
  const layer = (op: string, groups = 1) => ({ op, groups }) as LayerDescription;

  it("of a convolution is its filter's, channel by channel", () => {
    assert.deepEqual(kernelPlace(layer("conv2d"), weight(4, 3, 2, 2), 2, 1), { start: 28, sizes: [2, 2] });
    assert.equal(channelsRead(layer("conv2d"), weight(4, 3, 2, 2)), 3);
  });

  it("of a transposed convolution is its channel's, filter by filter within the group", () => {
    assert.equal(kernelPlace(layer("convtranspose2d"), weight(4, 3, 2, 2), 2, 1).start, 20);
    assert.equal(kernelPlace(layer("convtranspose1d", 2), weight(4, 3, 5), 4, 1).start, (3 * 3 + 1) * 5);
    assert.equal(channelsRead(layer("convtranspose1d", 2), weight(4, 3, 5)), 2);
  });
});

describe("the latest wish", () => {
  it("waits for what is under way, and replaces those in between", async () => {
    const finish: (() => void)[] = [];
    let begun = 0;
    const latest = new Latest(() => {
      begun++;
      return new Promise<void>((resolve) => finish.push(resolve));
    });
    for (let i = 0; i < 5; i++) latest.wish();
    assert.equal(begun, 1);
    finish[0]?.();
    await new Promise((resolve) => setTimeout(resolve));
    assert.equal(begun, 2);
    finish[1]?.();
    await new Promise((resolve) => setTimeout(resolve));
    assert.equal(begun, 2);
    latest.wish();
    assert.equal(begun, 3);
  });
});
