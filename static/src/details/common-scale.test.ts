import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { commonScale } from "./common-scale.ts";

describe("a common scale", () => {
  it("leaves numbers of everyday size as they are", () => {
    for (const limit of [0, 0.2, 3, 45, 600]) assert.equal(commonScale(limit).label, "");
    assert.equal(commonScale(3).write(-1.5), "−1.500");
    assert.equal(commonScale(600).write(600), "600.0");
  });

  it("takes out thousands and thousandths", () => {
    const small = commonScale(2.5e-5);
    assert.equal(small.label, "×10⁻⁶");
    assert.equal(small.write(2.5e-5), "25.00");
    const large = commonScale(4e6);
    assert.equal(large.label, "×10⁶");
    assert.equal(large.write(4e6), "4.000");
  });

  it("keeps the largest number readable at any size", () => {
    for (let order = -12; order < 12; order++) {
      const text = commonScale(3 * 10 ** order).write(3 * 10 ** order);
      assert.ok(Number(text) >= 0.1 && text.length <= 6, `${order}: ${text}`);
    }
  });
});
