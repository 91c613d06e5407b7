import assert from "node:assert/strict";
import { test } from "node:test";
import { formatPin, parsePin } from "./pin.ts";
import { differenceOf, type Side } from "./side.ts";

test("a pin survives the way into the address and back, whatever its layer is called", () => {
  for (const unit of [[], [0, 0], [3, 12, 5]]) {
    const pin = { model: "photos", sample: "photos-cat-1", layer: "4c/3x3.a,b~c", map: 7, unit };
    assert.deepEqual(parsePin(formatPin(pin)), pin);
  }
});

test("what names no unit is no pin", () => {
  for (const text of [
    "",
    "photos",
    "photos|cat|conv1|x|1.2",
    "photos|cat|conv1|1|a",
    "|cat|conv1|1|",
    "photos|cat||1|",
  ]) {
    assert.equal(parsePin(text), null, text);
  }
});

const side = (values: number[], columns = 2): Side =>
  ({
    values: Float32Array.from(values),
    rows: values.length / columns,
    columns,
    value: values[0],
  }) as unknown as Side;

test("the difference is current minus pinned, place by place", () => {
  const found = differenceOf(side([1, 2, 3, 4]), side([2, 0, 3, 4.5]));
  assert.deepEqual([...(found?.values ?? [])], [1, -2, 0, 0.5]);
  assert.deepEqual([found?.units, found?.mean, found?.largest], [1, 0.875, 2]);
});

test("maps of other sizes have no difference", () => {
  assert.equal(differenceOf(side([1, 2, 3, 4]), side([1, 2, 3, 4, 5, 6])), null);
  assert.equal(differenceOf(side([1, 2, 3, 4]), side([1, 2, 3, 4], 4)), null);
});
