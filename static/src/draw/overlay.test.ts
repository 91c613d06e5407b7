import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { Tensor } from "../wire/tensor.ts";
import { greysOf, paintOver } from "./overlay.ts";

before(() => {
  // The browser's; here only what it holds counts.
  globalThis.ImageData = class {
    readonly data: Uint8ClampedArray;
    readonly width: number;
    readonly height: number;
    constructor(width: number, height: number) {
      this.data = new Uint8ClampedArray(4 * width * height);
      [this.width, this.height] = [width, height];
    }
  } as unknown as typeof ImageData;
});

const tensor = new Tensor([1, 1, 3], Float32Array.of(0, 1, -2));

describe("gradients over outputs", () => {
  it("show the output's size in grey where there is no gradient", () => {
    for (const scheme of ["light", "dark"] as const) {
      const greys = greysOf({ tensor, limit: 2, picture: null }, 0, 0, scheme);
      const { data } = paintOver(new Float32Array(3), [1, 3], 1, greys, scheme);
      const shades = [0, 1, 2].map((i) => [...data.subarray(4 * i, 4 * i + 3)]);
      assert.ok(shades.every(([red, green, blue]) => red === green && green === blue));
      const [none, half, most] = shades.map(([red]) => red as number) as [number, number, number];
      assert.ok(Math.abs(half - none) > 40 && Math.abs(most - half) > 40);
    }
  });

  it("are purple or green by their sign, the more so the larger they are", () => {
    const greys = greysOf({ tensor, limit: 2, picture: null }, 0, 0, "light");
    const { data } = paintOver(Float32Array.of(-1, 1, 0.2), [1, 3], 1, greys, "light");
    const [negative, positive, small] = [0, 1, 2].map((i) => [...data.subarray(4 * i, 4 * i + 3)]);
    const green = ([red = 0, middle = 0, blue = 0]: number[] = []) => middle - (red + blue) / 2;
    assert.ok(green(negative) < -20 && green(positive) > 20);
    assert.ok(green(small) > 0 && green(small) < green(positive));
  });

  it("leave a picture its brightness", () => {
    const picture = { mean: [0.5], std: [0.25] };
    const greys = greysOf({ tensor, limit: null, picture }, 0, 0, "dark");
    assert.deepEqual([...greys], [128, 191, 0]);
  });
});
