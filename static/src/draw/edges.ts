/** Lines between maps, as SVG paths in the overview's coordinates. */
import { type Shapes, type Sources, sourcesOf } from "../graph/connectivity.ts";
import { edgeKey } from "../graph/lanes.ts";
import { type Box, mapBox, type PlacedNode } from "../graph/placed.ts";
import type { LayerDescription } from "../wire/events.ts";

/** More lines than this between two columns are drawn as one band. */
const MOST_LINES = 600;

export type Nodes = ReadonlyMap<string, PlacedNode>;

/** A faint path between two neighbouring columns: every connection, or a band where they are too many. */
export function linkPath(
  source: PlacedNode,
  target: PlacedNode,
  layer: LayerDescription,
  shapes: Shapes,
): string {
  const lines: string[] = [];
  for (let map = 0; map < target.shown; map++) {
    for (const { name, first, count } of sourcesOf(layer, map, shapes)) {
      if (name !== source.name) continue;
      if (lines.length + count > MOST_LINES) return band(source, target);
      for (const from of shownOf(source, first, count)) lines.push(curve(source, from, target, map));
    }
  }
  return lines.join("");
}

/** The connections of one map to all its sources; those from further away go the way of their edge. */
export function litPath(
  target: PlacedNode,
  map: number,
  sources: readonly Sources[],
  nodes: Nodes,
  ways: ReadonlyMap<string, string>,
): string {
  return sources
    .flatMap(({ name, first, count }) => {
      const source = nodes.get(name);
      if (!source) return [];
      if (target.column - source.column > 1) return [ways.get(edgeKey(name, target.name)) ?? ""];
      return shownOf(source, first, count).map((from) => curve(source, from, target, map));
    })
    .join("");
}

/** Boxes of the source maps that are shown, for outlining. */
export function sourceBoxes(sources: readonly Sources[], nodes: Nodes): Box[] {
  return sources.flatMap(({ name, first, count }) => {
    const node = nodes.get(name);
    return node ? shownOf(node, first, count).map((map) => mapBox(node, map)) : [];
  });
}

/** Those of `count` maps from `first` on that a node shows. */
function shownOf({ shown }: PlacedNode, first: number, count: number): number[] {
  return Array.from({ length: Math.max(0, Math.min(count, shown - first)) }, (_, i) => first + i);
}

function curve(source: PlacedNode, from: number, target: PlacedNode, to: number): string {
  const start = mapBox(source, from);
  const end = mapBox(target, to);
  const x0 = start.x + start.width;
  const y0 = start.y + start.height / 2;
  const y1 = end.y + end.height / 2;
  const middle = (x0 + end.x) / 2;
  return `M${x0.toFixed(1)} ${y0.toFixed(1)}C${middle.toFixed(1)} ${y0.toFixed(1)} ${middle.toFixed(1)} ${y1.toFixed(1)} ${end.x.toFixed(1)} ${y1.toFixed(1)}`;
}

function band(source: PlacedNode, target: PlacedNode): string {
  const left = source.x + source.width;
  return `M${left} ${source.y}L${target.x} ${target.y}V${bottom(target)}L${left} ${bottom(source)}Z`;
}

function bottom(node: PlacedNode): number {
  return node.y + node.down * node.cellHeight;
}
