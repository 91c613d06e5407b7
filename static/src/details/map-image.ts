/** What a map element draws: one channel's values in a palette, or in the picture's own colours. */
import { colourOf, type Kind, paint, textColourOn } from "../colour.ts";
import { paintChannel } from "../picture.ts";
import type { Preprocessing } from "../wire/events.ts";
import { Tensor } from "../wire/tensor.ts";

export interface MapImage {
  tensor: Tensor;
  channel: number;
  height: number;
  width: number;
  kind: Kind;
  /** Half-width of the colour scale. */
  limit: number;
  /** Given where the tensor is the network's input: it keeps its own colours. */
  picture?: Preprocessing | undefined;
}

/** One channel of a C×H×W tensor, or a vector as a row of cells. */
export function mapImage(
  tensor: Tensor,
  channel: number,
  kind: Kind,
  limit: number,
  picture?: Preprocessing,
): MapImage {
  const [length = 1, height, width] = tensor.shape;
  if (height === undefined || width === undefined) {
    return { tensor: rows(tensor), channel: 0, ...folded(length), kind, limit };
  }
  return { tensor, channel, height, width, kind, limit, picture };
}

/** Rows and columns of cells that a vector is drawn as, in raster order. */
export function folded(length: number): { height: number; width: number } {
  const width = Math.min(length, [8, 16, 32].find((columns) => length <= columns * columns) ?? LONGEST_ROW);
  return { height: Math.ceil(length / width), width };
}

const LONGEST_ROW = 64;

/** The value of a cell; NaN behind the end of a folded vector. */
export function valueAt({ tensor, channel, width }: MapImage, y: number, x: number): number {
  return tensor.map(channel)[y * width + x] ?? Number.NaN;
}

export function sameImage(a: MapImage | undefined, b: MapImage): boolean {
  return (
    a !== undefined &&
    sameNumbers(a.tensor.data, b.tensor.data) &&
    a.channel === b.channel &&
    a.kind === b.kind &&
    a.limit === b.limit &&
    a.picture === b.picture
  );
}

/** Whether two arrays are views of the same numbers in memory. */
function sameNumbers(a: Float32Array, b: Float32Array): boolean {
  return a.buffer === b.buffer && a.byteOffset === b.byteOffset && a.length === b.length;
}

export function imageData(image: MapImage): ImageData {
  const { tensor, channel, height, width, kind, limit, picture } = image;
  if (picture) return paintChannel(tensor, channel, picture);
  return paint(tensor.map(channel), height, width, kind, limit);
}

/** Background and text colour of a cell that shows a number. */
export interface CellColours {
  background: string;
  ink: string;
}

export function cellColours(value: number, limit: number, kind: Kind): CellColours {
  return { background: colourOf(value, limit, kind), ink: textColourOn(value, limit, kind) };
}

/** A value of the map in the colour that the map draws it with. */
export function coloursIn({ channel, kind, limit, picture, tensor }: MapImage, value: number): CellColours {
  if (!picture) return cellColours(value, limit, kind);
  const level = Math.round(clamp(value * (picture.std[channel] ?? 1) + (picture.mean[channel] ?? 0)) * 255);
  const colour = (tensor.shape[0] ?? 1) >= 3;
  const tint = [0, 1, 2].map((c) => (!colour || c === channel ? level : 0));
  // A full green is the only single tint bright enough for dark text.
  const bright = level > 127 && (!colour || channel === 1);
  return { background: `rgb(${tint.join(" ")})`, ink: bright ? "#111318" : "#ffffff" };
}

const clamp = (part: number): number => Math.max(0, Math.min(1, part));

const padded = new WeakMap<Tensor, Tensor>();

/** A vector of n values as 1×rows×columns, NaN behind its end. Kept, so that one tensor stays one image. */
function rows(vector: Tensor): Tensor {
  let folds = padded.get(vector);
  if (!folds) {
    const { height, width } = folded(vector.data.length);
    const data = new Float32Array(height * width).fill(Number.NaN);
    data.set(vector.data);

    folds = new Tensor([1, height, width], data);
    padded.set(vector, folds);
  }
  return folds;
}
