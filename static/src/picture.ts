/** A network's input drawn in its own colours: pixel = value · std + mean, per channel. */
import { rasterOf } from "./graph/raster.ts";
import type { Preprocessing } from "./wire/events.ts";
import type { Tensor } from "./wire/tensor.ts";

/** Which of red, green and blue a channel of a colour picture lights. */
const TINTS = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
] as const;
const WHITE = [1, 1, 1] as const;

/** Whether an input is a picture or a clip with channels of colour or of grey, so that it has colours of its own. */
export function hasOwnColours({ shape }: { shape: readonly number[] }): boolean {
  return shape.length >= 3 && (shape[0] === 1 || shape[0] === 3);
}

/** The whole picture, C×H×W with one channel (grey) or three (colour); of a clip C×T×H×W one frame. */
export function paintPicture(input: Tensor, { mean, std }: Preprocessing, frame = 0): ImageData {
  const { rows, columns } = rasterOf(input.shape);
  const image = new ImageData(columns, rows);
  const channels = [0, 1, 2].map((c) => ((input.shape[0] ?? 1) >= 3 ? c : 0));
  const planes = channels.map((channel) => input.plane(channel, frame));
  for (let i = 0; i < rows * columns; i++) {
    for (let c = 0; c < 3; c++) {
      const channel = channels[c] as number;
      const value = ((planes[c] as Float32Array)[i] as number) * (std[channel] ?? 1) + (mean[channel] ?? 0);
      image.data[4 * i + c] = Math.round(value * 255);
    }
    image.data[4 * i + 3] = 255;
  }
  return image;
}

/** One channel of the picture: shades of red, green or blue, or of grey where it is the only one. */
export function paintChannel(input: Tensor, c: number, { mean, std }: Preprocessing, frame = 0): ImageData {
  const { rows, columns } = rasterOf(input.shape);
  const image = new ImageData(columns, rows);
  const tint = ((input.shape[0] ?? 1) >= 3 ? TINTS[c] : undefined) ?? WHITE;
  const values = input.plane(c, frame);
  for (let i = 0; i < values.length; i++) {
    const level = ((values[i] as number) * (std[c] ?? 1) + (mean[c] ?? 0)) * 255;
    for (let k = 0; k < 3; k++) image.data[4 * i + k] = Math.round(level * (tint[k] as number));
    image.data[4 * i + 3] = 255;
  }
  return image;
}
