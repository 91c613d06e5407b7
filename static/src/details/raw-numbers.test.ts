import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { contextOf, tensor } from "./explain/example-units.ts";
import { MOST_COLUMNS, MOST_ROWS, mapTable, rawText, tabSeparated, unitTable } from "./raw-numbers.ts";

const counted = (...shape: number[]) =>
  tensor(shape, ...Array.from({ length: shape.reduce((all, each) => all * each, 1) }, (_, i) => i));

describe("numbers to be copied", () => {
  it("are float32 to the last bit, with signs that spreadsheets know", () => {
    for (const value of [0.1, -1 / 3, 1e-30, 123456.789]) {
      const single = Math.fround(value);
      assert.equal(Math.fround(Number(rawText(single))), single);
    }
    assert.equal(rawText(Number.NaN), "NaN");
    assert.equal(rawText(-Infinity), "-Infinity");
  });

  it("are lines of cells with tabs between", () => {
    const text = tabSeparated(mapTable(tensor([1, 2, 2], 0, 0.5, -1, 2), 0, 0));
    assert.equal(text, "row\t0\t1\n0\t0\t0.5\n1\t-1\t2");
  });
});

describe("the table of a map", () => {
  it("is all of a small one, of the frame asked for", () => {
    const clip = counted(2, 2, 3, 4);
    const { rows, part } = mapTable(clip, 1, 1, [1, 2, 3]);
    assert.equal(part, undefined);
    assert.deepEqual(rows[2]?.slice(1), [44, 45, 46, 47]);
  });

  it("is the part around the unit of a large one, and says so", () => {
    const large = counted(1, 100, 90);
    const { rows, columns, part, own } = mapTable(large, 0, 0, [99, 45]);
    assert.equal(rows.length, MOST_ROWS);
    assert.equal(columns.length, MOST_COLUMNS + 1);
    assert.equal(part, "rows 60 to 99, columns 29 to 60");
    assert.equal(rows[own?.[0] ?? 0]?.[own?.[1] ?? 0], 99 * 90 + 45);
  });

  it("is a line for each value of a vector", () => {
    assert.deepEqual(mapTable(counted(3), 1, 0, []).rows, [
      ["0", 0],
      ["1", 1],
      ["2", 2],
    ]);
  });
});

describe("what a unit is made of", () => {
  it("is the window of a pool, and its value last", () => {
    const context = contextOf({
      layer: { op: "maxpool2d", kernel: [2, 2], stride: [2, 2], padding: [0, 0, 0, 0] },
      inputs: [counted(1, 4, 4)],
      output: tensor([1, 2, 2], 5, 7, 13, 15),
      unit: [1, 0],
    });
    const { rows } = unitTable(context);
    assert.deepEqual(
      rows.map((row) => row.at(-1)),
      [8, 9, 12, 13, 13],
    );
    assert.equal(rows[0]?.[0], "in0 map 0, row 2, column 0");
  });

  it("is every product and the bias of a sum of products", () => {
    const context = contextOf({
      layer: { op: "dense" },
      inputs: [tensor([2], 1, 2)],
      output: tensor([1], 5.5),
      weights: { weight: tensor([1, 2], 1, 2), bias: tensor([1], 0.5) },
    });
    assert.deepEqual(
      unitTable(context).rows.map((row) => row.at(-1)),
      [1, 4, 0.5, 5.5],
    );
  });

  it("has a column for each axis of a convolution's input", () => {
    const context = contextOf({
      layer: { op: "conv1d", kernel: [2], stride: [1], padding: [1, 0] },
      inputs: [tensor([1, 2], 5, 6)],
      output: tensor([1, 2], 15, 28),
      weights: { weight: tensor([1, 1, 2], 2, 3) },
      unit: [0],
    });
    const { columns, rows } = unitTable(context);
    assert.deepEqual(columns, ["channel", "sample", "input", "factor", "product"]);
    assert.deepEqual(rows.slice(0, 2), [
      ["0", "-1", 0, 2, 0],
      ["0", "0", 5, 3, 15],
    ]);
    assert.deepEqual(rows.at(-1)?.slice(1), ["", "", "", 15]);
  });
});
