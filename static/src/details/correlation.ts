/** One weight's gradient, opened up: what a convolution read × what came back there, at every place, and the sum. */
import { limitOf } from "../colour.ts";
import { formatFixed } from "../format.ts";
import { type Unit, unitAt } from "../graph/raster.ts";
import { sizeOf, type Tensor } from "../wire/tensor.ts";
import { decimalsFor, type Shown, shown } from "./adding-up.ts";
import type { DetailContext } from "./context.ts";
import { ConvWindow, type KernelCell } from "./conv-window.ts";
import { type CellLink, linkTo } from "./explain/explanation.ts";
import { limitFor } from "./limits.ts";

/** Whether a context is the way back to a convolution's weights. */
export const isCorrelation = ({ layer }: Pick<DetailContext, "layer">): boolean =>
  layer.op.startsWith("correlation");

/** One side of a correlation: which of the context's inputs, and which of its channels. */
export interface Side {
  input: number;
  channel: number;
  tensor: Tensor;
  name: string;
}

/** A kernel of the gradient: `kernel` slid over `over`; one step a weight. */
export interface OpenedCorrelation {
  context: DetailContext;
  /** As large as the kernel's map: the weights' stride and dilation exchange their roles. */
  window: ConvWindow;
  over: Side;
  kernel: Side;
  /** Of products and value. */
  decimals: number;
  overDecimals: number;
  kernelDecimals: number;
}

/** A place where both sides meet. */
export interface Meeting {
  cell: KernelCell;
  /** On the axes of the kernel's side. */
  place: readonly number[];
  over: number;
  kernel: number;
  product: number;
  overText: string;
  kernelText: string;
  /** Where the first factor was read; undefined for a zero of the padding. */
  at?: CellLink;
}

/**
 * dW of a convolution: dL/dY over the input. Of a transposed one, which reads one value where the other reads a
 * window, the input over dL/dY.
 *
 * The downstream tensor is filters × channels of a group × kernel; `unit` is [channel, ...cell].
 */
export function openCorrelation(context: DetailContext): OpenedCorrelation {
  const { layer, inputs, output, map, unit } = context;
  const [maps = 1, channels = 1, ...cells] = output.shape;
  const over = layer.slides_over === 0 ? 0 : 1;
  const group = Math.floor(map / (maps / (layer.groups ?? 1)));
  const side = (input: number, channel: number): Side => ({
    ...(inputs[input] as DetailContext["inputs"][number]),
    input,
    channel,
  });
  const sides = { over: side(over, group * channels + (unit[0] ?? 0)), kernel: side(1 - over, map) };
  return {
    context,
    window: new ConvWindow(layer, sides.over.tensor.shape.slice(1), cells),
    ...sides,
    decimals: decimalsFor(limitOf(output.map(map))),
    overDecimals: decimalsFor(limitFor(sides.over.tensor)),
    // One more than the products have, so that these can be checked by hand.
    kernelDecimals: decimalsFor(limitFor(sides.kernel.tensor)) + 1,
  };
}

/** The cell of the kernel that is opened. */
export const cellOfWeight = ({ context }: OpenedCorrelation): Unit => context.unit.slice(1);

/** Every product that the opened weight's gradient is the sum of, in raster order of the kernel's side. */
export function meetingsOf(opened: OpenedCorrelation): Meeting[] {
  const { window, over, kernel, overDecimals, kernelDecimals } = opened;
  return window.cells(cellOfWeight(opened)).map((cell, i): Meeting => {
    const place = unitAt(i, window.kernel);
    const read = cell.at ? over.tensor.at(over.channel, ...cell.at) : 0;
    const other = kernel.tensor.at(kernel.channel, ...place);
    return {
      cell,
      place,
      over: read,
      kernel: other,
      product: cell.at ? read * other : 0,
      overText: formatFixed(read, overDecimals),
      kernelText: formatFixed(other, kernelDecimals),
      ...(cell.at && { at: linkTo(over.tensor, [over.channel, ...cell.at], over.input) }),
    };
  });
}

/** The weight's gradient as it is shown. */
export function totalOf({ context: { output, map, unit }, decimals }: OpenedCorrelation): Shown {
  return shown(output.at(map, ...unit), decimals);
}

/** Products in a row: those of a line of the kernel's side. */
export const rowOf = ({ window }: OpenedCorrelation): number => window.kernel.at(-1) ?? 1;

/** How many products there are. */
export const countOf = ({ window }: OpenedCorrelation): number => sizeOf(window.kernel);
