import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { tokensOf } from "./math-tokens.ts";

const tagged = (text: string): string[] =>
  tokensOf(text).map(({ tag, text: own }) => `${tag} ${own.replace("\u00a0", "_")}`);

describe("the tokens of a formula", () => {
  it("tell letters, numbers, functions and signs apart", () => {
    assert.deepEqual(tagged("y = max(0, x)"), [
      "mi y",
      "mo =",
      "mi max",
      "mo (",
      "mn 0",
      "mo ,",
      "mi x",
      "mo )",
    ]);
  });

  it("split a factor from its letter", () => {
    assert.deepEqual(tagged("2i + u − 1"), ["mn 2", "mi i", "mo +", "mi u", "mo −", "mn 1"]);
  });

  it("keep letters with marks whole", () => {
    assert.deepEqual(tagged("x̂ = γ"), ["mi x̂", "mo =", "mi γ"]);
  });

  it("keep names of layers whole, and words apart from what follows", () => {
    assert.deepEqual(tagged("block1/a.relu map 3"), ["mtext block1/a.relu_", "mtext map_", "mn 3"]);
  });

  it("tell a minus between two values from the minus of one", () => {
    const roles = (text: string) => tokensOf(text).map(({ role }) => role);
    assert.deepEqual(roles("a − b"), ["atom", "infix", "atom"]);
    assert.deepEqual(roles("(−b"), ["open", "prefix", "atom"]);
    assert.equal(tokensOf(" − ", "atom")[0]?.role, "infix");
  });

  it("open and close bars in turn", () => {
    assert.deepEqual(
      tokensOf("|x|").map(({ role }) => role),
      ["open", "atom", "close"],
    );
  });
});
