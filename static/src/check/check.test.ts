import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { DetailContext } from "../details/context.ts";
import type { CheckAnswer } from "../wire/checks.ts";
import { Tensor } from "../wire/tensor.ts";
import { apart } from "./digits.ts";
import { nudgedOf, valueName } from "./nudged.ts";
import { powersOfTen, valleyPoint } from "./valley.ts";
import { switchedText, verdictOf } from "./verdict.ts";

const tensor = (...shape: number[]) => {
  const size = shape.reduce((a, b) => a * b, 1);
  return new Tensor(
    shape,
    Float32Array.from({ length: size }, (_, i) => i),
  );
};

const FOUND = { epsilon: 0.5, loss: 2, lower: 1, upper: 3, gradient: 2, rounding: 1e-9 };

function answer(change: Partial<typeof FOUND> & Pick<Partial<CheckAnswer>, "switched">): CheckAnswer {
  const made = { ...FOUND, switched: {}, ...change };
  const { upper, lower, epsilon, gradient } = made;
  const slope = (upper - lower) / (2 * epsilon);
  const largest = Math.max(Math.abs(slope), Math.abs(gradient));
  return {
    ...{ layer: "conv", of: "weight", index: [0], name: "logit", value: 1, gradient32: gradient },
    ...{ slope, relative_error: slope === gradient ? 0 : Math.abs(slope - gradient) / largest },
    ...made,
  };
}

describe("the number that is checked", () => {
  const context = (part: object) => part as unknown as DetailContext;
  const layer = { name: "conv" };

  it("is the opened one of the gradient that is sent back", () => {
    const way = { wrt: "weight", input: null, symbol: "dL/dW", downstream: tensor(4, 3, 2, 2) };
    const found = nudgedOf(context({ layer, back: { way }, map: 2, unit: [1, 0, 1] }));
    assert.deepEqual(found, {
      ...{ layer: "conv", of: "weight", symbol: "dL/dW" },
      ...{ index: [2, 1, 0, 1], shown: 2 * 12 + 4 + 1 },
    });
    assert.equal(found && valueName(found), "W[2, 1, 0, 1]");
  });

  it("is named by the input that it is sent to", () => {
    const of = (wrt: string, input: number) =>
      nudgedOf(
        context({
          layer,
          back: { way: { wrt, input, symbol: "dL/dX", downstream: tensor(5) } },
          map: 3,
          unit: [],
        }),
      );
    assert.deepEqual([of("", 0)?.of, of("1", 1)?.of, of("", 0)?.index], ["input", "input1", [3]]);
  });

  it("is the gradient at the output where nothing is sent, and none without gradients", () => {
    const gradient = { dOutput: tensor(2, 3, 3) };
    const found = nudgedOf(context({ layer, gradient, map: 1, unit: [2, 0] }));
    assert.deepEqual([found?.of, found?.index, found?.shown], ["output", [1, 2, 0], 15]);
    assert.equal(nudgedOf(context({ layer, map: 1, unit: [2, 0] })), null);
    assert.equal(nudgedOf(context({ layer, gradient, map: 9, unit: [2, 0] })), null);
  });
});

describe("the verdict", () => {
  it("says how many digits agree", () => {
    assert.deepEqual(verdictOf(answer({ gradient: 2.00001 })), {
      agrees: true,
      text: "Both agree to 5 digits.",
    });
    assert.match(verdictOf(answer({})).text, /15 digits/);
    assert.match(verdictOf(answer({ upper: 1, gradient: 0, loss: 1 })).text, /takes no notice/);
  });

  it("lets rounding pass for what it is, and no more than that", () => {
    const faint = { lower: 1, upper: 1 + 1e-9, gradient: 2e-9 };
    assert.equal(verdictOf(answer({ ...faint, rounding: 1e-9 })).agrees, true);
    assert.equal(verdictOf(answer({ ...faint, rounding: 1e-11 })).agrees, false);
  });

  it("tells a kink by both of its slopes, and which of them the gradient is", () => {
    const { agrees, text } = verdictOf(
      answer({ lower: 2, loss: 2, upper: 3, gradient: 0, switched: { relu: 1 } }),
    );
    assert.equal(agrees, false);
    assert.match(text, /0 to the left and 2.000 to the right\. The gradient is that to the left/);
    assert.match(text, /1 decision .* changed: 1 in relu\./);
    assert.match(verdictOf(answer({ gradient: 9, switched: { relu: 2 } })).text, /no single slope/);
  });

  it("finds fault with ε where the loss only bends, or breaks", () => {
    assert.match(verdictOf(answer({ gradient: 9 })).text, /bends over this distance/);
    assert.match(verdictOf({ ...answer({}), slope: null }).text, /smaller ε/);
  });

  it("names the first layers that decided otherwise", () => {
    assert.equal(switchedText({}), "");
    assert.match(
      switchedText({ a: 1, b: 20, c: 3, d: 4, e: 5 }),
      /33 decisions .*: 1 in a, 20 in b, 3 in c and 9 behind\./,
    );
  });
});

describe("two losses", () => {
  it("are told to their last digit, with what sets them apart", () => {
    const [less, more] = apart(0.04457208488899223, 0.04457192577099445);
    assert.equal(less.shared, "0.04457");
    assert.equal(more.shared, less.shared);
    assert.equal(Number(less.shared + less.own), 0.04457208488899223);
    assert.equal(Number(more.shared + more.own), 0.04457192577099445);
  });

  it("may be alike, of two signs, or nothing", () => {
    assert.deepEqual(apart(2, 2)[0], { shared: "2.000000000000000", own: "" });
    const [less, more] = apart(-1, 1);
    assert.equal(less.shared, "");
    assert.match(less.own, /^−1\.0+$/);
    assert.match(more.own, /^1\.0+$/);
    assert.equal(apart(0, 0)[1].own, "");
  });
});

describe("the valley", () => {
  it("goes from tiny steps at the left to large ones at the right, errors upwards", () => {
    assert.deepEqual(valleyPoint({ epsilon: 1e-12, error: 10 ** 0.5 }, 120, 60), { x: 0, y: 0 });
    assert.deepEqual(valleyPoint({ epsilon: 1, error: 0 }, 120, 60), { x: 120, y: 60 });
    assert.equal(valleyPoint({ epsilon: 1e-6, error: 1 }, 120, 60).x, 60);
    assert.equal(valleyPoint({ epsilon: 1e9, error: 1 }, 120, 60).x, 120);
  });

  it("is measured at every power of ten", () => {
    const powers = powersOfTen();
    assert.deepEqual([powers.length, powers[0], powers.at(-1)], [13, 1, 1e-12]);
  });
});
