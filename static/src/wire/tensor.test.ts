import assert from "node:assert/strict";
import { test } from "node:test";
import { OneRow, Tensor } from "./tensor.ts";

function base64(bytes: ArrayBufferLike): string {
  return Buffer.from(bytes).toString("base64");
}

test("exact tensors come back as they were sent", () => {
  const values = Float32Array.of(1.5, -2.25, 0, 3.4028234663852886e38, Number.NaN, -Infinity);
  const tensor = Tensor.decode({ shape: [2, 3], dtype: "float32", data: base64(values.buffer) });
  assert.deepEqual(tensor.data, values);
  assert.deepEqual(tensor.shape, [2, 3]);
});

test("preview tensors are float16 numbers times their scale", () => {
  const bits = Uint16Array.of(0x3c00, 0xc000, 0x0001, 0x7bff, 0x7c00, 0x8000);
  const tensor = Tensor.decode({ shape: [6], dtype: "float16", scale: 4, data: base64(bits.buffer) });
  assert.deepEqual([...tensor.data], [4, -8, 4 * 2 ** -24, 4 * 65504, Infinity, -0]);
});

test("a preview without a scale has the scale 1", () => {
  const tensor = Tensor.decode({ shape: [1], dtype: "float16", data: base64(Uint16Array.of(0x3800).buffer) });
  assert.equal(tensor.at(0), 0.5);
});

test("nested lists are read in C order", () => {
  const tensor = Tensor.decode({ shape: [2, 1, 2], dtype: "float32", data: [[[1, 2]], [[3, 4]]] });
  assert.equal(tensor.at(1, 0, 0), 3);
});

test("a map is a view of one channel", () => {
  const tensor = new Tensor([2, 2, 2], Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7));
  assert.deepEqual([...tensor.map(1)], [4, 5, 6, 7]);
  assert.equal(tensor.map(1).buffer, tensor.data.buffer);
});

test("a plane is a view of one frame of a channel", () => {
  const clip = new Tensor(
    [2, 3, 1, 2],
    Float32Array.from({ length: 12 }, (_, i) => i),
  );
  assert.deepEqual([...clip.plane(1, 2)], [10, 11]);
  assert.deepEqual([...new Tensor([2, 3], Float32Array.of(0, 1, 2, 3, 4, 5)).plane(1)], [3, 4, 5]);
  assert.equal(clip.plane(1, 2).buffer, clip.data.buffer);
});

test("a map of a vector is its one unit", () => {
  assert.deepEqual([...new Tensor([3], Float32Array.of(7, 8, 9)).map(2)], [9]);
});

test("outside of a tensor there is no number", () => {
  assert.ok(Number.isNaN(new Tensor([2], Float32Array.of(1, 2)).at(2)));
});

test("a shape that does not fit its numbers is refused with both counts", () => {
  assert.throws(() => new Tensor([2, 2], new Float32Array(3)), /2×2 holds 4 numbers, not 3/);
});

test("one row stands for the whole, whichever is asked for", () => {
  const row = new OneRow([1, 3], Float32Array.of(7, 8, 9));
  assert.deepEqual([...row.map()], [7, 8, 9]);
  assert.equal(row.at(4095, 2), 9);
  assert.equal(new OneRow([1], Float32Array.of(5)).at(12), 5);
});
