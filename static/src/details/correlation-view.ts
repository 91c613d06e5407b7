/** What the view of a weight's gradient draws: both sides, their products, and the kernel that they make. */
import { svg } from "lit";
import { limitOf, textColourOn } from "../colour.ts";
import { indexOf } from "../graph/raster.ts";
import { styled } from "../styled.ts";
import { sizeOf, Tensor } from "../wire/tensor.ts";
import { commonScale } from "./common-scale.ts";
import type { Meeting, OpenedCorrelation } from "./correlation.ts";
import { lastTwo, type Pair } from "./geometry.ts";
import { type MapImage, mapImage } from "./map-image.ts";

/** Of a clip, the frame that is drawn: the one of the product pointed at, else of the largest. */
export function frameShown(meetings: readonly Meeting[], lit: number | null): readonly number[] {
  const size = (each: Meeting | undefined) => Math.abs(each?.product ?? 0);
  const largest = meetings.reduce((most, each) => (size(each) > size(most) ? each : most), meetings[0]);
  return (lit === null ? largest : meetings[lit])?.place.slice(0, -2) ?? [];
}

/** The products as a map; of a clip, those of one frame. */
export function productsImage(
  { window, context }: OpenedCorrelation,
  meetings: readonly Meeting[],
  lead: readonly number[],
): MapImage {
  const products = Float32Array.from(meetings, ({ product }) => product);
  const tensor = new Tensor([1, ...window.kernel], products);
  const frame = indexOf(lead, window.kernel.slice(0, -2));
  return mapImage(tensor, 0, context.kinds.output, limitOf(products), undefined, frame);
}

/** dL/dW of one kernel; of one with several frames, all of them below each other. */
export function kernelImage({ context }: OpenedCorrelation, channel: number, limit: number): MapImage {
  const { output, map, kinds } = context;
  const cells = output.shape.slice(2);
  const size = sizeOf(cells);
  const columns = cells.at(-1) ?? 1;
  const values = output.map(map).subarray(channel * size, (channel + 1) * size);
  return mapImage(new Tensor([1, size / columns, columns], values), 0, kinds.output, limit);
}

/** A cell of that image, and the other way round. */
export const cellInImage = (cell: readonly number[], lengths: readonly number[]): Pair => {
  const [, columns] = lastTwo(lengths, 1);
  const index = indexOf(cell, lengths);
  return [Math.floor(index / columns), index % columns];
};

/** Letters of a number in a cell, as part of the cell. */
const LETTERS = 0.32;

/** The values written into the cells of an image; `limit` is the largest of them. */
export function numbersIn({ tensor, width, kind, limit }: MapImage, largest: number) {
  const { write } = commonScale(largest);
  const numbers = Array.from(tensor.data, (value, i) => {
    const look = { fill: textColourOn(value, limit, kind), "font-size": `${LETTERS}px` };
    return svg`<text class="number" x=${(i % width) + 0.5} y=${Math.floor(i / width) + 0.5} ${styled(look)}>${write(value)}</text>`;
  });
  return svg`${numbers}`;
}
