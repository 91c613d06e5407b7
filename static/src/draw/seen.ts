/** Frames on every map of the overview the units that see a place of the picture. */
import { svg } from "lit";
import type { Interval } from "../graph/field.ts";
import { type Box, gridBox, mapBox, type PlacedNode } from "../graph/placed.ts";
import { frameOrigin } from "../graph/raster.ts";
import type { Seeing } from "../wire/fields.ts";
import { lengthOf } from "./field-frame.ts";

/** Smaller frames would not be seen. */
const LEAST = 4;

export function seenFrames(seen: readonly Seeing[], nodes: readonly PlacedNode[]) {
  return nodes.map((node) => {
    const seeing = seen.find(({ name }) => name === node.name);
    const boxes = seeing?.ranges ? boxesOf(seeing, node) : [];
    return boxes.length ? svg`<path class="seen" d=${boxes.map(outline).join("")} />` : "";
  });
}

/** One frame around all maps where all of their places do, else one on each map, of a clip on each frame. */
function boxesOf(seeing: Seeing, node: PlacedNode): Box[] {
  const all = seeing.sizes.reduce((product, size) => product * size, 1);
  const { raster } = node;
  if (seeing.places === all || raster.kind === "unit") return [gridBox(node)];
  const ranges = seeing.ranges ?? [];
  const columns = ranges.at(-1) as Interval;
  const rows = raster.kind === "signal" ? { first: 0, last: raster.height - 1 } : (ranges.at(-2) as Interval);
  const frames = raster.kind === "clip" ? (ranges.at(-3) as Interval) : { first: 0, last: 0 };
  return Array.from({ length: node.shown }, (_, map) =>
    Array.from({ length: lengthOf(frames) }, (_, i) => {
      const [top, left] = frameOrigin(raster, frames.first + i);
      return onMap(
        node,
        map,
        { first: rows.first + top, last: rows.last + top },
        { first: columns.first + left, last: columns.last + left },
      );
    }),
  ).flat();
}

function onMap(node: PlacedNode, map: number, rows: Interval, columns: Interval): Box {
  const box = mapBox(node, map);
  const [across, down] = [box.width / node.raster.width, box.height / node.raster.height];
  const width = Math.max(LEAST, lengthOf(columns) * across);
  const height = Math.max(LEAST, lengthOf(rows) * down);
  const middleX = box.x + (columns.first + lengthOf(columns) / 2) * across;
  const middleY = box.y + (rows.first + lengthOf(rows) / 2) * down;
  return { x: middleX - width / 2, y: middleY - height / 2, width, height };
}

const outline = ({ x, y, width, height }: Box): string =>
  `M${x.toFixed(1)} ${y.toFixed(1)}h${width.toFixed(1)}v${height.toFixed(1)}h${(-width).toFixed(1)}z`;
