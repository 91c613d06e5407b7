/** Lines between maps, as SVG paths in the overview's coordinates. */
import { type Shapes, type Sources, sourcesOf } from "../graph/connectivity.ts";
import { mapOrigin, type PlacedNode } from "../graph/layout.ts";
import type { LayerDescription } from "../wire/events.ts";
import type { Box } from "./curve.ts";

/** More lines than this between two columns are drawn as one band. */
const MOST_LINES = 600;

/** A faint path between two neighbouring columns: every connection, or a band where they are too many. */
export function linkPath(
  source: PlacedNode,
  target: PlacedNode,
  layer: LayerDescription,
  shapes: Shapes,
): string {
  const lines: string[] = [];
  for (let map = 0; map < target.maps; map++) {
    for (const { name, first, count } of sourcesOf(layer, map, shapes)) {
      if (name !== source.name) continue;
      if (lines.length + count > MOST_LINES) return band(source, target);
      for (let i = 0; i < count; i++) lines.push(curve(source, first + i, target, map));
    }
  }
  return lines.join("");
}

/** The connections of one map to all its sources. */
export function litPath(target: PlacedNode, map: number, sources: Sources[], nodes: Nodes): string {
  return sources
    .flatMap(({ name, first, count }) => {
      const source = nodes.get(name);
      return source ? range(count).map((i) => curve(source, first + i, target, map)) : [];
    })
    .join("");
}

export type Nodes = ReadonlyMap<string, PlacedNode>;

/** The box of one map. */
export function mapBox(node: PlacedNode, map: number): Box {
  return { ...mapOrigin(node, map), width: node.cellWidth, height: node.cellHeight };
}

/** Boxes of the source maps, for outlining. */
export function sourceBoxes(sources: Sources[], nodes: Nodes): Box[] {
  return sources.flatMap(({ name, first, count }) => {
    const node = nodes.get(name);
    return node ? range(count).map((i) => mapBox(node, first + i)) : [];
  });
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

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
