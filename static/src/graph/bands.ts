/** Neighbouring columns of equal shape share one label: "16×32²" stands once over conv1 … relu2. */
import { formatShape } from "../format.ts";
import type { LayoutNode, PlacedNode } from "./layout.ts";

export interface Band {
  label: string;
  nodes: PlacedNode[];
}

/** Bands in order; nodes that share their column with a branch keep a band of their own. */
export function shapeBands(nodes: readonly PlacedNode[]): Band[] {
  const alone = columnsWithOneNode(nodes);
  const bands: Band[] = [];
  for (const node of nodes) {
    const label = formatShape(node.shape, true);
    const last = bands[bands.length - 1];
    const previous = last?.nodes[last.nodes.length - 1];
    const joins = previous && last?.label === label && alone.has(node.column) && alone.has(previous.column);
    if (joins) last.nodes.push(node);
    else bands.push({ label, nodes: [node] });
  }
  return bands;
}

/** Whether a node's shape label stands over it alone, and so needs room there. */
export function standsAlone(node: LayoutNode, nodes: readonly LayoutNode[]): boolean {
  const index = nodes.indexOf(node);
  const label = formatShape(node.shape);
  const sameAs = (other: LayoutNode | undefined) => other !== undefined && formatShape(other.shape) === label;
  return !sameAs(nodes[index - 1]) && !sameAs(nodes[index + 1]);
}

function columnsWithOneNode(nodes: readonly LayoutNode[]): Set<number> {
  const counts = new Map<number, number>();
  for (const { column } of nodes) counts.set(column, (counts.get(column) ?? 0) + 1);
  return new Set([...counts].filter(([, count]) => count === 1).map(([column]) => column));
}
