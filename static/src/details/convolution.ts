/** One unit of a convolution, opened up: the products of every channel, their sums, the bias, the value. */
import { limitOf } from "../colour.ts";
import { formatFixed } from "../format.ts";
import { decimalsFor, type Shown, shown, shownTerms, without } from "./adding-up.ts";
import type { DetailContext } from "./context.ts";
import { type Cell, groupOf, type Pair, windowCells, windowRule } from "./geometry.ts";
import { limitFor } from "./limits.ts";

/** One cell of the window in one channel: input × weight = product. */
export interface Product {
  y: number;
  x: number;
  /** False in the padding, where the input counts as 0. */
  inside: boolean;
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
  first: number;
  count: number;
  /** Of products, sums, bias and value, which add up. */
  decimals: number;
  /** Of the factors: they may be of quite another size. */
  inputDecimals: number;
  weightDecimals: number;
}

/** The filter of the opened map, with the decimals that its whole view is written in. */
export function openFilter(context: DetailContext): OpenedFilter {
  const { layer, output, inputs, weights, map } = context;
  const input = inputs[0]?.tensor;
  const channels = input?.shape[0] ?? 1;
  const group = groupOf(map, output.shape[0] ?? 1, channels, layer.groups ?? 1);
  return {
    context,
    ...group,
    decimals: decimalsFor(limitOf(output.map(map))),
    inputDecimals: decimalsFor(input ? limitFor(input) : 0),
    // One more than the products have, so that these can be checked by hand where an input is large.
    weightDecimals: decimalsFor(weights.weight ? limitOf(weights.weight.map(map)) : 0) + 1,
  };
}

/** The channels with the largest kernels, in order: the same ones whatever the unit. All, where they are few. */
export function strongestChannels({ context, first, count }: OpenedFilter, most: number): number[] {
  const channels = Array.from({ length: count }, (_, i) => first + i);
  if (count <= most) return channels;
  const kernels = context.weights.weight?.map(context.map) ?? new Float32Array();
  const size = kernels.length / count;
  const strength = (channel: number) =>
    kernels
      .subarray((channel - first) * size, (channel - first + 1) * size)
      .reduce((sum, weight) => sum + Math.abs(weight), 0);
  const strengths = new Map(channels.map((channel) => [channel, strength(channel)]));
  const ordered = channels.sort((a, b) => (strengths.get(b) ?? 0) - (strengths.get(a) ?? 0));
  return ordered.slice(0, most).sort((a, b) => a - b);
}

/** What channels add up to, as they are shown. */
export function addedUp(channels: readonly ChannelSum[], decimals: number): string {
  const ticks = channels.reduce((sum, channel) => sum + channel.sum.ticks, 0);
  return formatFixed(ticks / 10 ** decimals, decimals);
}

/** Everything behind one unit; products are taken in float64 from the exact float32 numbers. */
export function sumOfUnit(filter: OpenedFilter, unit: Pair): UnitSum {
  const { context, first, count, decimals } = filter;
  const { output, weights, map } = context;
  const cells = windowCells(windowRule(context.layer), unit, inputSize(context));
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

/** Rows and columns of the layer's input. */
export function inputSize({ inputs }: DetailContext): Pair {
  const [, height = 1, width = 1] = inputs[0]?.tensor.shape ?? [];
  return [height, width];
}

type RawProduct = Omit<Product, "product"> & { value: number };

function productsOf(
  { context: { inputs, weights, map }, first, inputDecimals, weightDecimals }: OpenedFilter,
  cells: Cell[],
  channel: number,
): { channel: number; products: RawProduct[]; sum: number } {
  const input = inputs[0]?.tensor;
  const start = (channel - first) * cells.length;
  const kernel = weights.weight?.map(map).subarray(start, start + cells.length);
  const products = cells.map(({ y, x, inside }, i) => {
    const value = inside ? (input?.at(channel, y, x) ?? 0) : 0;
    const weight = kernel?.[i] ?? 0;
    return {
      y,
      x,
      inside,
      input: value,
      weight,
      inputText: formatFixed(value, inputDecimals),
      weightText: formatFixed(weight, weightDecimals),
      value: value * weight,
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
