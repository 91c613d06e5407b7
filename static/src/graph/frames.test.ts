import assert from "node:assert/strict";
import { test } from "node:test";
import { blocksOf } from "./blocks.ts";
import { residual } from "./example-graphs.ts";
import { framesOf, STRIP } from "./frames.ts";
import { layOut } from "./layout.ts";
import { graphOf } from "./nodes.ts";

const SPACE = { width: 1000, height: 500, above: 44, below: 52, strip: STRIP, labelWidth: () => 60 };
const LAYERS = residual(12);
const BLOCKS = blocksOf(LAYERS);
const laidOut = (closed = BLOCKS) => layOut(graphOf(LAYERS, [3, 32, 32], closed), SPACE);

test("each block has a frame around all its layers and around no other", () => {
  const layout = laidOut([]);
  const frames = framesOf(layout, BLOCKS);
  assert.deepEqual(
    frames.map(({ block }) => block.name),
    BLOCKS.map(({ name }) => name),
  );
  for (const frame of frames) {
    const within = layout.nodes.filter(({ x, width }) => x >= frame.x && x + width <= frame.x + frame.width);
    assert.deepEqual(new Set(within.map(({ name }) => name)), new Set(frame.block.members));
  }
});

test("frames do not overlap, open or closed", () => {
  for (const closed of [[], BLOCKS, BLOCKS.slice(3, 6)]) {
    const frames = framesOf(laidOut(closed), BLOCKS);
    assert.equal(frames.filter((frame) => frame.closed).length, closed.length);
    frames.slice(1).forEach((frame, i) => {
      const before = frames[i] as (typeof frames)[number];
      assert.ok(before.x + before.width <= frame.x);
    });
  }
});

test("the strip with the names is above every header and every skip", () => {
  const layout = laidOut([]);
  assert.ok(layout.nodes.every(({ y }) => y - layout.above >= STRIP));
  assert.ok(layout.tracksHeight > STRIP);
});

test("a block whose columns others stand in has no frame", () => {
  const [first, second] = BLOCKS as readonly [(typeof BLOCKS)[number], (typeof BLOCKS)[number]];
  const torn = { name: "torn", members: [first.members[0] as string, second.members[0] as string] };
  assert.deepEqual(framesOf(laidOut([]), [torn]), []);
});
