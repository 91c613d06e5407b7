/** The ways of edges between nodes: through the gaps between columns, along lanes kept free, over the top. */
import { edgeKey } from "./lanes.ts";
import { type Layout, TRACK, TRACKS_FOOT } from "./layout.ts";
import { type Box, gridBox, type PlacedNode } from "./placed.ts";

export interface Point {
  x: number;
  y: number;
}

/** "link": to the next layer of the chain. "branch": where chains part or meet. "skip": over layers in between. */
export type RouteKind = "link" | "branch" | "skip";

export interface Route {
  source: string;
  target: string;
  kind: RouteKind;
  /** Corners of the way, from the source's edge to the target's. */
  points: readonly Point[];
}

/** Edges that leave or reach a node at its top stand apart by this. */
const APART = 6;
const CORNER = 8;

/** The way of every edge of a layout, target by target. */
export function routesOf(layout: Layout): Route[] {
  const nodes = new Map(layout.nodes.map((node) => [node.name, node]));
  const consumers = new Map<string, number>();
  for (const { inputs } of layout.nodes) {
    for (const name of new Set(inputs)) consumers.set(name, (consumers.get(name) ?? 0) + 1);
  }
  const tracks = new Map(layout.skips.map((skip) => [edgeKey(skip.source, skip.target), skip.track]));
  const grid = new Gaps(layout.nodes);
  return layout.nodes.flatMap((target) =>
    [...new Set(target.inputs)].flatMap((name): Route[] => {
      const source = nodes.get(name);
      if (!source || source.column >= target.column) return [];
      const track = tracks.get(edgeKey(name, target.name));
      const parts = target.inputs.length > 1 || (consumers.get(name) ?? 0) > 1;
      const kind = track !== undefined ? "skip" : parts || source.lane !== target.lane ? "branch" : "link";
      return [{ source: name, target: target.name, kind, points: way(source, target, track, grid, layout) }];
    }),
  );
}

/** An SVG path along a way: an S where it slants, rounded corners where it turns. */
export function pathOf({ points }: Pick<Route, "points">): string {
  const [first] = points as [Point];
  return points.slice(1).reduce(
    (path, point, i) => {
      const before = points[i] as Point;
      const next = points[i + 2];
      if (slants(before, point)) {
        const middle = (before.x + point.x) / 2;
        return `${path}C${at({ x: middle, y: before.y })} ${at({ x: middle, y: point.y })} ${at(point)}`;
      }
      if (!next || !turns(before, point, next)) return `${path}L${at(point)}`;
      return `${path}L${at(towards(point, before))}Q${at(point)} ${at(towards(point, next))}`;
    },
    `M${at(first)}`,
  );
}

const slants = (a: Point, b: Point): boolean => a.x !== b.x && a.y !== b.y;

/** Whether a way goes round a right corner. */
const turns = (a: Point, b: Point, c: Point): boolean => !slants(b, c) && (a.x === b.x) !== (b.x === c.x);

const at = ({ x, y }: Point): string => `${x.toFixed(1)} ${y.toFixed(1)}`;

/** A point a corner's radius (or half of the way) from a corner. */
function towards(corner: Point, other: Point): Point {
  const length = Math.hypot(other.x - corner.x, other.y - corner.y);
  const share = length === 0 ? 0 : Math.min(CORNER, length / 2) / length;
  return { x: corner.x + (other.x - corner.x) * share, y: corner.y + (other.y - corner.y) * share };
}

function way(
  source: PlacedNode,
  target: PlacedNode,
  track: number | undefined,
  gaps: Gaps,
  layout: Layout,
): Point[] {
  const out = outOf(source);
  const into = intoOf(target);
  if (track === undefined) {
    // Along its own lane, which is free, up to the gap before the target.
    const before = target.column - 1;
    return [out, { x: gaps.start(before), y: out.y }, { x: gaps.end(before), y: into.y }, into];
  }
  const y = layout.tracksHeight - TRACKS_FOOT - (track + 0.5) * TRACK;
  return [...upTo(source, y, gaps, layout), ...downTo(target, y, gaps, layout)];
}

/** From a node to a track: from its top, or, where other lanes lie above it, through the gap behind it. */
function upTo(source: PlacedNode, y: number, gaps: Gaps, { above }: Layout): Point[] {
  const x = middle(source) + APART;
  if (source.lane === 0)
    return [
      { x, y: source.y - above },
      { x, y },
    ];
  const out = outOf(source);
  const gap = gaps.middle(source.column);
  return [out, { x: gap, y: out.y }, { x: gap, y }];
}

/** From a track to a node: to its top, or through the gap before it. */
function downTo(target: PlacedNode, y: number, gaps: Gaps, { above }: Layout): Point[] {
  const x = middle(target) - APART;
  if (target.lane === 0)
    return [
      { x, y },
      { x, y: target.y - above },
    ];
  const into = intoOf(target);
  const gap = gaps.middle(target.column - 1);
  return [{ x: gap, y }, { x: gap, y: into.y }, into];
}

/** Where edges leave a node, and where they reach it: at the middle of its maps' sides. */
function outOf(node: PlacedNode): Point {
  const grid = gridBox(node);
  return { x: grid.x + grid.width, y: heightOf(node, grid) };
}

function intoOf(node: PlacedNode): Point {
  const grid = gridBox(node);
  return { x: grid.x, y: heightOf(node, grid) };
}

/** The middle of the lane, so that a chain's edges are straight; of the maps alone where they do not reach that far. */
function heightOf(node: PlacedNode, grid: Box): number {
  return node.y + (grid.height > node.height / 2 ? node.height : grid.height) / 2;
}

const middle = ({ x, width }: PlacedNode): number => x + width / 2;

/** The gaps behind columns, free of nodes from top to bottom. */
class Gaps {
  readonly #starts = new Map<number, number>();
  readonly #ends = new Map<number, number>();

  constructor(nodes: readonly PlacedNode[]) {
    for (const { column, x, width } of nodes) {
      this.#starts.set(column, Math.max(this.#starts.get(column) ?? 0, x + width));
      this.#ends.set(column - 1, x);
    }
  }

  start(column: number): number {
    return this.#starts.get(column) ?? 0;
  }

  end(column: number): number {
    return this.#ends.get(column) ?? this.start(column);
  }

  middle(column: number): number {
    return (this.start(column) + this.end(column)) / 2;
  }
}
