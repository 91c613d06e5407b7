/** An input as a convolution's view draws it: with the zeros that a transposed convolution puts between its values. */
import { indexOf } from "../graph/raster.ts";
import { sizeOf, Tensor } from "../wire/tensor.ts";
import type { ConvWindow } from "./conv-window.ts";
import type { Product } from "./convolution.ts";
import type { MapImage } from "./map-image.ts";

/** `image` at a place of the axes before rows and columns: the frame that lies there, of zeros in the padding. */
export function drawnInput(image: MapImage, window: ConvWindow, lead: readonly number[]): MapImage {
  const { drawn } = window;
  const [height, width] = window.size;
  const isInside = lead.every((place, axis) => place >= 0 && place < (drawn[axis] as number));
  const size = { height, width };
  if (!isInside) return { ...image, ...size, tensor: zeros(height, width), channel: 0, frame: 0 };
  const frame = indexOf(lead, drawn.slice(0, -2));
  return { ...image, ...size, tensor: spread(image.tensor, window), frame };
}

/** One frame of the input that a window covers: where it lies, and its name. */
export interface Plane {
  lead: readonly number[];
  /** "frame 2"; "" where the input has rows and columns only. */
  name: string;
}

/** The frames under a window, in order. */
export function planesUnder(window: ConvWindow, products: readonly Product[]): Plane[] {
  const size = products.length / window.planes;
  return Array.from({ length: window.planes }, (_, plane) => {
    const lead = products[plane * size]?.cell.place.slice(0, -2) ?? [];
    return { lead, name: lead.length ? nameOf(window, lead) : "" };
  });
}

function nameOf({ axes, drawn }: ConvWindow, lead: readonly number[]): string {
  if (lead.some((place, axis) => place < 0 || place >= (drawn[axis] as number))) return "padding: zeros";
  const frame = lead.map((place, axis) => place / (axes[axis]?.spread ?? 1));
  return frame.every(Number.isInteger) ? `frame ${frame.join(", ")}` : "between frames: zeros";
}

const kept = new WeakMap<Tensor, Tensor>();

/** The tensor with zeros between its values. Kept, so that one tensor stays one image. */
function spread(tensor: Tensor, { axes, drawn }: ConvWindow): Tensor {
  if (axes.every((axis) => axis.spread === 1)) return tensor;
  const known = kept.get(tensor);
  if (known) return known;
  const channels = tensor.shape[0] ?? 1;
  const lengths = axes.map(({ length }) => length);
  const result = new Tensor([channels, ...drawn], new Float32Array(channels * sizeOf(drawn)));
  const [from, to] = [sizeOf(lengths), sizeOf(drawn)];
  placesOf(axes, drawn).forEach((place, i) => {
    for (let channel = 0; channel < channels; channel++)
      result.data[channel * to + place] = tensor.data[channel * from + i] as number;
  });
  kept.set(tensor, result);
  return result;
}

/** Where each value of a map goes, in C order of both. */
function placesOf(axes: ConvWindow["axes"], drawn: readonly number[]): number[] {
  return axes.reduce<number[]>(
    (places, { length, spread }, axis) =>
      places.flatMap((place) =>
        Array.from({ length }, (_, i) => place * (drawn[axis] as number) + i * spread),
      ),
    [0],
  );
}

const blanks = new Map<string, Tensor>();

function zeros(height: number, width: number): Tensor {
  const key = `${height}×${width}`;
  const blank = blanks.get(key) ?? new Tensor([1, height, width], new Float32Array(height * width));
  blanks.set(key, blank);
  return blank;
}
