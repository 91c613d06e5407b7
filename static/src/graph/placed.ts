/** A node in its place in the overview, and the places of its maps. Coordinates in CSS pixels. */
import type { LayoutNode } from "./nodes.ts";
import { type Unit, unitUnder } from "./raster.ts";

/** A node with its box; the maps shown lie in a grid of `across` by `down` cells, filled column by column. */
export interface PlacedNode extends LayoutNode {
  /** How many of its maps are drawn, the first ones. */
  shown: number;
  x: number;
  y: number;
  width: number;
  height: number;
  across: number;
  down: number;
  cellWidth: number;
  cellHeight: number;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Between maps of a node. */
export const MAP_GAP = 2;

/** Top-left corner of a map, in the same coordinates as its node. */
export function mapOrigin(node: PlacedNode, map: number): { x: number; y: number } {
  const grid = gridBox(node);
  return {
    x: grid.x + Math.floor(map / node.down) * (node.cellWidth + MAP_GAP),
    y: grid.y + (map % node.down) * (node.cellHeight + MAP_GAP),
  };
}

/** The box of one map. */
export function mapBox(node: PlacedNode, map: number): Box {
  return { ...mapOrigin(node, map), width: node.cellWidth, height: node.cellHeight };
}

/** The box around all maps shown. */
export function gridBox({ x, y, width: outer, across, down, cellWidth, cellHeight }: PlacedNode): Box {
  const width = across * (cellWidth + MAP_GAP) - MAP_GAP;
  return { x: x + (outer - width) / 2, y, width, height: down * (cellHeight + MAP_GAP) - MAP_GAP };
}

/** Which map and which of its units lies under a point; null between maps. */
export function hit(node: PlacedNode, x: number, y: number): { map: number; unit: Unit } | null {
  const origin = mapOrigin(node, 0);
  const across = Math.floor((x - origin.x) / (node.cellWidth + MAP_GAP));
  const down = Math.floor((y - origin.y) / (node.cellHeight + MAP_GAP));
  const map = across * node.down + down;
  if (across < 0 || across >= node.across || down < 0 || down >= node.down || map >= node.shown) return null;
  const corner = mapOrigin(node, map);
  const unit = unitUnder(node.raster, (y - corner.y) / node.cellHeight, (x - corner.x) / node.cellWidth);
  return unit && { map, unit };
}
