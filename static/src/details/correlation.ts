/** One weight's gradient, opened up: what a convolution read × what came back there, at every place, and the sum. */
import { formatFixed } from "../format.ts";
import { describeUnit, type Unit, unitAt } from "../graph/raster.ts";
import type { Tensor } from "../wire/tensor.ts";
import { decimalsFor, type Shown, shown, shownTerms } from "./adding-up.ts";
import { type DetailContext, inputKind } from "./context.ts";
import { ConvWindow, type KernelCell } from "./conv-window.ts";
import { decimalsOf } from "./digits.ts";
import { type CellLink, linkTo } from "./explain/explanation.ts";
import type { Vote } from "./explain/votes.ts";
import { limitFor } from "./limits.ts";

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
    decimals: decimalsOf(context.kinds.output, output.map(map)),
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

/** The products as votes for the gradient. */
export function votesOf(opened: OpenedCorrelation): Vote[] {
  const { over, kernel, context } = opened;
  return meetingsOf(opened).map(
    (meeting): Vote => ({
      label: describeUnit(meeting.place),
      place: meeting.place.map(String),
      input: meeting.over,
      inputKind: inputKind(context, over.input),
      weight: meeting.kernel,
      weightKind: inputKind(context, kernel.input),
      ...(meeting.at && { at: meeting.at }),
    }),
  );
}

/** A product with its digits, or what all that have no line of their own make together. */
export interface Line {
  /** Null for all the others together. */
  meeting: Meeting | null;
  shown: Shown;
}

/** The `most` largest products, in their order, and the others together: they add up to the gradient as shown. */
export function linesOf(opened: OpenedCorrelation, meetings: readonly Meeting[], most: number): Line[] {
  const size = ({ product }: Meeting) => Math.abs(product);
  const largest = meetings
    .filter((meeting) => meeting.product !== 0)
    .sort((a, b) => size(b) - size(a))
    .slice(0, most);
  const chosen = new Set(largest);
  const own = meetings.filter((meeting) => chosen.has(meeting));
  const rest = meetings.reduce((sum, each) => (chosen.has(each) ? sum : sum + each.product), 0);
  const others = meetings.length > own.length ? [rest] : [];
  const { decimals } = opened;
  const terms = shownTerms(
    [...own.map(({ product }) => product), ...others],
    totalOf(opened).ticks,
    decimals,
  );
  return terms.map((shown, i) => ({ meeting: own[i] ?? null, shown }));
}
