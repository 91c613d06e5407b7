/** A layer in one line: what it does, its shapes, what it costs, what it sees. */
import { formatCount, formatShape } from "../format.ts";
import type { LayerDescription } from "../wire/events.ts";

const NAMES: Record<string, string> = {
  conv2d: "convolution",
  maxpool2d: "max pooling",
  avgpool2d: "average pooling",
  l2pool2d: "L2 pooling",
  globalavgpool: "global average pooling",
  relu: "ReLU",
  leakyrelu: "leaky ReLU",
  sigmoid: "sigmoid",
  tanh: "tanh",
  softmax: "softmax",
  batchnorm: "batch normalization",
  dense: "dense",
  flatten: "flatten",
  add: "add",
  concat: "concat",
  dropout: "dropout",
};

/** The operation in words; its own name where there are none. */
export const operationName = (operation: string): string => NAMES[operation] ?? operation;

/** The facts of a layer, each short: "3×3", "stride 1", "16×32×32 → 16×32×32", … */
export function layerFacts(layer: LayerDescription, inputShapes: readonly (readonly number[])[]): string[] {
  const shapes = `${inputShapes.map((shape) => formatShape(shape)).join(" , ")} → ${formatShape(layer.output_shape)}`;
  return [
    ...windowFacts(layer),
    shapes,
    ...costFacts(layer),
    `sees ${formatShape(layer.receptive_field.size)} ${layer.receptive_field.size.length === 1 ? "samples" : "pixels"}`,
  ];
}

function windowFacts({ kernel, stride, padding, dilation, groups }: LayerDescription): string[] {
  if (!kernel) return [];
  const facts = [formatShape(kernel), `stride ${axes(stride ?? [1])}`];
  if (padding?.some((side) => side > 0)) facts.push(`padding ${sides(padding)}`);
  if (dilation?.some((step) => step > 1)) facts.push(`dilation ${axes(dilation)}`);
  if ((groups ?? 1) > 1) facts.push(`${groups} groups`);
  return facts;
}

function costFacts({ parameters, macs }: LayerDescription): string[] {
  const facts: string[] = [];
  if (parameters > 0) facts.push(`${formatCount(parameters)} parameters`);
  if (macs > 0) facts.push(`${compact(macs)} multiply-adds`);
  return facts;
}

/** Three significant digits: "2.36 M". */
const compact = (count: number): string =>
  count
    .toLocaleString("en-US", { notation: "compact", maximumSignificantDigits: 3 })
    .replace(/(\D)$/, "\u202f$1");

/** One number where all axes agree. */
const axes = (numbers: readonly number[]): string =>
  numbers.every((each) => each === numbers[0]) ? String(numbers[0] ?? 1) : numbers.join("×");

function sides(padding: readonly number[]): string {
  if (padding.every((side) => side === padding[0])) return String(padding[0]);
  const half = padding.length / 2;
  const words = SIDES[half] ?? [];
  return padding.map((side, i) => `${side} ${words[i] ?? (i < half ? "before" : "behind")}`).join(", ");
}

/** What the sides of so many axes are called: before each axis, then behind each. */
const SIDES: Record<number, readonly string[]> = {
  1: ["before", "behind"],
  2: ["top", "left", "bottom", "right"],
  3: ["frames before", "top", "left", "frames behind", "bottom", "right"],
};
