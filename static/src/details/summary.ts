/** A layer in one line: what it does, its shapes, what it costs, what it sees. */
import { formatCount, formatShape } from "../format.ts";
import type { LayerDescription } from "../wire/events.ts";

/** The facts of a layer, each short: "3×3", "stride 1", "16×32×32 → 16×32×32", … */
export function layerFacts(layer: LayerDescription, inputShapes: readonly (readonly number[])[]): string[] {
  const inputs = inputShapes.map((shape) => formatShape(shape)).join(" , ");
  const output = formatShape(layer.output_shape);
  return [
    ...windowFacts(layer),
    inputs ? `${inputs} → ${output}` : output,
    ...costFacts(layer),
    ...(layer.folded ?? []).map((name) => `with batch norm ${name} folded in`),
    sight(layer.receptive_field.size),
  ];
}

function sight(size: readonly number[]): string {
  if (size.includes(0)) return "the same for every input";
  return `sees ${formatShape(size)} ${size.length === 1 ? "samples" : "pixels"}`;
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
