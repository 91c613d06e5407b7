import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { LayerDescription } from "../wire/events.ts";
import { dense, GraphBuilder, inception, random, residual, unet } from "./example-graphs.ts";
import { type Layout, layOut } from "./layout.ts";
import { graphOf } from "./nodes.ts";
import type { Box, PlacedNode } from "./placed.ts";
import { pathOf, type Route, routesOf } from "./routes.ts";

const SPACE = { width: 860, height: 560, above: 44, below: 56, labelWidth: () => 60 };
const place = (layers: LayerDescription[], space = SPACE): Layout =>
  layOut(graphOf(layers, [3, 32, 32]), space);

const GRAPHS: Record<string, LayerDescription[]> = {
  "a residual network": residual(8),
  "Inception modules": inception(3),
  "a U-Net": unet(4),
  "a dense block": dense(9),
  "a large residual network": residual(20, 1280),
  ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((seed) => [`graph ${seed}`, random(seed, 40)])),
};

/** A node with its header and legend. */
const whole = ({ x, y, width, height }: PlacedNode, { above, below }: Layout): Box => ({
  x,
  y: y - above,
  width,
  height: height + above + below,
});

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height - 0.5 && b.y < a.y + a.height - 0.5;

/** Points along a way, close enough together to be inside any node that it crosses. */
function along({ points }: Route): Box[] {
  return points.slice(1).flatMap((end, i) => {
    const start = points[i] as { x: number; y: number };
    const steps = Math.ceil(Math.hypot(end.x - start.x, end.y - start.y) / 3);
    return Array.from({ length: steps + 1 }, (_, step) => ({
      x: start.x + ((end.x - start.x) * step) / Math.max(1, steps),
      y: start.y + ((end.y - start.y) * step) / Math.max(1, steps),
      width: 0,
      height: 1,
    }));
  });
}

for (const [name, layers] of Object.entries(GRAPHS)) {
  describe(name, () => {
    const layout = place(layers);

    it("has no two nodes on top of each other", () => {
      const boxes = layout.nodes.map((node) => whole(node, layout));
      boxes.forEach((a, i) => {
        for (const b of boxes.slice(i + 1)) assert.ok(!overlap(a, b));
      });
    });

    it("lies within its own size", () => {
      for (const node of layout.nodes) {
        const box = whole(node, layout);
        assert.ok(box.x >= 0 && box.y >= -0.01 && box.x + box.width <= layout.width + 0.01, node.name);
        assert.ok(box.y + box.height <= layout.height + 0.01, node.name);
      }
    });

    it("leads no edge across a node", () => {
      for (const route of routesOf(layout)) {
        const others = layout.nodes.filter(
          (node) => node.name !== route.source && node.name !== route.target,
        );
        for (const point of along(route)) {
          const crossed = others.find((node) => overlap(point, whole(node, layout)));
          assert.equal(crossed?.name, undefined, `${route.source} → ${route.target}`);
        }
      }
    });

    it("draws every edge once, from left to right", () => {
      const edges = layers.reduce((count, { inputs }) => count + new Set(inputs).size, 0);
      const routes = routesOf(layout);
      assert.equal(routes.length, edges);
      for (const { points } of routes) assert.ok((points[0]?.x ?? 0) <= (points.at(-1)?.x ?? -1));
    });

    it("is laid out the same each time", () => assert.deepEqual(place(layers), layout));
  });
}

describe("an edge", () => {
  it("over layers in between leads over the top, the longer the higher", () => {
    const layout = place(unet(3));
    const heights = routesOf(layout)
      .filter(({ kind }) => kind === "skip")
      .map(({ source, points }) => [source, Math.min(...points.map(({ y }) => y))] as const)
      .sort((a, b) => a[1] - b[1]);
    assert.deepEqual(
      heights.map(([source]) => source),
      ["down0_1", "down1_1", "down2_1"],
    );
    assert.ok(heights.every(([, y]) => y >= 0 && y < layout.tracksHeight));
  });

  it("is told apart where chains part or meet", () => {
    const kinds = new Map(
      routesOf(place(residual(2))).map((route) => [`${route.source} ${route.target}`, route.kind]),
    );
    assert.equal(kinds.get("stem_0 stem_1"), "link");
    assert.equal(kinds.get("stem_2 add0"), "skip");
    assert.equal(kinds.get("stem_2 block0_0"), "branch");
    assert.equal(kinds.get("down1_1 add1"), "branch");
  });

  it("slants in a curve, and has rounded corners on its way around", () => {
    const path = (...points: [number, number][]) => pathOf({ points: points.map(([x, y]) => ({ x, y })) });
    assert.equal(path([0, 0], [2, 0], [8, 6], [10, 6]), "M0.0 0.0L2.0 0.0C5.0 0.0 5.0 6.0 8.0 6.0L10.0 6.0");
    assert.equal(path([0, 0], [0, 40], [40, 40]), "M0.0 0.0L0.0 32.0Q0.0 40.0 8.0 40.0L40.0 40.0");
    assert.equal(path([0, 5], [4, 5], [9, 5]), "M0.0 5.0L4.0 5.0L9.0 5.0");
  });
});

describe("a crowded network", () => {
  it("shows few maps of each layer, and all of one that is opened", () => {
    const layers = residual(20, 1280);
    assert.ok(place(layers).nodes.every(({ shown }) => shown <= 60));
    const space = { ...SPACE, opened: new Set(["add0"]) };
    const opened = layOut(graphOf(layers, [3, 32, 32]), space).nodes.find(({ name }) => name === "add0");
    assert.equal(opened?.shown, 1280);
    assert.ok((opened?.cellWidth ?? 0) >= 20, "maps of an opened layer can be told apart");
  });

  it("has narrow columns", () => {
    for (const { width } of place(residual(20, 1280)).nodes) assert.ok(width <= 110);
  });

  it("is laid out within 20 ms", () => {
    const layers = residual(18, 320);
    assert.ok(layers.length >= 130);
    place(layers);
    const times = [1, 2, 3].map(() => {
      const began = performance.now();
      routesOf(place(layers));
      return performance.now() - began;
    });
    assert.ok(Math.min(...times) < 20, `${Math.min(...times)} ms`);
  });
});

it("a layer without inputs, and one that reads the same layer twice, are drawn too", () => {
  const graph = new GraphBuilder();
  graph.add("constant", [], [3, 32, 32]);
  graph.add("twice", ["input", "input"], [3, 32, 32]);
  graph.add("sum", ["twice", "constant"], [3, 32, 32]);
  const layout = place(graph.layers);
  assert.equal(layout.nodes.length, 4);
  assert.equal(routesOf(layout).length, 3);
});
