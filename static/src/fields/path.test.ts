import assert from "node:assert/strict";
import { test } from "node:test";
import type { LayerDescription } from "../wire/events.ts";
import type { FieldPart } from "../wire/fields.ts";
import { growth, growthAlong } from "./growth.ts";
import { beyond, condensed, wayTo } from "./path.ts";
import { boxInWords, countInWords, paddingInWords, seenInWords, sidesOf } from "./words.ts";

const part = (name: string, extent: number | null, stride: number | null = 1, size = 8): FieldPart => ({
  name,
  sizes: [size, size],
  window: [
    { first: 0, last: 0 },
    { first: 0, last: 0 },
  ],
  seen: null,
  places: 1,
  extent: name === "input" ? [] : [extent, extent],
  stride: name === "input" ? [] : [stride, stride],
});

const layer = (name: string, inputs: string[], size: number, stride = 1, more = {}): LayerDescription => ({
  ...{ name, op: "conv2d", inputs, output_shape: [4, 8, 8], parameters: 0, macs: 0 },
  receptive_field: { size: [size, size], stride: [stride, stride], start: [0, 0] },
  ...more,
});

const CHAIN = [
  part("input", null),
  part("conv1", 3),
  part("relu1", 1),
  part("pool1", 2, 2, 4),
  part("conv2", 3, 1, 4),
];
const CHAIN_LAYERS = [
  layer("conv1", ["input"], 3),
  layer("relu1", ["conv1"], 3),
  layer("pool1", ["relu1"], 4, 2),
  layer("conv2", ["pool1"], 8, 2),
];

const BRANCHES = [part("input", null), part("narrow", 1), part("wide", 5), part("sum", 1)];
const BRANCH_LAYERS = [
  layer("narrow", ["input"], 1),
  layer("wide", ["input"], 5),
  layer("sum", ["narrow", "wide"], 5),
];

test("the way leads from the picture through every layer of a chain to the unit", () => {
  assert.deepEqual(
    wayTo(CHAIN, CHAIN_LAYERS).map(({ name }) => name),
    ["input", "conv1", "relu1", "pool1", "conv2"],
  );
});

test("where branches meet, the way follows the one that sees most", () => {
  assert.deepEqual(
    wayTo(BRANCHES, BRANCH_LAYERS).map(({ name }) => name),
    ["input", "wide", "sum"],
  );
});

test("layers that leave every place where it is are told beside the one before them", () => {
  const stops = condensed(wayTo(CHAIN, CHAIN_LAYERS), 9);
  assert.deepEqual(
    stops.map(({ part, joined }) => [part.name, ...joined]),
    [["input"], ["conv1", "relu1"], ["pool1"], ["conv2"]],
  );
});

test("the unit's own layer always has a stop of its own", () => {
  const stops = condensed(wayTo(BRANCHES, BRANCH_LAYERS), 9);
  assert.deepEqual(
    stops.map(({ part }) => part.name),
    ["input", "wide", "sum"],
  );
});

test("a long way keeps picture and unit, and tells how many layers are left out between the others", () => {
  const long = [part("input", null), ...Array.from({ length: 20 }, (_, i) => part(`conv${i}`, 3))];
  const stops = condensed(long, 5);
  assert.equal(stops.length, 5);
  assert.equal(stops[0]?.part.name, "input");
  assert.equal(stops.at(-1)?.part.name, "conv19");
  assert.equal(
    stops.reduce((sum, { skipped }) => sum + skipped + 1, 0),
    long.length,
  );
});

test("each line of the growth is the formula with the layer's numbers", () => {
  const lines = growthAlong(0, CHAIN, CHAIN_LAYERS);
  assert.deepEqual(
    lines.map(({ layer, k, s, rBefore, jBefore, r, j }) => [layer, k, s, rBefore, jBefore, r, j]),
    [
      ["conv1", 3, 1, 1, 1, 3, 1],
      ["pool1", 2, 2, 3, 1, 4, 2],
      ["conv2", 3, 1, 4, 2, 8, 2],
    ],
  );
  for (const { k, rBefore, jBefore, r, isExact } of lines) {
    assert.equal(r, rBefore + ((k as number) - 1) * jBefore);
    assert.equal(isExact, true);
  }
});

test("axes that grow alike share their lines, others have their own", () => {
  assert.equal(growth(CHAIN, CHAIN_LAYERS).length, 1);
  const uneven = { ...part("conv1", 3), extent: [3, 1] };
  const described = layer("conv1", ["input"], 3);
  described.receptive_field.size = [3, 1];
  const [down, across] = growth([part("input", null), uneven], [described]);
  assert.equal(down?.length, 1);
  assert.equal(across?.length, 0);
});

test("a layer that reads every place, and one whose field the formula does not tell, say so", () => {
  const layers = [layer("up", ["input"], 3, 0.5), layer("dense", ["up"], 8, 0)];
  const [up, dense] = growthAlong(
    0,
    [part("input", null), part("up", 2, 0.5), part("dense", null, null, 1)],
    layers,
  );
  assert.equal(up?.isExact, false);
  assert.equal(dense?.k, null);
  assert.equal(dense?.r, 8);
});

test("a dilated window is told with its dilation", () => {
  const layers = [layer("conv1", ["input"], 5, 1, { dilation: [2, 2] })];
  assert.equal(growthAlong(0, [part("input", null), part("conv1", 5)], layers)[0]?.dilation, 2);
});

const window = (first: number, last: number) => [
  { first, last },
  { first: 2, last: 4 },
];

test("what lies beyond the ends is counted before and behind", () => {
  assert.deepEqual(beyond(window(-2, 9), [8, 8]), [
    { before: 2, behind: 2, of: 12 },
    { before: 0, behind: 0, of: 3 },
  ]);
  assert.deepEqual(beyond([{ first: -5, last: -2 }], [8]), [{ before: 4, behind: 0, of: 4 }]);
});

test("a field is told in words, with the rows that lie in the padding", () => {
  const seen = { ...part("input", null), window: window(-2, 2) };
  assert.equal(seenInWords(seen), "5×3 pixels: rows 0–2, columns 2–4 of the picture");
  assert.equal(paddingInWords(seen), "2 of 5 rows lie in the padding, outside of the picture");
  assert.equal(paddingInWords({ ...seen, window: window(0, 2) }), "");
});

test("of a sheet it is told how much is read", () => {
  const whole = { first: 0, last: 7 };
  assert.equal(sidesOf({ window: [whole, { first: 1, last: 3 }], rows: 8, columns: 8 }), "8×3 of 8×8");
  assert.equal(sidesOf({ window: [whole, whole], rows: 8, columns: 8 }), "all 8×8");
  assert.equal(
    sidesOf({
      window: [
        { first: 3, last: 3 },
        { first: 0, last: 0 },
      ],
      rows: 64,
      columns: 1,
    }),
    "1 of 64",
  );
});

test("the units that see a place are told as a box of places, and counted", () => {
  const ranges = [
    { first: 0, last: 4 },
    { first: 2, last: 2 },
  ];
  const seeing = { name: "a", sizes: [32, 32], ranges, places: 5 };
  assert.equal(boxInWords(seeing), "rows 0–4 × column 2");
  assert.equal(boxInWords({ ...seeing, places: 3 }), "rows 0–4 × column 2, with gaps");
  assert.equal(boxInWords({ ...seeing, sizes: [1, 1], places: 1 }), "every unit");
  assert.equal(boxInWords({ ...seeing, ranges: null, places: 0 }), "no unit");
  assert.equal(countInWords(800, 16384), "800 of 16,384 units");
});
