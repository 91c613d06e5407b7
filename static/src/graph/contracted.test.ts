import assert from "node:assert/strict";
import { test } from "node:test";
import { blocksOf } from "./blocks.ts";
import { INPUT } from "./connectivity.ts";
import { contracted } from "./contracted.ts";
import { random, residual, unet } from "./example-graphs.ts";
import { arrange } from "./lanes.ts";

test("a closed block is its last layer, and reads what the block reads", () => {
  const layers = residual(6);
  const [block] = blocksOf(layers) as readonly [{ name: string; members: readonly string[] }];
  const nodes = contracted(layers, [block]);
  assert.equal(nodes.length, layers.length - block.members.length + 1);
  const node = nodes.find((each) => each.block === block);
  assert.equal(node?.name, block.members.at(-1));
  assert.deepEqual(node?.inputs, ["stem_2"]);
});

test("with nothing closed the layers are as they were", () => {
  const layers = unet(3);
  assert.deepEqual(
    contracted(layers, []).map(({ name, inputs }) => [name, inputs]),
    layers.map(({ name, inputs }) => [name, inputs]),
  );
});

test("whatever is closed, every node reads only nodes before it", () => {
  for (let seed = 0; seed < 40; seed++) {
    const layers = random(seed, 60);
    // Any neighbours, as names may put them together: not only what the graph itself would.
    const members = (from: number, to: number) => layers.slice(from, to).map(({ name }) => name);
    const closed = [
      { name: "one", members: members(seed % 20, 25) },
      { name: "two", members: members(25, 31 + (seed % 9)) },
    ];
    const nodes = contracted(layers, closed);
    const seen = new Set([INPUT]);
    for (const { name, inputs } of nodes) {
      for (const input of inputs) assert.ok(seen.has(input), `${name} reads ${input}`);
      seen.add(name);
    }
    const source = { name: INPUT, inputs: [] };
    assert.equal(arrange([source, ...nodes]).places.size, nodes.length + 1);
  }
});
