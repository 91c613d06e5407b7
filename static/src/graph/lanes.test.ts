import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { arrange, type GraphLayer } from "./lanes.ts";

/** "b: a" is a layer b that reads a; the input is there already. */
export function graph(...lines: string[]): GraphLayer[] {
  const layers = lines.map((line) => {
    const [name = "", inputs = ""] = line.split(": ");
    return { name, inputs: inputs.split(" ") };
  });
  return [{ name: "input", inputs: [] }, ...layers];
}

const places = (layers: GraphLayer[]) =>
  Object.fromEntries([...arrange(layers).places].map(([name, { column, lane }]) => [name, [column, lane]]));

describe("the arrangement of a graph", () => {
  it("lays a chain out along the trunk", () => {
    assert.deepEqual(places(graph("a: input", "b: a")), { input: [0, 0], a: [1, 0], b: [2, 0] });
    assert.deepEqual(arrange(graph("a: input", "b: a")).lanesAt, [1, 1, 1]);
  });

  it("keeps a residual block on the trunk: its skip has no layers", () => {
    const block = graph("a: input", "b: a", "c: b", "sum: c a", "d: sum");
    assert.deepEqual(
      Object.values(places(block)).map(([, lane]) => lane),
      [0, 0, 0, 0, 0, 0],
    );
  });

  it("lays a projection beside the block, with its way to the sum kept free", () => {
    const block = graph("a: input", "b: a", "c: b", "down: a", "sum: c down");
    const { runs, lanesAt } = arrange(block);
    assert.deepEqual(places(block).down, [2, 1]);
    assert.deepEqual([...runs], ["down sum"]);
    assert.deepEqual(lanesAt, [1, 1, 2, 2, 1]);
  });

  it("gives each branch of an Inception module a lane, the longest the trunk", () => {
    const module = graph(
      "one: input",
      "r3: input",
      "c3: r3",
      "r5: input",
      "c5: r5",
      "pool: input",
      "p1: pool",
      "join: one c3 c5 p1",
    );
    const at = places(module);
    assert.deepEqual(
      [at.r3, at.c3, at.one, at.r5, at.pool, at.join],
      [
        [1, 0],
        [2, 0],
        [1, 1],
        [1, 2],
        [1, 3],
        [3, 0],
      ],
    );
  });

  it("uses a lane again once it is free", () => {
    const twice = graph("a: input", "b: a", "x: input", "m: b x", "c: m", "d: c", "y: m", "n: d y");
    assert.deepEqual(
      [places(twice).x, places(twice).y],
      [
        [1, 1],
        [4, 1],
      ],
    );
  });

  it("keeps a U-Net on the trunk", () => {
    const unet = graph(
      "e1: input",
      "p1: e1",
      "e2: p1",
      "p2: e2",
      "mid: p2",
      "u2: mid",
      "j2: u2 e2",
      "d2: j2",
      "u1: d2",
      "j1: u1 e1",
      "out: j1",
    );
    assert.ok(Object.values(places(unet)).every(([, lane]) => lane === 0));
  });

  it("puts a branch that waits long right before where it merges", () => {
    const trunk = Array.from({ length: 12 }, (_, i) => `t${i + 1}: ${i ? `t${i}` : "input"}`);
    const unet = graph(...trunk, "crop: t1", "join: t12 crop");
    const { places: at, lanesAt, runs } = arrange(unet);
    assert.deepEqual(at.get("crop"), { column: 12, lane: 1 });
    assert.deepEqual(
      lanesAt.map((lanes) => lanes > 1),
      [...new Array(12).fill(false), true, false],
    );
    assert.ok(runs.has("crop join"));
  });

  it("puts a branch within a branch into a lane of its own", () => {
    const nested = graph("a: input", "b: a", "c: b", "d: c", "x: input", "y: x", "z: x", "w: y z", "m: d w");
    const at = places(nested);
    assert.notEqual(at.y?.[1], at.z?.[1]);
    assert.ok((at.y?.[1] ?? 0) > 0 && (at.z?.[1] ?? 0) > 0);
  });

  it("copes with a layer that reads one input twice, with a second beginning, and with nothing at all", () => {
    assert.deepEqual(places(graph("double: input input")).double, [1, 0]);
    const constant: GraphLayer[] = [
      ...graph("a: input", "b: a"),
      { name: "c", inputs: [] },
      { name: "sum", inputs: ["b", "c"] },
    ];
    const at = places(constant);
    assert.deepEqual(at.sum, [3, 0]);
    assert.equal(at.c?.[1], 1);
    assert.deepEqual(places([{ name: "input", inputs: [] }]), { input: [0, 0] });
  });
});
