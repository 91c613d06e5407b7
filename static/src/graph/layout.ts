/** Where every layer and every map of a network's overview is drawn, from the graph alone. */
import { bestGrid, type Column, giveSpare, gridWidth } from "./grids.ts";
import { edgeKey } from "./lanes.ts";
import { columnsOf, type Graph, type LayoutNode } from "./nodes.ts";
import { gridBox, type PlacedNode } from "./placed.ts";
import { shownMaps, type Wish, widthToRead } from "./shown.ts";
import { type Skip, skipsOf } from "./skips.ts";

export interface Layout {
  /** The input, then the layers in execution order. */
  nodes: PlacedNode[];
  skips: Skip[];
  /** Edges that run along their source's lane: "source target". */
  runs: ReadonlySet<string>;
  /** The strip and, below it, tracks of skips: above all nodes, each of TRACK pixels. */
  tracksHeight: number;
  width: number;
  height: number;
  /** Of headers above each node, as given. */
  above: number;
  below: number;
}

/** Sizes in CSS pixels; `labelWidth` says how wide a node's header is. */
export interface Space {
  width: number;
  height: number;
  /** Height of headers above and of the legend under each node. */
  above: number;
  below: number;
  labelWidth(node: LayoutNode): number;
  /** Height to leave free above everything. */
  strip?: number;
  /** Nodes that show all their maps, however many. */
  opened?: ReadonlySet<string>;
}

export const TRACK = 9;
/** Between the lowest track and the headers, for arrow heads. */
export const TRACKS_FOOT = 8;
const SMALLEST_GAP = 6;
const WIDEST_GAP = 72;
/** Where edges turn from one lane to another. */
const TURNING_GAP = 30;
/** The least height of a lane's maps; more lanes than fit make the network higher than its space. */
const LEAST_ROOM = 48;

/** Fits the columns into a space: as large as they can be, none narrower than its header. */
export function layOut(graph: Graph, space: Space): Layout {
  const skips = skipsOf(graph);
  const tracks = Math.max(0, ...skips.map(({ track }) => track + 1));
  const tracksHeight = (space.strip ?? 0) + (tracks && tracks * TRACK + TRACKS_FOOT);
  const rows = graph.lanesAt.map((lanes) => rowHeight(lanes, space, tracksHeight));
  const nodesByColumn = columnsOf(graph.nodes);
  const columns = nodesByColumn.map((nodes, i) => columnOf(nodes, rows[i] as number, graph, space));
  const turning = turningGaps(graph);
  const widths = leastWidths(nodesByColumn, columns, graph, space);
  const leastGap = preferredGap(columns.length, space.width, space.width - sum(widths));
  const least = columns.map((_, i) => (turning.has(i) ? Math.max(TURNING_GAP, leastGap) : leastGap));
  giveSpare(columns, widths, space.width - sum(least.slice(0, -1)) - sum(widths));

  const used = columns.map((column, i) =>
    usedWidth(column, nodesByColumn[i] ?? [], widths[i] as number, space),
  );
  const spareGap = (space.width - sum(used) - sum(least.slice(0, -1))) / Math.max(1, columns.length - 1);
  const gaps = least.map((gap) => Math.min(Math.max(WIDEST_GAP, gap), gap + Math.max(0, spareGap)));
  const placed = new Map<string, PlacedNode>();
  let x = 0;
  nodesByColumn.forEach((nodes, i) => {
    const column = columns[i] as Column;
    nodes.forEach((node, j) => {
      const maps = column.entries[j] as Column["entries"][number];
      const y = tracksHeight + node.lane * (rows[i] as number) + space.above;
      const grid = bestGrid(maps, widths[i] as number, column.height);
      const box = { x, y, width: used[i] as number, height: column.height };
      placed.set(node.name, { ...node, shown: maps.shown, ...grid, ...box });
    });
    x += (used[i] as number) + (gaps[i] as number);
  });
  const nodes = graph.nodes.map(({ name }) => placed.get(name) as PlacedNode);
  lowerToGrids(nodes, graph);
  const height = Math.max(...nodes.map((node) => node.y + node.height)) + space.below;
  const { above, below } = space;
  const width = Math.max(0, x - (gaps.at(-1) ?? 0));
  return { nodes, skips, runs: graph.runs, tracksHeight, width, height, above, below };
}

function rowHeight(lanes: number, { height, above, below }: Space, tracksHeight: number): number {
  return Math.max((height - tracksHeight) / lanes, above + LEAST_ROOM + below);
}

function columnOf(nodes: readonly LayoutNode[], row: number, graph: Graph, space: Space): Column {
  const height = row - space.above - space.below;
  const entries = nodes.map((node) => ({
    raster: node.raster,
    shown: shownMaps(node, height, wishOf(node, graph, space)),
  }));
  const shapes = nodes.map((node, i) => `${node.shape.join("×")} ${entries[i]?.shown}`);
  return { entries, height, signature: `${Math.round(row)}: ${shapes.join(" | ")}` };
}

const wishOf = ({ name }: LayoutNode, { crowded }: Graph, { opened }: Space): Wish => ({
  crowded,
  opened: opened?.has(name) ?? false,
});

/** Columns behind which an edge turns to another lane, or to a track and back. */
function turningGaps({ nodes, runs }: Graph): Set<number> {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const turning = new Set<number>();
  for (const target of nodes) {
    for (const name of target.inputs) {
      const source = byName.get(name);
      if (!source || source.lane === target.lane) continue;
      turning.add(target.column - 1);
      if (!runs.has(edgeKey(name, target.name))) turning.add(source.column);
    }
  }
  return turning;
}

/** Within a lane of equally many beside it, all end together right under the tallest: legends stay near their maps. */
function lowerToGrids(nodes: readonly PlacedNode[], { lanesAt }: Graph): void {
  const groups = Map.groupBy(nodes, ({ column, lane }) => `${lanesAt[column]} ${lane}`);
  for (const group of groups.values()) {
    const tallest = Math.ceil(Math.max(...group.map((node) => gridBox(node).height)));
    for (const node of group) node.height = tallest;
  }
}

/** Room for edges where there are few columns; maps go first where there are many. */
function preferredGap(count: number, width: number, spare: number): number {
  const share = Math.min(width / count / 5, spare / Math.max(1, count - 1) / 2);
  return Math.max(SMALLEST_GAP, Math.min(WIDEST_GAP / 2, share));
}

/** The least width of each column: its widest header, the same for all columns alike; or what its maps need. */
function leastWidths(
  nodes: readonly LayoutNode[][],
  columns: readonly Column[],
  graph: Graph,
  space: Space,
): number[] {
  const own = columns.map(({ entries, height }, i) => {
    const widths = (nodes[i] ?? []).map((node, j) => {
      const needed = widthToRead(node, entries[j]?.shown ?? 1, height, wishOf(node, graph, space));
      return Math.max(space.labelWidth(node), needed);
    });
    return Math.max(...widths);
  });
  const widest = new Map<string, number>();
  columns.forEach(({ signature }, i) => {
    widest.set(signature, Math.max(widest.get(signature) ?? 0, own[i] as number));
  });
  const levelled = columns.map(({ signature }) => widest.get(signature) as number);
  return sum(levelled) + SMALLEST_GAP * (columns.length - 1) <= space.width ? levelled : own;
}

/** What a column takes: its header, or its widest grid. */
function usedWidth(column: Column, nodes: readonly LayoutNode[], width: number, space: Space): number {
  return Math.max(gridWidth(column, width), ...nodes.map(space.labelWidth));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
