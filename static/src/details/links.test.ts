import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { tensor } from "./explain/example-units.ts";
import { cellOfLink, linkOf } from "./links.ts";
import { mapImage } from "./map-image.ts";

const counted = (...shape: number[]) =>
  tensor(shape, ...Array.from({ length: shape.reduce((all, each) => all * each, 1) }, (_, i) => i));

describe("a link between a number and its cell", () => {
  it("names the value that the cell shows, on any map and frame", () => {
    const clip = counted(2, 3, 4, 5);
    const image = mapImage(clip, 1, "activation", 1, undefined, 2);
    const link = linkOf(image, 0, [3, 1]);
    assert.equal(clip.data[link?.index ?? -1], clip.at(1, 2, 3, 1));
    assert.deepEqual(cellOfLink(image, 0, link), [3, 1]);
  });

  it("is of one input, one map and one frame alone", () => {
    const clip = counted(2, 3, 4, 5);
    const link = linkOf(mapImage(clip, 1, "activation", 1, undefined, 2), 0, [0, 0]);
    assert.equal(cellOfLink(mapImage(clip, 1, "activation", 1, undefined, 1), 0, link), undefined);
    assert.equal(cellOfLink(mapImage(clip, 0, "activation", 1, undefined, 2), 0, link), undefined);
    assert.equal(cellOfLink(mapImage(clip, 1, "activation", 1, undefined, 2), 1, link), undefined);
  });

  it("finds a long vector's value in the rows it is folded into", () => {
    const image = mapImage(counted(40), 0, "activation", 1);
    assert.deepEqual(cellOfLink(image, 0, { input: 0, index: 17 }), [2, 1]);
    assert.deepEqual(linkOf(image, 0, [2, 1]), { input: 0, index: 17 });
  });

  it("does not reach into the padding", () => {
    assert.equal(linkOf(mapImage(counted(1, 2, 2), 0, "activation", 1), 0, [-1, 0]), null);
    assert.equal(linkOf(mapImage(counted(1, 2, 2), 0, "activation", 1), 0, null), null);
  });
});
