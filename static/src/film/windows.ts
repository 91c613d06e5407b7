/** Which cells of its input a unit is made of, and which part of a map is done: boxes in the cells of its raster. */
import { frameOrigin, type Raster, type Unit, unitAt } from "../graph/raster.ts";
import type { LayerDescription } from "../wire/events.ts";
import { spreads } from "./acts.ts";
import type { Box } from "./perspective.ts";

/** A stretch of places along one axis. */
interface Span {
  first: number;
  length: number;
}

/** Where a unit's window lies on an input with this raster: a box for each frame it reaches into. */
export function windowBoxes(layer: LayerDescription, unit: Unit, input: Raster): Box[] {
  return boxesOf(
    input.axes.map((_, axis) => spanOf(layer, unit[axis] ?? 0, axis)),
    input,
  );
}

/** Between two units' windows, for what moves from one to the next. */
export function windowOnTheWay(
  layer: LayerDescription,
  from: Unit,
  to: Unit,
  part: number,
  input: Raster,
): Box[] {
  const target = windowBoxes(layer, to, input);
  const source = windowBoxes(layer, from, input);
  if (source.length !== target.length) return target;
  const mixed = (a: number, b: number) => a + (b - a) * part;
  return target.map((box, i) => {
    const start = source[i] as Box;
    return { ...box, x: mixed(start.x, box.x), y: mixed(start.y, box.y) };
  });
}

/** The cells of the first so many units of a map. */
export function doneBoxes(units: number, raster: Raster): Box[] {
  const { rows, columns, kind, height } = raster;
  if (kind === "signal") return units > 0 ? [{ x: 0, y: 0, width: units, height }] : [];
  const boxes: Box[] = [];
  const perFrame = rows * columns;
  for (let frame = 0; frame * perFrame < units; frame++) {
    const [top, left] = frameOrigin(raster, frame);
    const here = Math.min(perFrame, units - frame * perFrame);
    const whole = Math.floor(here / columns);
    if (whole) boxes.push({ x: left, y: top, width: columns, height: whole });
    if (here % columns) boxes.push({ x: left, y: top + whole, width: here % columns, height: 1 });
  }
  return boxes;
}

/** The cell of one unit. */
export function unitBox(unit: Unit, raster: Raster): Box {
  const spans = raster.axes.map((_, axis) => ({ first: unit[axis] ?? 0, length: 1 }));
  return boxesOf(spans, raster)[0] ?? { x: 0, y: 0, width: 1, height: 1 };
}

function spanOf(layer: LayerDescription, place: number, axis: number): Span {
  const { kernel = [], stride = [], padding = [], dilation = [] } = layer;
  const reach = ((kernel[axis] ?? 1) - 1) * (dilation[axis] ?? 1) + 1;
  const [step, before] = [stride[axis] ?? 1, padding[axis] ?? 0];
  if (!spreads(layer)) return { first: place * step - before, length: reach };
  // The other way round: the input's places whose windows reach this place of the output.
  const first = Math.ceil((place + before - reach + 1) / step);
  return { first, length: Math.max(1, Math.floor((place + before) / step) - first + 1) };
}

function boxesOf(spans: readonly Span[], raster: Raster): Box[] {
  const across = spans.at(-1) ?? { first: 0, length: 1 };
  if (raster.kind === "signal")
    return [{ x: across.first, y: 0, width: across.length, height: raster.height }];
  const down = spans.at(-2) ?? { first: 0, length: 1 };
  return framesOf(spans.slice(0, -2), raster).map((frame) => {
    const [top, left] = frameOrigin(raster, frame);
    return { x: left + across.first, y: top + down.first, width: across.length, height: down.length };
  });
}

/** Indices of the frames within spans of the axes before rows and columns; those in the padding left out. */
function framesOf(spans: readonly Span[], { axes, frames }: Raster): number[] {
  const lengths = axes.slice(0, -2);
  return Array.from({ length: frames }, (_, i) => i).filter((i) =>
    unitAt(i, lengths).every((place, axis) => {
      const { first, length } = spans[axis] as Span;
      return place >= first && place < first + length;
    }),
  );
}
