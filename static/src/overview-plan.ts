/** How a network's overview is arranged in the room there is: the plan that is drawn and pointed at. */
import type { Nodes } from "./draw/edges.ts";
import { headerWidth, type Measure, shortened } from "./draw/measure.ts";
import { OverviewEdges } from "./draw/overview-edges.ts";
import { ABOVE, BELOW, MORE_LINE, OPERATIONS_LINE } from "./elements/overview-node.ts";
import { type Block, blocksOf, closedBlocks } from "./graph/blocks.ts";
import { INPUT, type Shapes, shapesOf } from "./graph/connectivity.ts";
import { type Frame, framesOf, STRIP } from "./graph/frames.ts";
import { type Layout, layOut } from "./graph/layout.ts";
import { type Graph, graphOf, kindOf, titleOf } from "./graph/nodes.ts";
import type { Box, PlacedNode } from "./graph/placed.ts";
import type { LayerDescription } from "./wire/events.ts";

/** So much on both sides of the view is ready at least, and at first: shares of its width. */
const LEAST_READY = 0.15;
const MADE_READY = 0.6;

export interface Plan {
  graph: Graph;
  layout: Layout;
  nodes: Nodes;
  shapes: Shapes;
  edges: OverviewEdges;
  /** Each node's title as far as there is room for it. */
  names: ReadonlyMap<string, string>;
  /** Whether there is room for a line with each node's operation. */
  namesOperations: boolean;
  /** Around the network's blocks, open and closed ones. */
  frames: readonly Frame[];
  closed: readonly Block[];
  /** The input and all layers in execution order, those in closed blocks among them. */
  steps: readonly string[];
}

/** What a plan is made of: a network, and what the person asked to see of it. */
export interface Planned {
  layers: readonly LayerDescription[];
  inputShape: readonly number[];
  /** Nodes that show all their maps, however many. */
  opened: ReadonlySet<string>;
  /** Blocks that are not open, or closed, as they are at first. */
  toggled: readonly string[];
}

/** Arranges a network. */
export function planOf(
  { layers, inputShape, opened, toggled }: Planned,
  size: { width: number; height: number },
  measure: Measure,
): Plan {
  const blocks = blocksOf(layers);
  const closed = closedBlocks(layers, toggled);
  const graph = graphOf(layers, inputShape, closed);
  const blockOf = new Map(blocks.flatMap((block) => block.members.map((name) => [name, block] as const)));
  const titles = new Map(graph.nodes.map((node) => [node.name, titleOf(node, blockOf.get(node.name))]));
  const below = BELOW + (graph.crowded ? MORE_LINE : 0);
  const space = {
    ...size,
    below,
    labelWidth: headerWidth(measure, graph, titles),
    opened,
    strip: blocks.length && STRIP,
  };
  const spacious = layOut(graph, { ...space, above: ABOVE + OPERATIONS_LINE });
  const namesOperations =
    !graph.crowded && spacious.nodes.every((node) => measure(kindOf(node)) <= node.width);
  const layout = namesOperations ? spacious : layOut(graph, { ...space, above: ABOVE });
  const shapes = shapesOf(layers, inputShape);
  return {
    graph,
    layout,
    shapes,
    namesOperations,
    nodes: new Map(layout.nodes.map((node) => [node.name, node])),
    names: new Map(
      layout.nodes.map(({ name, width }) => [name, shortened(titles.get(name) ?? name, width, measure)]),
    ),
    frames: framesOf(layout, blocks),
    closed,
    steps: [INPUT, ...layers.map(({ name }) => name)],
    edges: new OverviewEdges(layout, layers, shapes, graph.crowded),
  };
}

/** The name of the node that shows a layer: its own, or that of the closed block it is in. */
export function nodeOf({ nodes, closed }: Plan, layer: string): string {
  if (nodes.has(layer)) return layer;
  const block = closed.find(({ members }) => members.includes(layer));
  return block?.members.find((name) => nodes.has(name)) ?? layer;
}

/** The nodes to keep in the page: all, or of a crowded network those in and near the view. */
export function nodesToKeep(plan: Plan, view: Box, kept: readonly PlacedNode[]): readonly PlacedNode[] {
  if (!plan.graph.crowded) return plan.layout.nodes;
  const isKept = new Set(kept);
  // Several at a time: each change draws all of them anew.
  if (nodesNear(plan, view, LEAST_READY).every((node) => isKept.has(node))) return kept;
  return nodesNear(plan, view, MADE_READY);
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
