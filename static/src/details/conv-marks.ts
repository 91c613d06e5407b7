/** Lines over a convolution's maps: the zeros it adds, where its window stands, and what it never reads. */
import { nothing, svg } from "lit";
import type { ConvWindow } from "./conv-window.ts";
import { lastTwo, type Pair, windowExtent } from "./geometry.ts";

type Ring = readonly [number, number, number, number];

/** More marks than these are not drawn one by one. */
const MOST_MARKS = 4000;

/**
 * Over the input: a 0 in every cell of the padding and between the values, dots where windows stand.
 *
 * `tall`: how many times as high as wide a cell is.
 */
export function inputMarks(window: ConvWindow, ring: Ring, isRoomy: boolean, tall: number) {
  return svg`
    <path class="unread" d=${unreadPath(window.size, unreadPlaces(window))} />
    ${isRoomy ? svg`<path class="zeros" d=${zeroPath(window, ring, tall)} />${stands(window)}` : nothing}
  `;
}

/** Over the output: the kernels that the inputs under the window paint there, one frame each. */
export function paintedMarks(window: ConvWindow, places: readonly (readonly number[])[]) {
  const spans = places.map((at) => lastSpans(window, at));
  const path = spans.map(([[top, bottom], [left, right]]) => `M${left} ${top}H${right}V${bottom}H${left}z`);
  return svg`<path class="painted" d=${path.join("")} />`;
}

type Span = readonly [number, number];

/** The rows and the columns of the output from first to last that an input value's kernel lies on. */
function lastSpans(window: ConvWindow, at: readonly number[]): [Span, Span] {
  const spans = window.axes.map(({ kernel, dilation, spread, before, units }, axis): Span => {
    const reach = (kernel - 1) * dilation;
    const first = (at[axis] ?? 0) * spread - (reach - before);
    return [Math.max(0, first), Math.min(units, first + reach + 1)];
  });
  return [spans.at(-2) ?? [0, 1], spans.at(-1) ?? [0, 1]];
}

/** Indices along each axis of the input that no window reads: where strides step over them, or leave a rest. */
export function unreadPlaces(window: ConvWindow): number[][] {
  return window.axes.map(({ length, units, step, before, kernel, dilation, spread }) => {
    const read = new Set<number>();
    for (let unit = 0; unit < units; unit++)
      for (let i = 0; i < kernel; i++) read.add((unit * step - before + i * dilation) / spread);
    return Array.from({ length }, (_, i) => i).filter((i) => !read.has(i));
  });
}

function zeroPath(window: ConvWindow, [top, left, bottom, right]: Ring, tall: number): string {
  const [height, width] = window.size;
  const [down, across] = lastTwo(
    window.axes.map(({ spread }) => spread),
    1,
  );
  const isZero = (y: number, x: number) =>
    y < 0 || x < 0 || y >= height || x >= width || y % down !== 0 || x % across !== 0;
  if ((height + top + bottom) * (width + left + right) > MOST_MARKS) return "";
  let path = "";
  for (let y = -top; y < height + bottom; y++)
    for (let x = -left; x < width + right; x++) if (isZero(y, x)) path += zero(y + 0.5, x + 0.5, tall);
  return path;
}

/** The figure 0 around a point. */
function zero(y: number, x: number, tall: number): string {
  const [across, down] = [0.14, 0.23 / tall];
  return `M${x - across} ${y}a${across} ${down} 0 1 0 ${2 * across} 0a${across} ${down} 0 1 0 ${-2 * across} 0`;
}

function stands(window: ConvWindow) {
  const d = standsPath(window);
  return d ? svg`<path class="stands-halo" d=${d} /><path class="stands" d=${d} />` : nothing;
}

/** A dot in the middle of every window, where they do not stand on every cell. */
function standsPath(window: ConvWindow): string {
  const { stride, padding } = window.rule;
  const [rows, columns] = lastTwo(
    window.axes.map(({ units }) => units),
    1,
  );
  if ((stride[0] === 1 && stride[1] === 1) || rows * columns > MOST_MARKS) return "";
  const extent = windowExtent(window.rule);
  const middle = (axis: 0 | 1, unit: number) => unit * stride[axis] - padding[axis] + extent[axis] / 2;
  let path = "";
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns; x++) path += `M${middle(1, x)} ${middle(0, y)}h0`;
  return path;
}

function unreadPath([height, width]: Pair, unread: readonly (readonly number[])[]): string {
  const rows = unread.at(-2) ?? [];
  const columns = unread.at(-1) ?? [];
  return [
    ...rows.map((y) => `M0 ${y}h${width}v1h${-width}z`),
    ...columns.map((x) => `M${x} 0h1v${height}h-1z`),
  ].join("");
}
