/** Where every layer and every map of a network's overview is drawn, from the graph alone. */
import type { LayerDescription } from "../wire/events.ts";
import { INPUT } from "./connectivity.ts";
import { type Raster, type RasterKind, rasterOf, type Unit, unitUnder } from "./raster.ts";

export interface LayoutNode {
  name: string;
  op: string;
  shape: readonly number[];
  inputs: readonly string[];
  /** Longest path from the input, in layers. */
  column: number;
  /** Place among the branches of its column. */
  row: number;
  maps: number;
  raster: Raster;
}

/** A node with its box; maps lie in a grid of `across` by `down` cells of cellWidth×cellHeight, `pitch` apart. */
export interface PlacedNode extends LayoutNode {
  x: number;
  y: number;
  width: number;
  height: number;
  across: number;
  down: number;
  cellWidth: number;
  cellHeight: number;
}

export interface Layout {
  nodes: PlacedNode[];
  width: number;
  height: number;
}

/** Sizes in CSS pixels; `labelWidth` says how wide a node's header is. */
export interface Space {
  width: number;
  height: number;
  /** Height of headers above and of the legend under each node. */
  above: number;
  below: number;
  labelWidth(node: LayoutNode): number;
}

/** Between maps of a node. */
export const MAP_GAP = 2;
const SMALLEST_GAP = 6;
const WIDEST_GAP = 72;
const LARGEST_MAP = 200;
/** Longer sides of the largest drawing of a map. */
const LARGEST: Record<RasterKind, number> = { unit: 26, signal: 240, map: LARGEST_MAP, clip: 360 };
const SMALLEST_CELL = 5;
const SPARE_ROUNDS = 400;
/** Sizes at which a map, or a unit of a vector, is easily read: spare width goes where most is lacking. */
const READABLE: Record<RasterKind, number> = { unit: 13, signal: 24, map: 64, clip: 32 };

/** Layers (and the input first) in columns by longest path, branches of a column in rows. */
export function graphNodes(layers: readonly LayerDescription[], input: readonly number[]): LayoutNode[] {
  const columns = new Map<string, number>([[INPUT, 0]]);
  const occupied = new Map<number, number>();
  const source = { name: INPUT, op: INPUT, inputs: [], output_shape: [...input] };
  return [source, ...layers].map((layer) => {
    const column = Math.max(-1, ...layer.inputs.map((name) => columns.get(name) ?? 0)) + 1;
    const row = occupied.get(column) ?? 0;
    columns.set(layer.name, column);
    occupied.set(column, row + 1);
    const raster = rasterOf(layer.output_shape);
    return { ...pick(layer), shape: layer.output_shape, column, row, maps: raster.maps, raster };
  });
}

function pick({ name, op, inputs }: { name: string; op: string; inputs: string[] }) {
  return { name, op, inputs };
}

/** Fits the columns into a space: as large as they can be, none narrower than its header. */
export function layOut(nodes: readonly LayoutNode[], space: Space): Layout {
  const columns = Map.groupBy(nodes, (node) => node.column);
  const count = columns.size;
  const widths = headerWidths([...columns.values()], space);
  const heights = [...columns.values()].map((column) => room(column, space));
  const leastGap = preferredGap(count, space.width, space.width - sum(widths));
  const available = space.width - leastGap * (count - 1);
  giveSpare([...columns.values()], widths, heights, available - sum(widths));

  const placed: PlacedNode[] = [];
  const used = [...columns.values()].map((column, i) => columnWidth(column, widths, heights, space, i));
  const gap = Math.min(WIDEST_GAP, Math.max(leastGap, (space.width - sum(used)) / Math.max(1, count - 1)));
  let x = 0;
  [...columns.values()].forEach((column, i) => {
    const slot = space.height / column.length;
    for (const node of column) {
      const grid = bestGrid(node, widths[i] as number, heights[i] as number);
      const width = used[i] as number;
      placed.push({
        ...node,
        ...grid,
        x,
        y: node.row * slot + space.above,
        width,
        height: heights[i] as number,
      });
    }
    x += (used[i] as number) + gap;
  });
  const height = columns.size === placed.length ? lowerToGrids(placed, space) : space.height;
  return { nodes: placed, width: Math.max(0, x - gap), height };
}

/** Where no column branches, all end together right under the tallest: legends stay near their maps. */
function lowerToGrids(nodes: PlacedNode[], space: Space): number {
  const tallest = Math.max(...nodes.map((node) => node.down * (node.cellHeight + MAP_GAP) - MAP_GAP));
  for (const node of nodes) node.height = Math.ceil(tallest);
  return space.above + Math.ceil(tallest) + space.below;
}

/** Top-left corner of a map, in the same coordinates as its node. */
export function mapOrigin(node: PlacedNode, map: number): { x: number; y: number } {
  const gridWidth = node.across * (node.cellWidth + MAP_GAP) - MAP_GAP;
  return {
    x: node.x + (node.width - gridWidth) / 2 + Math.floor(map / node.down) * (node.cellWidth + MAP_GAP),
    y: node.y + (map % node.down) * (node.cellHeight + MAP_GAP),
  };
}

/** Which map and which of its units lies under a point; null between maps. */
export function hit(node: PlacedNode, x: number, y: number): { map: number; unit: Unit } | null {
  const origin = mapOrigin(node, 0);
  const across = Math.floor((x - origin.x) / (node.cellWidth + MAP_GAP));
  const down = Math.floor((y - origin.y) / (node.cellHeight + MAP_GAP));
  const map = across * node.down + down;
  if (across < 0 || across >= node.across || down < 0 || down >= node.down || map >= node.maps) return null;
  const corner = mapOrigin(node, map);
  const unit = unitUnder(node.raster, (y - corner.y) / node.cellHeight, (x - corner.x) / node.cellWidth);
  return unit && { map, unit };
}

/** Room for edges where there are few columns; maps go first where there are many. */
function preferredGap(count: number, width: number, spare: number): number {
  const share = Math.min(width / count / 5, spare / Math.max(1, count - 1) / 2);
  return Math.max(SMALLEST_GAP, Math.min(WIDEST_GAP / 2, share));
}

/** The least width of each column: its widest header, the same for all columns alike. */
function headerWidths(columns: LayoutNode[][], space: Space): number[] {
  const own = columns.map((column) => Math.max(...column.map(space.labelWidth)));
  const widest = new Map<string, number>();
  columns.forEach((column, i) => {
    const key = signature(column);
    widest.set(key, Math.max(widest.get(key) ?? 0, own[i] as number));
  });
  const levelled = columns.map((column) => widest.get(signature(column)) as number);
  return sum(levelled) + SMALLEST_GAP * (columns.length - 1) <= space.width ? levelled : own;
}

function room(column: readonly LayoutNode[], space: Space): number {
  return Math.max(SMALLEST_CELL, space.height / column.length - space.above - space.below);
}

/** Gives leftover width, bit by bit, to the columns whose maps are smallest; equal columns stay equal. */
function giveSpare(columns: LayoutNode[][], widths: number[], heights: number[], spare: number): void {
  const alike = [...Map.groupBy(columns.keys(), (i) => signature(columns[i] as LayoutNode[])).values()];
  let left = spare;
  const step = Math.max(1, spare / SPARE_ROUNDS);
  const done = new Set<number>();
  while (left >= step && done.size < alike.length) {
    const ease = alike.map(([i = 0]) =>
      readability(columns[i] as LayoutNode[], widths[i] as number, heights[i] as number),
    );
    const chosen = indexOfSmallest(ease, done);
    const group = alike[chosen] as number[];
    const first = group[0] as number;
    const most = left / group.length;
    const grown = growth(
      columns[first] as LayoutNode[],
      widths[first] as number,
      heights[first] as number,
      most,
      step,
    );
    if (grown === null) {
      done.add(chosen);
      continue;
    }
    for (const i of group) widths[i] = (widths[i] as number) + grown;
    left -= grown * group.length;
  }
}

/** Columns of one signature hold the same maps, and are drawn alike. */
function signature(column: readonly LayoutNode[]): string {
  return column.map((node) => node.shape.join("×")).join(" | ");
}

/** The least extra width that enlarges a column's maps, or null. A new sub-column needs a leap, not a step. */
function growth(
  column: LayoutNode[],
  width: number,
  height: number,
  most: number,
  step: number,
): number | null {
  const now = readability(column, width, height);
  for (let extra = step; extra <= Math.min(most, LARGEST_MAP); extra += step) {
    if (readability(column, width + extra, height) > now + 1e-4) return extra;
  }
  return null;
}

/** How large a column's smallest maps are, as a share of what reads easily. */
function readability(column: readonly LayoutNode[], width: number, height: number): number {
  const shares = column.map((node) => {
    const { cellWidth, cellHeight } = bestGrid(node, width, height);
    return Math.min(cellWidth, cellHeight) / READABLE[node.raster.kind];
  });
  return Math.min(...shares);
}

function indexOfSmallest(values: readonly number[], without: ReadonlySet<number>): number {
  let best = -1;
  values.forEach((value, i) => {
    if (!without.has(i) && (best < 0 || value < (values[best] as number))) best = i;
  });
  return best;
}

/** What a column takes: its header, or its widest grid. */
function columnWidth(
  column: LayoutNode[],
  widths: number[],
  heights: number[],
  space: Space,
  i: number,
): number {
  const grids = column.map((node) => bestGrid(node, widths[i] as number, heights[i] as number));
  const needed = grids.map((grid) => grid.across * (grid.cellWidth + MAP_GAP) - MAP_GAP);
  return Math.max(...needed, ...column.map(space.labelWidth));
}

/** The grid of sub-columns in which a node's maps are largest. */
function bestGrid(node: LayoutNode, width: number, height: number) {
  const { height: mapHeight, width: mapWidth } = node.raster;
  const longest = Math.max(mapHeight, mapWidth);
  const cap = LARGEST[node.raster.kind];
  let best = { across: 1, down: node.maps, cellWidth: 0, cellHeight: 0 };
  for (let across = 1; across <= node.maps; across++) {
    const down = Math.ceil(node.maps / across);
    const cellWidth = (width + MAP_GAP) / across - MAP_GAP;
    const cellHeight = (height + MAP_GAP) / down - MAP_GAP;
    if (cellWidth < SMALLEST_CELL / 2 && across > 1) break;
    const unit = Math.min(cap / longest, cellWidth / mapWidth, cellHeight / mapHeight);
    if (unit * mapWidth > best.cellWidth + 0.01) {
      best = { across, down, cellWidth: unit * mapWidth, cellHeight: unit * mapHeight };
    }
  }
  const smallest = SMALLEST_CELL / longest;
  return {
    ...best,
    cellWidth: Math.max(best.cellWidth, smallest * mapWidth),
    cellHeight: Math.max(best.cellHeight, smallest * mapHeight),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
