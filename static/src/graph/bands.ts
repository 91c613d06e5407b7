/** Neighbouring columns of equal shape share one label: "16×32²" stands once over conv1 … relu2. */
import { formatShape } from "../format.ts";
import type { LayoutNode } from "./nodes.ts";
import type { PlacedNode } from "./placed.ts";

export interface Band<Node extends LayoutNode = PlacedNode> {
  label: string;
  nodes: Node[];
}

/** Longer bands are cut into equal parts: else their label is out of sight where a part of them is in view. */
const LONGEST = 8;

/** Bands in order of their first nodes: runs of nodes next to each other in one lane. */
export function shapeBands<Node extends LayoutNode>(nodes: readonly Node[]): Band<Node>[] {
  return runsOf(nodes).flatMap(({ label, nodes: run }) => {
    const parts = Math.ceil(run.length / LONGEST);
    const length = Math.ceil(run.length / parts);
    return Array.from({ length: parts }, (_, i) => ({
      label,
      nodes: run.slice(i * length, (i + 1) * length),
    }));
  });
}

/** Nodes whose shape label stands over them alone, and so needs room there. */
export function alone(nodes: readonly LayoutNode[]): Set<string> {
  return new Set(
    runsOf(nodes).flatMap(({ nodes: [first, ...others] }) => (first && !others.length ? [first.name] : [])),
  );
}

function runsOf<Node extends LayoutNode>(nodes: readonly Node[]): Band<Node>[] {
  const runs: Band<Node>[] = [];
  const lastOf = new Map<number, Band<Node>>();
  for (const node of nodes) {
    const label = formatShape(node.shape, true);
    const run = lastOf.get(node.lane);
    if (run?.label === label && run.nodes.at(-1)?.column === node.column - 1) run.nodes.push(node);
    else {
      const begun = { label, nodes: [node] };
      runs.push(begun);
      lastOf.set(node.lane, begun);
    }
  }
  return runs;
}
