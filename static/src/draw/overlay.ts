/** Gradients in their colours over what they are the gradients of, in greys: where a gradient is small, one sees the output. */
import { colourOf, limitOf } from "../colour.ts";
import { activeScheme, type Scheme } from "../scheme.ts";
import type { Preprocessing } from "../wire/events.ts";
import type { Tensor } from "../wire/tensor.ts";

/** What lies under a gradient. */
export interface Under {
  tensor: Tensor;
  /** Half-width of the scale; null where every map has its own. */
  limit: number | null;
  /** Given where it is a picture, which keeps its brightness. */
  picture: Preprocessing | null;
}

/** Brightness of zero, and of the largest magnitude: as on paper, or on a dark page. */
const GREYS: Record<Scheme, readonly [number, number]> = { light: [247, 70], dark: [29, 190] };
/** Small gradients are to be seen too: opacity = share^this. */
const OPACITY = 0.55;
/** So pale a colour is at least, or it could not be told from grey. */
const PALEST = 0.45;
const TONES = 64;

export function paintOver(
  values: Float32Array,
  [rows, columns]: readonly [number, number],
  limit: number,
  greys: Uint8ClampedArray,
  scheme: Scheme = activeScheme(),
): ImageData {
  const image = new ImageData(columns, rows);
  const tones = tonesOf(scheme);
  for (let i = 0; i < rows * columns; i++) {
    const share = Math.max(-1, Math.min(1, (values[i] as number) / (limit || 1) || 0));
    const tone = tones[Math.round((share + 1) * TONES)] as readonly number[];
    const alpha = Math.abs(share) ** OPACITY;
    for (let c = 0; c < 3; c++)
      image.data[4 * i + c] = (greys[i] as number) * (1 - alpha) + (tone[c] as number) * alpha;
    image.data[4 * i + 3] = 255;
  }
  return image;
}

/** A map's brightness, value by value. */
export function greysOf(
  { tensor, limit, picture }: Under,
  map: number,
  frame: number | null,
  scheme: Scheme = activeScheme(),
): Uint8ClampedArray {
  const values = frame === null ? tensor.map(map) : tensor.plane(map, frame);
  if (picture) {
    const [std, mean] = [picture.std[map] ?? 1, picture.mean[map] ?? 0];
    return Uint8ClampedArray.from(values, (value) => (value * std + mean) * 255);
  }
  const largest = limit ?? limitOf(tensor.map(map));
  const [zero, most] = GREYS[scheme];
  return Uint8ClampedArray.from(values, (value) => {
    const share = Math.min(1, Math.abs(value) / (largest || 1)) || 0;
    return zero + (most - zero) * share;
  });
}

const kept = new Map<Scheme, (readonly number[])[]>();

/** Colours from the largest negative gradient to the largest positive one. */
function tonesOf(scheme: Scheme): (readonly number[])[] {
  let tones = kept.get(scheme);
  if (!tones) {
    tones = Array.from({ length: 2 * TONES + 1 }, (_, i) => {
      const share = i / TONES - 1;
      const seen = Math.sign(share) * Math.max(PALEST, Math.abs(share));
      return (colourOf(seen, 1, "gradient", scheme).match(/\d+/g) ?? []).map(Number);
    });
    kept.set(scheme, tones);
  }
  return tones;
}
