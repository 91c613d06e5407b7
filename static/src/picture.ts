/** A network's input drawn in its own colours: pixel = value · std + mean, per channel. */
import type { Preprocessing } from "./wire/events.ts";
import type { Tensor } from "./wire/tensor.ts";

/** Which of red, green and blue a channel of a colour picture lights. */
const TINTS = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
] as const;
const WHITE = [1, 1, 1] as const;

/** The whole picture, C×H×W with one channel (grey) or three (colour). */
export function paintPicture(input: Tensor, { mean, std }: Preprocessing): ImageData {
  const [channels = 1, height = 1, width = 1] = input.shape;
  const image = new ImageData(width, height);
  const size = height * width;
  for (let i = 0; i < size; i++) {
    for (let c = 0; c < 3; c++) {
      const channel = channels >= 3 ? c : 0;
      const value = (input.data[channel * size + i] as number) * (std[channel] ?? 1) + (mean[channel] ?? 0);
      image.data[4 * i + c] = Math.round(value * 255);
    }
    image.data[4 * i + 3] = 255;
  }
  return image;
}

/** One channel of the picture: shades of red, green or blue, or of grey where it is the only one. */
export function paintChannel(input: Tensor, c: number, { mean, std }: Preprocessing): ImageData {
  const [channels = 1, height = 1, width = 1] = input.shape;
  const image = new ImageData(width, height);
  const tint = (channels >= 3 ? TINTS[c] : undefined) ?? WHITE;
  const values = input.map(c);
  for (let i = 0; i < values.length; i++) {
    const level = ((values[i] as number) * (std[c] ?? 1) + (mean[c] ?? 0)) * 255;
    for (let k = 0; k < 3; k++) image.data[4 * i + k] = Math.round(level * (tint[k] as number));
    image.data[4 * i + 3] = 255;
  }
  return image;
}
