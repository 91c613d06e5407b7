/** How a network's overview is arranged in the room there is: the plan that is drawn and pointed at. */
import type { Nodes } from "./draw/edges.ts";
import { headerWidth, type Measure, shortened } from "./draw/measure.ts";
import { OverviewEdges } from "./draw/overview-edges.ts";
import { ABOVE, BELOW, MORE_LINE, OPERATIONS_LINE } from "./elements/overview-node.ts";
import { type Shapes, shapesOf } from "./graph/connectivity.ts";
import { type Layout, layOut } from "./graph/layout.ts";
import { type Graph, graphOf } from "./graph/nodes.ts";
import type { PlacedNode } from "./graph/placed.ts";
import type { LayerDescription } from "./wire/events.ts";

export interface Plan {
  graph: Graph;
  layout: Layout;
  nodes: Nodes;
  shapes: Shapes;
  edges: OverviewEdges;
  /** Each node's name as far as there is room for it. */
  names: ReadonlyMap<string, string>;
  /** Whether there is room for a line with each node's operation. */
  namesOperations: boolean;
}

/** What a plan is made of: a network, and what the person asked to see of it. */
export interface Planned {
  layers: readonly LayerDescription[];
  inputShape: readonly number[];
  /** Nodes that show all their maps, however many. */
  opened: ReadonlySet<string>;
}

/** Arranges a network; `before`, a plan of the same network, saves finding its graph again. */
export function planOf(
  { layers, inputShape, opened }: Planned,
  size: { width: number; height: number },
  measure: Measure,
  before: Plan | null,
): Plan {
  const graph = before?.graph ?? graphOf(layers, inputShape);
  const below = BELOW + (graph.crowded ? MORE_LINE : 0);
  const space = { ...size, below, labelWidth: headerWidth(measure, graph), opened };
  const spacious = layOut(graph, { ...space, above: ABOVE + OPERATIONS_LINE });
  const namesOperations = !graph.crowded && spacious.nodes.every((node) => measure(node.op) <= node.width);
  const layout = namesOperations ? spacious : layOut(graph, { ...space, above: ABOVE });
  const shapes = shapesOf(layers, inputShape);
  return {
    graph,
    layout,
    shapes,
    namesOperations,
    nodes: new Map(layout.nodes.map((node) => [node.name, node])),
    names: new Map(layout.nodes.map(({ name, width }) => [name, shortened(name, width, measure)])),
    edges: new OverviewEdges(layout, layers, shapes, graph.crowded),
  };
}

/** The nodes in a stretch of the overview, reaching `margin` of its width beyond both its ends. */
export function nodesNear(
  { layout }: Plan,
  view: { x: number; width: number },
  margin: number,
): PlacedNode[] {
  const reach = margin * view.width;
  return layout.nodes.filter(
    ({ x, width }) => x + width >= view.x - reach && x <= view.x + view.width + reach,
  );
}
