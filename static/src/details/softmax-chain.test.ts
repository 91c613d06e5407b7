import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { chainOf } from "./softmax-chain.ts";

const SCORES = [7.38, 4.026, 0.2338, -3.203, -5.148, -7.376, -3.8, -5.872, 10.9, 2.987];
const ticks = (all: readonly { ticks: number }[]) => all.reduce((sum, each) => sum + each.ticks, 0);

describe("the chain of a softmax", () => {
  it("adds up as shown, powers and shares, with and without lines for all", () => {
    for (const most of [20, 4]) {
      const { links, others, powers, shares } = chainOf(SCORES, 3, 1, most);
      const rest = (of: "power" | "share") => (others ? [others[of]] : []);
      assert.equal(ticks([...links.map(({ power }) => power), ...rest("power")]), powers.ticks);
      assert.equal(ticks([...links.map(({ share }) => share), ...rest("share")]), shares.ticks);
      assert.equal(shares.text, "1.0000");
    }
  });

  it("names the largest first and the opened one in any case, where not all have a line", () => {
    const { links, others } = chainOf(SCORES, 3, 1, 4);
    assert.deepEqual(
      links.map(({ place }) => place),
      [8, 0, 1, 3],
    );
    assert.equal(others?.count, 6);
  });

  it("is the same for scores that all are larger by a thousand", () => {
    const shares = (offset: number) =>
      chainOf(
        SCORES.map((score) => score + offset),
        0,
        1,
        20,
      ).links.map(({ share }) => share.text);
    assert.deepEqual(shares(1000), shares(0));
  });

  it("gives the largest score a power of 1", () => {
    const largest = chainOf(SCORES, 0, 1, 20).links[8];
    assert.equal(largest?.exponent, 0);
    assert.equal(largest?.power.text, "1.0000");
  });

  it("is more decided when cold, and nearly even when hot", () => {
    const [cold, usual, hot] = [0.1, 1, 10].map((temperature) => chainOf(SCORES, 0, temperature, 20));
    assert.ok((cold?.entropy ?? 1) < (usual?.entropy ?? 0));
    assert.ok((usual?.entropy ?? 1) < (hot?.entropy ?? 0));
    assert.ok((hot?.entropy ?? 9) < (hot?.mostEntropy ?? 0));
  });

  it("knows the entropy of an even choice", () => {
    const { entropy, mostEntropy } = chainOf([2, 2, 2, 2], 0, 1, 20);
    assert.equal(entropy, 2);
    assert.equal(mostEntropy, 2);
  });
});
