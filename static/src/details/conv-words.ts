/** What a convolution's hyperparameters mean for its window, in sentences with the layer's own numbers. */
import { axisWords } from "../graph/raster.ts";
import { backSentences } from "./backward/conv-words.ts";
import { unreadPlaces } from "./conv-marks.ts";
import type { Axis, ConvWindow } from "./conv-window.ts";
import type { OpenedFilter } from "./convolution.ts";

/** One sentence for each hyperparameter that does something here. */
export function windowSentences({ window, context, first, count }: OpenedFilter): string[] {
  const channels = context.inputs[0]?.tensor.shape[0] ?? 1;
  if (context.back) return backSentences({ window, context, first, count });
  return [
    ...(window.isTransposed ? transposed(window) : strides(window)),
    ...dilation(window),
    ...groups(first, count, channels),
  ];
}

function transposed({ axes, kernel }: ConvWindow): string[] {
  const paints = `Every input value paints the ${kernel.join("×")} kernel, times itself, onto the output; what overlaps adds up.`;
  if (axes.every((axis) => axis.spread === 1)) return [paints];
  const stride = together(axes.map((axis) => axis.spread));
  return [
    paints,
    `Stride ${stride}: they stand so far apart there; seen from the output, zeros lie between the values.`,
  ];
}

function strides(window: ConvWindow): string[] {
  const { axes } = window;
  const unread = unreadPlaces(window);
  const words = axisWords(axes.length);
  const never = new Map<string, string[]>();
  axes.forEach((axis, i) => {
    const said = neverRead(axis, unread[i] ?? []);
    if (said) never.set(said, [...(never.get(said) ?? []), words[i] ?? "place"]);
  });
  const sentences = [...never].map(([said, along]) => about(said, along));
  if (axes.every(({ step }) => step === 1)) return sentences;
  const stride = together(axes.map(({ step }) => step));
  const times = axes.map(({ units }) => units).join("×");
  return [`Stride ${stride}: the dots are where the window stands, ${times} times.`, ...sentences];
}

/** The axes' names in a sentence: "row and column" for "…", "rows and columns" for "…s". */
const about = (sentence: string, words: readonly string[]): string =>
  sentence.replace("…s", words.map((word) => `${word}s`).join(" and ")).replace("…", words.join(" and "));

/** What an axis ("…") has that no window reads; "" where it has nothing. */
function neverRead(
  { length, before, behind, kernel, dilation, step }: Axis,
  unread: readonly number[],
): string {
  const extent = (kernel - 1) * dilation + 1;
  const rest = (length + before + behind - extent) % step;
  const tail = Math.max(0, rest - behind);
  if (unread.length > tail) {
    return `No window reads ${unread.length} of the ${length} …s: it steps over them.`;
  }
  if (rest === 0) return "";
  const sizes = [length, before, behind].filter((size, i) => i === 0 || size > 0).join(" + ");
  const of = tail ? "" : " of the padding";
  const many = tail || rest;
  const last = many === 1 ? "last …" : `last ${many} …s`;
  return `No window reads the ${last}${of}: (${sizes} − ${extent}) / ${step} leaves ${rest}.`;
}

function dilation({ axes, isTransposed }: ConvWindow): string[] {
  if (isTransposed || axes.every((axis) => axis.dilation === 1)) return [];
  const reach = axes.map((axis) => (axis.kernel - 1) * axis.dilation + 1).join("×");
  const kernel = axes.map((axis) => axis.kernel).join("×");
  return [
    `Dilation ${together(axes.map((axis) => axis.dilation))}: ${kernel} weights reach over ${reach}; the holes between them are not read.`,
  ];
}

function groups(first: number, count: number, channels: number): string[] {
  if (count === channels) return [];
  const group = `${first / count + 1} of ${channels / count}`;
  if (count === 1) return [`Depthwise: this filter reads channel ${first} alone, of ${channels}.`];
  return [`Group ${group}: this filter reads channels ${first} to ${first + count - 1}, of ${channels}.`];
}

export const together = (numbers: readonly number[]): string =>
  numbers.every((each) => each === numbers[0]) ? String(numbers[0]) : numbers.join("×");
