import assert from "node:assert/strict";
import { test } from "node:test";

Object.assign(globalThis, { location: { search: "", pathname: "/", hash: "" } });
const { formatState, parseState } = await import("./state.ts");

test("an empty address stands for the initial state, and that for an empty address", () => {
  const state = parseState("");
  assert.equal(state.pass, "forward");
  assert.equal(state.scale, "layer");
  assert.equal(formatState(state), "");
});

test("every property survives the way into the address and back", () => {
  const state = {
    model: "photos",
    sample: "photos-frog-1",
    picture: "own" as const,
    show: "film" as const,
    layer: "conv2",
    map: 7,
    unit: [12, 5],
    view: "sees" as const,
    at: [0, 0],
    pin: "photos|photos-cat-1|conv4|0|3.4",
    depth: "product" as const,
    product: 31,
    grain: "channel" as const,
    wrt: "weight",
    how: "scatter" as const,
    pass: "backward" as const,
    target: "3",
    loss: "hinge" as const,
    asks: "block/1:b:3,4,5",
    back: "both" as const,
    scale: "map" as const,
    blocks: ["conv2_1", "blocks.3"],
    edits: "block/1!weight!2*2!0*0.5~b!bias!4!3*-1",
    compare: "difference" as const,
    method: "integrated",
    about: "conv2:7,3,5",
    against: "none",
    opacity: 35,
    numbers: "steps:100",
    maps: "relu3",
    sanity: "shown" as const,
  };
  assert.deepEqual(parseState(formatState(state)), state);
});

test("units are readable in the address", () => {
  const address = formatState({ ...parseState(""), layer: "conv2", unit: [12, 5] });
  assert.equal(address, "?layer=conv2&unit=12,5");
});

test("a unit has as many places as its map has axes, and the first unit is not named", () => {
  assert.deepEqual(parseState("?unit=7").unit, [7]);
  assert.deepEqual(parseState("?unit=1,2,3").unit, [1, 2, 3]);
  assert.equal(formatState({ ...parseState(""), layer: "conv2", unit: [0, 0] }), "?layer=conv2");
});

test("what an address names wrongly has its initial value", () => {
  const state = parseState(
    "?pass=sideways&map=-1&unit=a,b&scale=huge&picture=theirs&grain=atom&depth=9&product=x&compare=never",
  );
  assert.deepEqual(state, parseState(""));
});

test("names with odd characters survive", () => {
  const state = { ...parseState(""), layer: "block/1 & 2+3" };
  assert.equal(parseState(formatState(state)).layer, "block/1 & 2+3");
});
