/** Attributions as colours over the picture. */
import { colourTable } from "../colour.ts";
import type { Tensor } from "../wire/tensor.ts";

/** For every place of the input the sum over its channels: what is read off one by one adds up to it. */
export function overChannels(map: Tensor): Float32Array {
  const [channels = 1] = map.shape;
  const sum = Float32Array.from(map.map(0));
  for (let channel = 1; channel < channels; channel++) {
    const values = map.map(channel);
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (values[i] as number);
  }
  return sum;
}

/** Half-width of the scale: all but this share of the places lie within; single pixels would hide all others. */
export const BEYOND = 0.01;

/** The scale that some maps share: for each the magnitude that all but a few places stay below, the largest. */
export const sharedLimit = (maps: readonly Float32Array[]): number => Math.max(0, ...maps.map(limitWithin));

function limitWithin(map: Float32Array): number {
  const sizes = map.map(Math.abs).filter(Number.isFinite).sort();
  const within = sizes[Math.max(0, Math.ceil(sizes.length * (1 - BEYOND)) - 1)] ?? 0;
  // Of mostly zeros the few others are all there is to see.
  return within > 0 ? within : (sizes.at(-1) ?? 0);
}

/** What one map holds more than another. */
export const differenceOf = (first: Float32Array, second: Float32Array): Float32Array =>
  first.map((value, i) => value - (second[i] as number));

/**
 * The picture under its heat: at opacity 0 the picture alone, at 1 the heat alone. Between them strong heat covers
 * more than weak, and the picture pales, so that its colours are not taken for the heat's.
 */
export function overlay(
  picture: ImageData,
  heat: Float32Array,
  limit: number,
  opacity: number,
): Uint8ClampedArray<ArrayBuffer> {
  const colours = new Uint8Array(colourTable("gradient").buffer);
  const pixels = new Uint8ClampedArray(picture.data);
  const [least, most] = [opacity * opacity, Math.min(1, 1.5 * opacity)];
  const covers = Float32Array.from({ length: 256 }, (_, entry) => {
    return least + (most - least) * Math.sqrt(Math.min(1, Math.abs(entry - ZERO) / REACH));
  });
  for (let i = 0; i < heat.length; i++) {
    const share = limit > 0 ? Math.max(-1, Math.min(1, (heat[i] as number) / limit)) || 0 : 0;
    const entry = ZERO + Math.round(share * REACH);
    const cover = covers[entry] as number;
    const at = 4 * i;
    const grey =
      0.3 * (pixels[at] as number) + 0.59 * (pixels[at + 1] as number) + 0.11 * (pixels[at + 2] as number);
    for (let c = 0; c < 3; c++) {
      const own = pixels[at + c] as number;
      const paled = own + (grey - own) * most;
      pixels[at + c] = paled + ((colours[4 * entry + c] as number) - paled) * cover;
    }
  }
  return pixels;
}

/** Of the colour table: its middle, and how far its ends are from there. */
const ZERO = 128;
const REACH = 127;
