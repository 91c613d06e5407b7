/** The overview's edges at rest, as SVG: threads between the maps of neighbours, and a line wherever chains part. */
import { svg } from "lit";
import type { Shapes } from "../graph/connectivity.ts";
import { edgeKey } from "../graph/lanes.ts";
import type { Layout } from "../graph/layout.ts";
import { pathOf, type Route, routesOf } from "../graph/routes.ts";
import type { LayerDescription } from "../wire/events.ts";
import { linkPath, type Nodes } from "./edges.ts";

/** Gaps at least this wide show all connections; in narrower ones they would be a blur. */
const THREADS_FROM_GAP = 10;

interface Edge extends Route {
  path: string;
  /** The connections of all maps; "" where the line alone is drawn. */
  threads: string;
}

export class OverviewEdges {
  readonly #edges: readonly Edge[];
  readonly #crowded: boolean;
  /** Paths by `edgeKey`. */
  readonly ways: ReadonlyMap<string, string>;

  constructor(layout: Layout, layers: readonly LayerDescription[], shapes: Shapes, crowded: boolean) {
    this.#crowded = crowded;
    const nodes: Nodes = new Map(layout.nodes.map((node) => [node.name, node]));
    const descriptions = new Map(layers.map((layer) => [layer.name, layer]));
    this.#edges = routesOf(layout).map((route) => ({
      ...route,
      path: pathOf(route),
      threads: crowded ? "" : threadsOf(route, nodes, descriptions.get(route.target), shapes),
    }));
    this.ways = new Map(this.#edges.map((edge) => [edgeKey(edge.source, edge.target), edge.path]));
  }

  /** The edges that reach into a stretch of the overview, from `left` to `right`. */
  draw(left: number, right: number) {
    return this.#edges.filter((edge) => reaches(edge, left, right)).map((edge) => this.#drawn(edge));
  }

  /** A chain's own links are lines only where there are no threads for anything. */
  #drawn({ kind, path, threads }: Edge) {
    const line = kind !== "link" || this.#crowded;
    return svg`
      ${threads ? svg`<path class=${threads.endsWith("Z") ? "sheet" : "threads"} d=${threads} />` : ""}
      ${line ? svg`<path class=${kind} d=${path} marker-end=${kind === "link" ? "none" : "url(#arrow)"} />` : ""}
    `;
  }
}

function threadsOf(route: Route, nodes: Nodes, layer: LayerDescription | undefined, shapes: Shapes): string {
  const source = nodes.get(route.source);
  const target = nodes.get(route.target);
  if (!source || !target || !layer || target.column - source.column !== 1) return "";
  if (target.x - source.x - source.width < THREADS_FROM_GAP) return "";
  return linkPath(source, target, layer, shapes);
}

function reaches({ points }: Route, left: number, right: number): boolean {
  const first = points[0]?.x ?? 0;
  const last = points.at(-1)?.x ?? 0;
  return last >= left && first <= right;
}

/** The head of an edge, to be placed inside an SVG's <defs>. */
export const arrowHead = svg`
  <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" markerUnits="userSpaceOnUse" orient="auto">
    <path class="head" d="M0 0.5L8 4L0 7.5Z" />
  </marker>
`;
