import assert from "node:assert/strict";
import { test } from "node:test";
import {
  briefName,
  formatCount,
  formatFixed,
  formatNumber,
  formatPercent,
  formatShape,
  formatShort,
} from "./format.ts";

const cases = (format: (x: number) => string, expected: [number, string][]) => {
  for (const [value, text] of expected) assert.equal(format(value), text, `of ${value}`);
};

test("numbers have at least three significant digits and a real minus sign", () => {
  cases(formatNumber, [
    [1.2734, "1.273"],
    [-12.3456, "−12.35"],
    [127.34, "127.3"],
    [0.5, "0.5000"],
    [0.00127, "0.00127"],
    [0.000127, "1.27·10⁻⁴"],
    [-2.5e7, "−2.50·10⁷"],
    [0, "0"],
  ]);
});

test("what is no ordinary number is said so", () => {
  cases(formatNumber, [
    [Number.NaN, "NaN"],
    [Infinity, "∞"],
    [-Infinity, "−∞"],
  ]);
});

test("fixed decimals never show a negative zero", () => {
  assert.equal(formatFixed(-0.0001, 2), "0.00");
  assert.equal(formatFixed(-1.5, 2), "−1.50");
});

test("of tiny numbers the decimals are counted in a power of ten, and nothing is 0", () => {
  assert.equal(formatFixed(-1.664e-5, 8), "−1.664·10⁻⁵");
  assert.equal(formatFixed(1e-9, 8), "0.000·10⁻⁵");
  assert.equal(formatFixed(0, 8), "0");
});

test("percentages are never falsely certain", () => {
  cases(formatPercent, [
    [1, "100.0 %"],
    [0.99999, ">99.9 %"],
    [0.123, "12.3 %"],
    [0.00001, "<0.1 %"],
    [0, "0.0 %"],
  ]);
});

test("square maps are written short where asked", () => {
  assert.equal(formatShape([16, 32, 32]), "16×32×32");
  assert.equal(formatShape([16, 32, 32], true), "16×32²");
  assert.equal(formatShape([16, 5, 7], true), "16×5×7");
  assert.equal(formatShape([64, 1, 1], true), "64×1×1");
  assert.equal(formatShape([10], true), "10");
});

test("legends' numbers stay within seven characters", () => {
  cases(formatShort, [
    [4.214, "4.21"],
    [12.34, "12.3"],
    [123.4, "123"],
    [0.344, "0.34"],
    [0.0034, ".0034"],
    [0.00034, "3e−4"],
    [12345, "12,345"],
  ]);
});

test("counts have thousands separators", () => {
  assert.equal(formatCount(72730), "72,730");
});

test("a layer's name keeps its end where there is little room", () => {
  assert.equal(briefName("conv1"), "conv1");
  assert.equal(briefName("blocks.1/_depthwise_conv/Conv"), "…depthwise_conv/Conv");
  assert.equal(briefName("features/conv", 5), "…conv");
});
