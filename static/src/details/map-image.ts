/** What a map element draws: one channel's values in a palette, or in the picture's own colours. */

import { colourOf, type Kind, paint, textColourOn } from "../colour.ts";
import { rasterOf } from "../graph/raster.ts";
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
  /** Of a clip's channel. */
  frame?: number;
}

/** One channel of a tensor: of C×H×W a map, of C×L a row, of C×T×H×W a frame; a vector as a row of cells. */
export function mapImage(
  tensor: Tensor,
  channel: number,
  kind: Kind,
  limit: number,
  picture?: Preprocessing,
  frame = 0,
): MapImage {
  const [length = 1, ...axes] = tensor.shape;
  if (axes.length === 0) return { tensor: rows(tensor), channel: 0, ...folded(length), kind, limit };
  const { rows: height, columns: width } = rasterOf(tensor.shape);
  return { tensor, channel, height, width, kind, limit, picture, frame };
}

/** Rows and columns of cells that a vector is drawn as, in raster order. */
export function folded(length: number): { height: number; width: number } {
  const width = Math.min(length, [8, 16, 32].find((columns) => length <= columns * columns) ?? LONGEST_ROW);
  return { height: Math.ceil(length / width), width };
}

const LONGEST_ROW = 64;

/** The value of a cell; NaN behind the end of a folded vector. */
export function valueAt({ tensor, channel, frame, width }: MapImage, y: number, x: number): number {
  return tensor.plane(channel, frame)[y * width + x] ?? Number.NaN;
}

export function sameImage(a: MapImage | undefined, b: MapImage): boolean {
  return (
    a !== undefined &&
    sameNumbers(a.tensor.data, b.tensor.data) &&
    a.channel === b.channel &&
    a.frame === b.frame &&
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
  const { tensor, channel, frame, height, width, kind, limit, picture } = image;
  if (picture) return paintChannel(tensor, channel, picture, frame);
  return paint(tensor.plane(channel, frame), height, width, kind, limit);
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
  return { background: `rgb(${tint.join(" ")})`, ink: bright ? "#000000" : "#ffffff" };
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
