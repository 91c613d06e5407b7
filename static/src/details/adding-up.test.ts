import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { decimalsFor, shown, shownTerms } from "./adding-up.ts";

const POWERS = Object.fromEntries([..."⁰¹²³⁴⁵⁶⁷⁸⁹"].map((each, i) => [each, i]));

/** "−1.250" and "12.500·10⁻⁹" as numbers. */
function read(text: string): number {
  const [digits = "", power = "0"] = text.replace("−", "-").split("·10");
  return Number(
    `${digits}e${[...power].map((each) => (each === "⁻" ? "-" : (POWERS[each] ?? each))).join("")}`,
  );
}
const ticksOf = (text: string, decimals: number): number => Math.round(read(text) * 10 ** decimals);

/** Numbers in −1 … 1 from a fixed seed, so that a failure can be seen again. */
function* randoms(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    yield (state / 2 ** 31 - 1) as number;
  }
}

describe("shown terms", () => {
  it("are the nearest where those add up", () => {
    const terms = shownTerms([0.25, 0.5], 750, 3);
    assert.deepEqual(
      terms.map(({ text, adjusted }) => [text, adjusted]),
      [
        ["0.250", false],
        ["0.500", false],
      ],
    );
  });

  it("make up for lost digits where rounding lost most, and say so", () => {
    const ninth = 1 / 9;
    const terms = shownTerms(new Array(9).fill(ninth), 1000, 3);
    assert.equal(terms.filter((term) => term.text === "0.111").length, 8);
    assert.deepEqual(
      terms.filter((term) => term.adjusted).map((term) => term.text),
      ["0.112"],
    );
  });

  it("add up to the shown total over random values of any size", () => {
    const random = randoms(7);
    for (const size of [1, 2, 3, 9, 25, 65, 577]) {
      for (const magnitude of [1e-20, 1e-6, 1e-3, 1, 40, 3e4]) {
        const values = Array.from({ length: size }, () => random.next().value * magnitude);
        const total = Math.fround(values.reduce((sum, value) => sum + value, 0));
        const decimals = decimalsFor(Math.max(...values.map(Math.abs), Math.abs(total)));
        const sum = shown(total, decimals);
        const terms = shownTerms(values, sum.ticks, decimals);
        const added = terms.reduce((ticks, term) => ticks + ticksOf(term.text, decimals), 0);
        assert.equal(added, ticksOf(sum.text, decimals), `${size} values of about ${magnitude}`);
      }
    }
  });

  it("move by no more than one last digit", () => {
    const random = randoms(3);
    for (let round = 0; round < 200; round++) {
      const values = Array.from({ length: 9 }, () => random.next().value);
      const total = shown(
        values.reduce((sum, value) => sum + value, 0),
        2,
      );
      for (const term of shownTerms(values, total.ticks, 2))
        assert.ok(Math.abs(term.value - read(term.text)) <= 0.01 + 1e-9);
    }
  });

  it("stand as they are where a value is not finite", () => {
    assert.deepEqual(
      shownTerms([Number.NaN, 1, Number.POSITIVE_INFINITY], Number.NaN, 1).map((term) => term.text),
      ["NaN", "1.0", "∞"],
    );
  });

  it("write no minus before a zero", () => {
    assert.equal(shown(-0.0001, 3).text, "0.000");
  });

  it("of nothing are none", () => {
    assert.deepEqual(shownTerms([], 0, 3), []);
  });
});

describe("the decimals of a view", () => {
  it("show at least three significant digits of its largest number", () => {
    assert.deepEqual(
      [0, 0.004, 0.3, 5, 42, 512, 40_000, Number.NaN].map(decimalsFor),
      [3, 5, 3, 3, 3, 2, 1, 3],
    );
  });
});
