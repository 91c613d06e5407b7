/** The part of the picture that a unit sees, cut out; and on it how much each pixel moves the unit. */
import { colourTable, limitOf, paint } from "../colour.ts";
import type { Interval } from "../graph/field.ts";
import { rasterOf } from "../graph/raster.ts";
import { hasOwnColours, paintPicture } from "../picture.ts";
import type { Preprocessing } from "../wire/events.ts";
import type { Tensor } from "../wire/tensor.ts";

/** How much each place of the input moves a unit: magnitudes summed over the channels, with the sum's sign. */
export function slopesOf(gradient: Tensor): Float32Array {
  const [channels = 1, ...axes] = gradient.shape;
  const size = axes.reduce((all, length) => all * length, 1);
  const mass = new Float32Array(size);
  const sum = new Float32Array(size);
  for (let channel = 0; channel < channels; channel++) {
    const values = gradient.map(channel);
    for (let i = 0; i < size; i++) {
      mass[i] = (mass[i] as number) + Math.abs(values[i] as number);
      sum[i] = (sum[i] as number) + (values[i] as number);
    }
  }
  return mass.map((each, i) => ((sum[i] as number) < 0 ? -each : each));
}

/** The whole picture (of a clip a frame), in its own colours where it has any. */
export function pictureImage(input: Tensor, preprocessing: Preprocessing, frame: number): ImageData {
  if (hasOwnColours(input)) return paintPicture(input, preprocessing, frame);
  const { rows, columns } = rasterOf(input.shape);
  return paint(input.plane(0, frame), rows, columns, "activation", limitOf(input.data));
}

/** Sums over blocks of so many rows and columns, each value in its block's place: of single pixels nobody sees many. */
export function inBlocks(slopes: Float32Array, columns: number, block: number): Float32Array {
  if (block <= 1) return slopes;
  const across = Math.ceil(columns / block);
  const blockOf = (i: number) =>
    Math.floor(Math.floor(i / columns) / block) * across + Math.floor((i % columns) / block);
  const mass = new Float32Array(blockOf(slopes.length - 1) + across);
  const sum = new Float32Array(mass.length);
  slopes.forEach((slope, i) => {
    const at = blockOf(i);
    mass[at] = (mass[at] as number) + Math.abs(slope);
    sum[at] = (sum[at] as number) + slope;
  });
  return slopes.map((_, i) => {
    const at = blockOf(i);
    return (sum[at] as number) < 0 ? -(mass[at] as number) : (mass[at] as number);
  });
}

/** How many rows and columns make a block, so that about so many blocks lie along the longest side. */
export const blockFor = (lengths: readonly number[]): number =>
  Math.max(1, Math.floor(Math.max(...lengths) / MOST_BLOCKS));

const MOST_BLOCKS = 56;

/** The picture in pale grey, coloured the more the more a pixel moves the unit. */
export function heatImage(picture: ImageData, slopes: Float32Array, limit: number): ImageData {
  const colours = new Uint8Array(colourTable("gradient").buffer);
  const zero = 4 * ZERO;
  const image = new ImageData(picture.width, picture.height);
  for (let i = 0; i < slopes.length; i++) {
    const [red = 0, green = 0, blue = 0] = picture.data.subarray(4 * i, 4 * i + 3);
    const level = 0.3 * red + 0.59 * green + 0.11 * blue;
    const slope = slopes[i] as number;
    const share = limit > 0 ? Math.sqrt(Math.min(1, Math.abs(slope) / limit)) : 0;
    const entry = 4 * (ZERO + Math.round(Math.sign(slope) * REACH * (PALEST + (1 - PALEST) * share)));
    for (let c = 0; c < 3; c++) {
      const paper = colours[zero + c] as number;
      const grey = paper + (level - paper) * PALE;
      image.data[4 * i + c] = Math.round(grey + ((colours[entry + c] as number) - grey) * share);
    }
    image.data[4 * i + 3] = 255;
  }
  return image;
}

/** Of the colour table: its middle, and how far its ends are from there. */
const ZERO = 128;
const REACH = 127;
/** The picture's share of its contrast, and where on the scale the least slopes begin. */
const PALE = 0.4;
const PALEST = 0.45;

/** A window cut where padding would leave no room for the picture. */
export function windowShown({ first, last }: Interval, length: number): Interval {
  const margin = Math.ceil(MOST_PADDING * length);
  return { first: Math.max(first, -margin), last: Math.min(last, length - 1 + margin) };
}

const MOST_PADDING = 0.3;
