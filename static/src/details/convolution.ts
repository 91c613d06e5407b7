/** One unit of a convolution, opened up: the products of every channel, their sums, the bias, the value. */
import { formatFixed } from "../format.ts";
import type { Unit } from "../graph/raster.ts";
import { decimalsFor, type Shown, shown, shownTerms, without } from "./adding-up.ts";
import { type DetailContext, inputKind } from "./context.ts";
import { ConvWindow, type KernelCell } from "./conv-window.ts";
import { decimalsOf } from "./digits.ts";
import { type Kernels, kernelsOf } from "./filters.ts";
import { groupOf } from "./geometry.ts";

/** One cell of the window in one channel: input × weight = product. */
export interface Product {
  /** Where it lies on the input, and where in the kernel. */
  cell: KernelCell;
  input: number;
  weight: number;
  inputText: string;
  weightText: string;
  product: Shown;
}

export interface ChannelSum {
  /** Index among all the input's channels. */
  channel: number;
  products: Product[];
  sum: Shown;
}

/** `channels` sum to `together`; that and `bias` sum to `total`, in value and digit by digit. */
export interface UnitSum {
  channels: ChannelSum[];
  together: Shown;
  bias: Shown;
  total: Shown;
  decimals: number;
}

/** What does not change from unit to unit of a map. */
export interface OpenedFilter {
  context: DetailContext;
  window: ConvWindow;
  kernels: Kernels;
  first: number;
  count: number;
  /** Of products, sums, bias and value, which add up. */
  decimals: number;
  /** Of the factors: they may be of quite another size. */
  inputDecimals: number;
  weightDecimals: number;
}

let lastFilter: OpenedFilter | undefined;

/** The filter of the opened map, with the decimals that its whole view is written in. The last one is kept. */
export function openFilter(context: DetailContext): OpenedFilter {
  const last = lastFilter?.context;
  const isLast =
    last &&
    last.layer === context.layer &&
    last.inputs[0]?.tensor === context.inputs[0]?.tensor &&
    last.output === context.output &&
    last.weights === context.weights &&
    last.map === context.map;
  lastFilter = isLast ? { ...(lastFilter as OpenedFilter), context } : filterOf(context);
  return lastFilter;
}

function filterOf(context: DetailContext): OpenedFilter {
  const { layer, output, inputs, weights, map, kinds } = context;
  const input = inputs[0]?.tensor;
  const [channels = 1, ...lengths] = input?.shape ?? [];
  const [maps = 1, ...units] = output.shape;
  const window = new ConvWindow(layer, lengths, units);
  const group = groupOf(map, maps, channels, layer.groups ?? 1);
  const kernels = kernelsOf(weights.weight, window, { map, maps, groups: layer.groups ?? 1, ...group });
  return {
    context,
    window,
    kernels,
    ...group,
    decimals: decimalsOf(kinds.output, output.map(map)),
    inputDecimals: input ? decimalsOf(inputKind(context, 0), input.data) : decimalsFor(0),
    // One more than the products have, so that these can be checked by hand where an input is large.
    weightDecimals: decimalsFor(kernels.limit) + 1,
  };
}

/** The channels with the largest kernels, in order: the same ones whatever the unit. All, where they are few. */
export function strongestChannels({ kernels, first, count }: OpenedFilter, most: number): number[] {
  const channels = Array.from({ length: count }, (_, i) => first + i);
  if (count <= most) return channels;
  const strength = (channel: number) =>
    kernels.of(channel).reduce((sum, weight) => sum + Math.abs(weight), 0);
  const strengths = new Map(channels.map((channel) => [channel, strength(channel)]));
  const ordered = channels.sort((a, b) => (strengths.get(b) ?? 0) - (strengths.get(a) ?? 0));
  return ordered.slice(0, most).sort((a, b) => a - b);
}

/** What channels add up to, as they are shown. */
export function addedUp(channels: readonly ChannelSum[], decimals: number): string {
  const ticks = channels.reduce((sum, channel) => sum + channel.sum.ticks, 0);
  return formatFixed(ticks / 10 ** decimals, decimals);
}

let lastSum: { kernels: Kernels; unit: string; sum: UnitSum } | undefined;

/**
 * Everything behind one unit; products are taken in float64 from the exact float32 numbers.
 *
 * The last sum is kept: a step asks for it several times.
 */
export function sumOfUnit(filter: OpenedFilter, unit: Unit): UnitSum {
  const { kernels } = filter;
  if (lastSum?.kernels !== kernels || lastSum.unit !== String(unit))
    lastSum = { kernels, unit: String(unit), sum: summed(filter, unit) };
  return lastSum.sum;
}

function summed(filter: OpenedFilter, unit: Unit): UnitSum {
  const { context, window, first, count, decimals } = filter;
  const { output, weights, map } = context;
  const cells = window.cells(unit);
  const channels = Array.from({ length: count }, (_, i) => productsOf(filter, cells, first + i));
  const biasValue = weights.bias?.at(map) ?? 0;
  const total = shown(output.at(map, ...unit), decimals);
  const exact = channels.map(({ sum }) => sum);
  const [bias, ...sums] = shownTerms([biasValue, ...exact], total.ticks, decimals) as [Shown, ...Shown[]];
  const together = without(
    total,
    bias,
    exact.reduce((sum, each) => sum + each, 0),
    decimals,
  );
  return {
    channels: channels.map(({ channel, products }, i) =>
      opened(channel, products, sums[i] as Shown, decimals),
    ),
    together,
    bias,
    total,
    decimals,
  };
}

type RawProduct = Omit<Product, "product"> & { value: number };

function productsOf(
  { context: { inputs }, kernels, inputDecimals, weightDecimals }: OpenedFilter,
  cells: KernelCell[],
  channel: number,
): { channel: number; products: RawProduct[]; sum: number } {
  const input = inputs[0]?.tensor;
  const kernel = kernels.of(channel);
  const products = cells.map((cell) => {
    const value = cell.at ? (input?.at(channel, ...cell.at) ?? 0) : 0;
    const weight = kernel[cell.weight] ?? 0;
    return {
      cell,
      input: value,
      weight,
      inputText: formatFixed(value, inputDecimals),
      weightText: formatFixed(weight, weightDecimals),
      value: cell.at ? value * weight : 0,
    };
  });
  return { channel, products, sum: products.reduce((sum, product) => sum + product.value, 0) };
}

function opened(channel: number, products: RawProduct[], sum: Shown, decimals: number): ChannelSum {
  const values = products.map((product) => product.value);
  const terms = shownTerms(values, sum.ticks, decimals);
  return {
    channel,
    sum,
    products: products.map(({ value, ...rest }, i) => ({ ...rest, product: terms[i] as Shown })),
  };
}
