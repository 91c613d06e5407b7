/** What a convolution's hyperparameters mean on the way back to its input, in sentences with its own numbers. */
import { paints } from "../conv-names.ts";
import type { ConvWindow } from "../conv-window.ts";
import { together } from "../conv-words.ts";
import type { OpenedFilter } from "../convolution.ts";

type Opened = Pick<OpenedFilter, "window" | "context" | "first" | "count">;

/** What is done, then one sentence for each hyperparameter that does something here. */
export function backSentences({ window, context, first, count }: Opened): string[] {
  const filters = context.inputs[0]?.tensor.shape[0] ?? 1;
  const isPainted = paints(context);
  return [
    done(window, isPainted),
    ...stride(window, isPainted),
    ...dilation(window),
    ...groups(first, count, filters, context.map),
  ];
}

function done({ isTransposed, isPixel, kernel }: ConvWindow, isPainted: boolean): string {
  if (isPainted)
    return `Every value of dL/dY paints the ${kernel.join("×")} kernel, times itself; what overlaps adds up.`;
  if (isPixel)
    return "Every filter that read this place sends its gradient back through the weight it read with.";
  if (isTransposed) return "Pad, turn the kernel, slide: the outputs that this input answers for.";
  return "It painted its kernel forward: backward, the kernel as it is slides over dL/dY.";
}

function stride(window: ConvWindow, isPainted: boolean): string[] {
  const strides = window.axes.map(({ spread, step }) => Math.max(spread, step));
  if (strides.every((each) => each === 1)) return [];
  const unread = unreachedPlaces(window);
  const none = unread ? ` ${unread} places of dL/dX get nothing: no window read them.` : "";
  if (!window.isTransposed) return [`Stride ${together(strides)}: the window moves so far.`];
  if (isPainted) return [`Stride ${together(strides)}: they are painted so far apart.${none}`];
  return [`Stride ${together(strides)}: zeros between the values.${none}`];
}

/** Places of a map of dL/dX that no kernel reaches. */
function unreachedPlaces({ axes, isTransposed }: ConvWindow): number {
  if (!isTransposed) return 0;
  const reached = axes.map(({ units, kernel, dilation, spread, before, length }) => {
    const padding = (kernel - 1) * dilation - before;
    const places = new Set<number>();
    for (let o = 0; o < length; o++)
      for (let u = 0; u < kernel; u++) places.add(o * spread - padding + u * dilation);
    return [...places].filter((place) => place >= 0 && place < units).length;
  });
  const product = (numbers: readonly number[]) => numbers.reduce((all, each) => all * each, 1);
  return product(axes.map(({ units }) => units)) - product(reached);
}

function dilation({ axes }: ConvWindow): string[] {
  if (axes.every((axis) => axis.dilation === 1)) return [];
  return [`Dilation ${together(axes.map((axis) => axis.dilation))}: the kernel has holes here too.`];
}

function groups(first: number, count: number, filters: number, channel: number): string[] {
  if (count === filters) return [];
  if (count === 1) return [`Depthwise: filter ${first} alone read channel ${channel}.`];
  return [`Groups: filters ${first} to ${first + count - 1} of ${filters} read channel ${channel}.`];
}
