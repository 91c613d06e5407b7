import assert from "node:assert/strict";
import { test } from "node:test";
import type { LayerDescription } from "../wire/events.ts";
import { alone, shapeBands } from "./bands.ts";
import { type Layout, layOut } from "./layout.ts";
import { graphOf } from "./nodes.ts";
import { hit, mapOrigin, type PlacedNode } from "./placed.ts";

export function layer(name: string, op: string, inputs: string[], output_shape: number[]): LayerDescription {
  return {
    name,
    op,
    inputs,
    output_shape,
    parameters: 0,
    macs: 0,
    receptive_field: { size: [1, 1], stride: [1, 1], start: [0, 0] },
  };
}

const CHAIN = [
  layer("conv1", "conv2d", ["input"], [16, 32, 32]),
  layer("relu1", "relu", ["conv1"], [16, 32, 32]),
  layer("conv2", "conv2d", ["relu1"], [64, 8, 8]),
  layer("relu2", "relu", ["conv2"], [64, 8, 8]),
  layer("dense", "dense", ["relu2"], [10]),
];

const BRANCHING = [
  layer("left", "conv2d", ["input"], [4, 8, 8]),
  layer("right", "conv2d", ["input"], [4, 8, 8]),
  layer("deeper", "relu", ["right"], [4, 8, 8]),
  layer("sum", "add", ["left", "deeper"], [4, 8, 8]),
];

const SPACE = { width: 860, height: 580, above: 44, below: 32, labelWidth: () => 40 };
const place = (layers: LayerDescription[], space = SPACE): Layout =>
  layOut(graphOf(layers, [3, 32, 32]), space);
const node = (layout: Layout, name: string) => layout.nodes.find((each) => each.name === name) as PlacedNode;

test("a layer stands in the column of its longest path from the input", () => {
  const columns = Object.fromEntries(
    graphOf(BRANCHING, [3, 8, 8]).nodes.map((each) => [each.name, each.column]),
  );
  assert.deepEqual(columns, { input: 0, left: 1, right: 1, deeper: 2, sum: 3 });
});

test("branches of a column lie in lanes that do not overlap", () => {
  const layout = place(BRANCHING);
  const [left, right] = [node(layout, "left"), node(layout, "right")];
  assert.deepEqual([right.lane, left.lane], [0, 1]);
  assert.ok(right.y + right.height + SPACE.below <= left.y);
});

test("the network fits the width it is given", () => {
  assert.ok(place(CHAIN).width <= SPACE.width + 0.01);
});

test("no column is narrower than its header, even if the network then does not fit", () => {
  const layout = place(CHAIN, { ...SPACE, width: 100 });
  assert.ok(layout.nodes.every((each) => each.width >= 40));
  assert.ok(layout.width > 100);
});

test("layers of equal shape are drawn equally large", () => {
  const layout = place(CHAIN);
  assert.equal(node(layout, "conv1").cellWidth, node(layout, "relu1").cellWidth);
  assert.equal(node(layout, "conv2").across, node(layout, "relu2").across);
});

test("all maps lie inside their node", () => {
  for (const each of place(CHAIN).nodes) {
    const last = mapOrigin(each, each.maps - 1);
    assert.ok(each.across * each.down >= each.maps, each.name);
    assert.ok(last.x + each.cellWidth <= each.x + each.width + 0.5, each.name);
    assert.ok(last.y + each.cellHeight <= each.y + each.height + 0.5, each.name);
  }
});

test("maps keep their proportions", () => {
  const layout = place([layer("conv", "conv2d", ["input"], [4, 10, 20])]);
  const { cellWidth, cellHeight } = node(layout, "conv");
  assert.ok(Math.abs(cellWidth / cellHeight - 2) < 1e-6);
});

test("the point in the middle of a map's unit finds that unit", () => {
  const conv = node(place(CHAIN), "conv2");
  const corner = mapOrigin(conv, 37);
  const x = corner.x + (5.5 / 8) * conv.cellWidth;
  const y = corner.y + (2.5 / 8) * conv.cellHeight;
  assert.deepEqual(hit(conv, x, y), { map: 37, unit: [2, 5] });
});

test("between and beside maps there is nothing to hit", () => {
  const conv = node(place(CHAIN), "conv1");
  const corner = mapOrigin(conv, 0);
  assert.equal(hit(conv, corner.x + 2, corner.y + conv.cellHeight + 1), null);
  assert.equal(hit(conv, corner.x - 20, corner.y), null);
});

test("one unit alone, and no layers at all, are laid out too", () => {
  const single = layOut(graphOf([], [1, 1, 1]), SPACE);
  assert.equal(single.nodes.length, 1);
  assert.ok(Number.isFinite(single.width) && (single.nodes[0] as PlacedNode).cellWidth > 0);
});

test("neighbours of one shape share its label", () => {
  const bands = shapeBands(place(CHAIN).nodes).map((band) => [band.label, band.nodes.length]);
  assert.deepEqual(bands, [
    ["3×32²", 1],
    ["16×32²", 2],
    ["64×8²", 2],
    ["10", 1],
  ]);
});

test("branches keep labels of their own", () => {
  const bands = shapeBands(place(BRANCHING).nodes).map((band) => band.nodes.map(({ name }) => name));
  assert.deepEqual(bands, [["input"], ["left"], ["right", "deeper", "sum"]]);
});

test("a long band is cut into equal parts", () => {
  const chain = Array.from({ length: 18 }, (_, i) =>
    layer(`l${i}`, "relu", [i ? `l${i - 1}` : "input"], [4, 8, 8]),
  );
  assert.deepEqual(
    shapeBands(place(chain).nodes).map((band) => band.nodes.length),
    [1, 6, 6, 6],
  );
});

test("a label needs room over its node only where no neighbour shares it", () => {
  const { nodes } = graphOf(CHAIN, [3, 32, 32]);
  assert.deepEqual([...alone(nodes)], ["input", "dense"]);
});
