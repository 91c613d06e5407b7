/** A convolution's sum in letters, with the layer's own stride, padding, dilation and groups in the indices. */
import { formatFixed } from "../format.ts";
import { indexOf, unitAt } from "../graph/raster.ts";
import { inputKind } from "./context.ts";
import { namesOf } from "./conv-names.ts";
import type { Axis } from "./conv-window.ts";
import type { OpenedFilter, Product, UnitSum } from "./convolution.ts";
import { type FormulaNumber, fromShown, type Part, sub } from "./explain/parts.ts";

const UNITS = ["t", "i", "j"];
const STEPS = ["s", "u", "v"];

/** y = b + Σ x · w, as this layer has it. */
export function convSymbols({ context, window, first, count }: OpenedFilter): Part[] {
  const { map, layer, weights } = context;
  const { axes, isTransposed } = window;
  const names = namesOf(context);
  const [units, steps] = [lettersOf(UNITS, axes.length), lettersOf(STEPS, axes.length)];
  const places = axes.map((axis, i) => placeIn(axis, isTransposed, units[i] as string, steps[i] as string));
  const letter = names.input === "filter" ? "f" : "c";
  const channel = count === 1 ? String(first) : letter;
  const own = isTransposed ? map % ((context.output.shape[0] ?? 1) / (layer.groups ?? 1)) : map;
  const filter = isTransposed ? [channel, own] : [own, count === 1 ? 0 : letter];
  const over = [...(count === 1 ? [] : [letter]), ...(window.isPixel ? [] : steps)];
  const isPoint = window.isPixel;
  return [
    names.y([map, ...units].join(", ")),
    " = ",
    ...(weights.bias ? [sub("b", String(map)), " + "] : []),
    ...(over.length ? [sub("Σ", over.join(", ")), " "] : []),
    names.x([channel, ...places].join(", ")),
    " · ",
    sub("w", [...filter, ...(isPoint ? [] : steps)].join(", ")),
  ];
}

/** One product with its indices and its numbers: x₄,₂,₃ · w₃,₄,₀,₁ = 1.938 × −0.1457 = −0.282. */
export function productFormula(filter: OpenedFilter, channel: number, product: Product): Part[] {
  const { context, window, first } = filter;
  const { map, layer, output, inputs } = context;
  const { at, weight } = product.cell;
  const cell = unitAt(weight, window.kernel);
  const own = map % ((output.shape[0] ?? 1) / (layer.groups ?? 1));
  const indices = window.isTransposed ? [channel, own, ...cell] : [map, channel - first, ...cell];
  const input: FormulaNumber = {
    text: product.inputText,
    value: product.input,
    kind: inputKind(context, 0),
    ...(at && { at: { input: 0, index: indexOf([channel, ...at], inputs[0]?.tensor.shape ?? []) } }),
  };
  const x: Part = at ? namesOf(context).x([channel, ...at].join(", ")) : "0";
  return [
    x,
    " · ",
    sub("w", indices.join(", ")),
    " = ",
    input,
    " × ",
    { text: product.weightText, value: product.weight, kind: context.kinds.weights },
    " = ",
    fromShown(product.product, context.kinds.output),
  ];
}

/** All products up to and with one of them, as they are shown. */
export function sumSoFar({ channels, decimals }: UnitSum, channel: number, index: number): string {
  const before = channels.filter((each) => each.channel < channel);
  const here = channels.find((each) => each.channel === channel)?.products.slice(0, index + 1) ?? [];
  const ticks = [...before.map(({ sum }) => sum.ticks), ...here.map(({ product }) => product.ticks)];
  return formatFixed(ticks.reduce((sum, each) => sum + each, 0) / 10 ** decimals, decimals);
}

/** "2i + u − 1"; of a transposed convolution "(i + 1 − u) / 2". */
export function placeIn(
  { step, dilation, spread, before, kernel }: Axis,
  isTransposed: boolean,
  unit: string,
  cell: string,
): string {
  const times = (factor: number, letter: string) => `${factor === 1 ? "" : factor}${letter}`;
  const plus = (offset: number) => (offset === 0 ? "" : ` ${offset > 0 ? "+" : "−"} ${Math.abs(offset)}`);
  if (!isTransposed) {
    const reach = kernel === 1 ? "" : ` + ${times(dilation, cell)}`;
    return `${times(step, unit)}${reach}${plus(-before)}`;
  }
  const padding = (kernel - 1) * dilation - before;
  const reached = `${unit}${plus(padding)} − ${times(dilation, cell)}`;
  return spread === 1 ? reached : `(${reached})/${spread}`;
}

const lettersOf = (letters: readonly string[], axes: number): string[] =>
  axes === 1 ? [letters[1] as string] : letters.slice(letters.length - axes);
