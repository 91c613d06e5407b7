import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { addedUp, counted, planeSums, type Side } from "./ballot.ts";
import { tensor } from "./explain/example-units.ts";

const SIZE = 500;
const values = Float32Array.from({ length: SIZE }, (_, i) => (i % 5 ? Math.sin(i * 12.9898) * 3 : 0));
const weights = Float32Array.from({ length: SIZE }, (_, i) => Math.cos(i * 78.233));
const bias = -0.1234;
const total = values.reduce((sum, value, i) => sum + value * (weights[i] as number), bias);
const count = counted({ values, weights, bias, total }, 4, 3);

const rowsOf = ({ largest, others }: Side) => [
  ...largest.map(({ shown }) => shown),
  ...(others ? [others.shown] : []),
];
const ticks = (rows: readonly { ticks: number }[]) => rows.reduce((sum, row) => sum + row.ticks, 0);

describe("counted votes", () => {
  it("add up as shown: for, against and bias to the value, each side's rows to the side", () => {
    assert.equal(count.for.sum.ticks + count.against.sum.ticks + count.bias.ticks, count.total.ticks);
    assert.equal(ticks(rowsOf(count.for)), count.for.sum.ticks);
    assert.equal(ticks(rowsOf(count.against)), count.against.sum.ticks);
  });

  it("name the largest of each side, strongest first", () => {
    const sizes = count.against.largest.map(({ shown }) => shown.value);
    assert.equal(sizes.length, 4);
    assert.deepEqual(
      sizes,
      sizes.toSorted((a, b) => a - b),
    );
    assert.ok(count.for.largest.every(({ shown }) => shown.value > 0));
  });

  it("leave nobody out", () => {
    const of = ({ largest, others }: Side) => largest.length + (others?.count ?? 0);
    assert.equal(of(count.for) + of(count.against) + count.silent, SIZE);
    assert.equal(count.silent, SIZE / 5);
  });

  it("have no line for others where one line shows the one that is left", () => {
    const few = counted(
      { values: Float32Array.of(1, 2, 3), weights: Float32Array.of(1, 1, 1), bias: 0, total: 6 },
      2,
      3,
    );
    assert.equal(few.for.largest.length, 3);
    assert.equal(few.for.others, null);
    assert.equal(few.against.sum.text, "0.000");
  });

  it("take what is not a number as it is", () => {
    const broken = counted(
      { values: Float32Array.of(Number.NaN, 2), weights: Float32Array.of(1, 1), bias: 0, total: Number.NaN },
      2,
      3,
    );
    assert.equal(broken.total.text, "NaN");
    assert.equal(broken.for.largest.length, 1);
  });
});

it("planes' sums leave out what lies behind the end of a vector", () => {
  assert.deepEqual([...planeSums(Float32Array.of(1, 2, 3, Number.NaN), 2)], [3, 3]);
});

it("votes of all maps are added up place by place", () => {
  const { shape, data } = addedUp(tensor([3, 1, 2], 1, 2, 10, 20, -4, 0.5));
  assert.deepEqual(shape, [1, 1, 2]);
  assert.deepEqual([...data], [7, 22.5]);
});
