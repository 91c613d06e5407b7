import assert from "node:assert/strict";
import { test } from "node:test";
import type { LayerDescription } from "../wire/events.ts";
import { blocksOf, closedBlocks, toggledAll, toggledWith } from "./blocks.ts";
import { GraphBuilder, inception, random, residual } from "./example-graphs.ts";

/** Layers without names that tell anything. */
function unnamed(layers: readonly LayerDescription[]): LayerDescription[] {
  const names = new Map(layers.map(({ name }, i) => [name, `n${i}`]));
  const renamed = (name: string) => names.get(name) ?? name;
  return layers.map((layer) => ({ ...layer, name: renamed(layer.name), inputs: layer.inputs.map(renamed) }));
}

const sizes = (layers: readonly LayerDescription[]) => blocksOf(layers).map(({ members }) => members.length);

function vgg(stages: readonly number[]): LayerDescription[] {
  const graph = new GraphBuilder();
  let last = "input";
  stages.forEach((convolutions, i) => {
    const side = 64 >> i;
    last = graph.chain(`conv${i}`, 2 * convolutions, last, [8, side, side]);
    last = graph.add(`pool${i}`, [last], [8, side / 2, side / 2], "maxpool2d");
  });
  graph.chain("fc", 4, graph.add("flatten", [last], [32], "flatten"), [10]);
  return graph.layers;
}

test("a residual block is the ways that part and meet again, with the activation behind its sum", () => {
  const layers = unnamed(residual(4));
  // Five layers, the sum and its activation; every second one has two layers beside it.
  assert.deepEqual(sizes(layers), [7, 9, 7, 9]);
  assert.deepEqual(
    blocksOf(layers).map(({ name }) => name),
    ["residual 1", "residual 2", "residual 3", "residual 4"],
  );
});

test("a module ends where its branches are joined", () => {
  assert.deepEqual(sizes(unnamed(inception(3))), [14, 14, 14]);
});

test("a chain is divided behind each pooling, and what works on vectors is the head", () => {
  const blocks = blocksOf(vgg([2, 2, 3]));
  assert.deepEqual(
    blocks.map(({ name, members }) => [name, members.length]),
    [
      ["stage 1", 5],
      ["stage 2", 5],
      ["stage 3", 7],
      ["head", 5],
    ],
  );
});

test("a small network is overseen without blocks", () => {
  assert.deepEqual(blocksOf(vgg([1, 1])), []);
});

test("every block's layers are neighbours in execution order, and no layer is in two of them", () => {
  for (let seed = 0; seed < 40; seed++) {
    const layers = random(seed, 60);
    const order = new Map(layers.map(({ name }, i) => [name, i]));
    let last = -1;
    for (const { members } of blocksOf(layers)) {
      const places = members.map((name) => order.get(name) as number);
      assert.ok((places[0] as number) > last);
      assert.deepEqual(
        places,
        places.map((_, i) => (places[0] as number) + i),
      );
      last = places.at(-1) as number;
    }
  }
});

test("blocks are open at first in a small network, closed in a large one; toggled ones are the other way", () => {
  const small = vgg([2, 2, 3]);
  const large = residual(12);
  assert.deepEqual(closedBlocks(small, []), []);
  assert.equal(closedBlocks(large, []).length, blocksOf(large).length);
  const first = blocksOf(large)[0]?.name as string;
  assert.ok(!closedBlocks(large, [first]).some(({ name }) => name === first));
  assert.deepEqual(toggledWith([first], first), []);
});

test("all blocks can be opened and closed at once", () => {
  for (const layers of [vgg([2, 2, 3]), residual(12)]) {
    assert.equal(closedBlocks(layers, toggledAll(layers, true)).length, blocksOf(layers).length);
    assert.deepEqual(closedBlocks(layers, toggledAll(layers, false)), []);
  }
});

test("blocks of one name are told apart", () => {
  const graph = new GraphBuilder();
  let last = "input";
  for (const part of ["a", "b", "a (2)"]) last = graph.chain(`${part}/x`, 8, last, [4, 8, 8]);
  const names = blocksOf(graph.layers).map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
});
