import assert from "node:assert/strict";
import { test } from "node:test";
import { colourOf, colourTable, type Kind, limitOf, paint, textColourOn } from "./colour.ts";

class FakeImageData {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
  constructor(data: Uint8ClampedArray, width: number, height: number) {
    this.data = data;
    this.width = width;
    this.height = height;
  }
}
Object.assign(globalThis, { ImageData: FakeImageData });

const KINDS: Kind[] = ["activation", "weight", "gradient"];
const pixel = (image: ImageData, i: number) => [...image.data.subarray(4 * i, 4 * i + 3)];
const brightness = (word: number) => (word & 255) + ((word >> 8) & 255) + ((word >> 16) & 255);

test("zero is the quietest colour: near white on light pages, near black on dark ones", () => {
  for (const kind of KINDS) {
    assert.ok(brightness(colourTable(kind, "light")[128] as number) > 720);
    assert.ok(brightness(colourTable(kind, "dark")[128] as number) < 120);
  }
});

test("the ends of every palette differ from each other and from zero", () => {
  for (const kind of KINDS) {
    const table = colourTable(kind, "light");
    assert.equal(new Set([table[0], table[128], table[255]]).size, 3);
  }
});

test("negative activations are blue and positive ones red", () => {
  const image = paint(Float32Array.of(-1, 1), 1, 2, "activation", 1, "light");
  const [negative, positive] = [pixel(image, 0), pixel(image, 1)] as [number[], number[]];
  assert.ok((negative[2] as number) > (negative[0] as number));
  assert.ok((positive[0] as number) > (positive[2] as number));
});

test("values beyond the scale take its end's colour", () => {
  const image = paint(Float32Array.of(1, 1000, Infinity), 1, 3, "activation", 1);
  assert.deepEqual(pixel(image, 0), pixel(image, 1));
  assert.deepEqual(pixel(image, 0), pixel(image, 2));
});

test("a map of zeros alone is neutral", () => {
  const image = paint(new Float32Array(2), 1, 2, "gradient", 0, "light");
  assert.deepEqual(pixel(image, 0), [247, 246, 247]);
});

test("what is not a number is hatched in grey", () => {
  const image = paint(Float32Array.of(Number.NaN, Number.NaN), 1, 2, "activation", 1);
  const [red, green, blue] = pixel(image, 0);
  assert.ok(red === green && green === blue);
  assert.notDeepEqual(pixel(image, 0), pixel(image, 1));
});

test("text on strong colours is white and on pale ones dark", () => {
  assert.equal(textColourOn(1, 1, "activation", "light"), "#ffffff");
  assert.equal(textColourOn(0, 1, "activation", "light"), "#000000");
  assert.equal(textColourOn(0, 1, "activation", "dark"), "#ffffff");
});

test("a colour in CSS is the one that is painted", () => {
  const image = paint(Float32Array.of(1), 1, 1, "weight", 1, "light");
  assert.equal(colourOf(1, 1, "weight", "light"), `rgb(${pixel(image, 0).join(" ")})`);
});

test("a scale reaches to the largest finite magnitude", () => {
  assert.equal(limitOf(Float32Array.of(-3, 2, Number.NaN, Infinity)), 3);
  assert.equal(limitOf(new Float32Array(0)), 0);
});

test("text can be read on every colour of every palette", () => {
  const linear = (c: number) => (c <= 10 ? c / 3294.6 : ((c / 255 + 0.055) / 1.055) ** 2.4);
  for (const scheme of ["light", "dark"] as const)
    for (const kind of ["activation", "weight", "gradient", "difference", "grey"] as const)
      for (let value = -100; value <= 100; value++) {
        const [red = 0, green = 0, blue = 0] =
          colourOf(value, 100, kind, scheme).match(/\d+/g)?.map(Number) ?? [];
        const light = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue) + 0.05;
        const contrast = textColourOn(value, 100, kind, scheme) === "#ffffff" ? 1.05 / light : light / 0.05;
        assert.ok(contrast >= 4.5, `${scheme} ${kind} ${value}: ${contrast}`);
      }
});
