import assert from "node:assert/strict";
import { test } from "node:test";
import { downstreamOf, inputNamed } from "./downstream.ts";
import { Tensor } from "./wire/tensor.ts";

const tensor = (value: number) => new Tensor([1], Float32Array.of(value));

test("an address names an input by its number, the first by nothing, and else a parameter", () => {
  assert.deepEqual(["", "1", "12", "weight"].map(inputNamed), [0, 1, 12, null]);
});

test("the gradient named is found, and the first input's where there is none of that name", () => {
  const gradient = { dInputs: [tensor(1), tensor(2)], dParameters: { weight: tensor(3) } };
  const values = ["", "1", "weight", "bias", "7"].map((wrt) => downstreamOf(gradient, wrt)?.data[0]);
  assert.deepEqual(values, [1, 2, 3, 1, 1]);
});

test("a layer that sends nothing back has none", () => {
  assert.equal(downstreamOf({ dInputs: [], dParameters: {} }, ""), undefined);
});
