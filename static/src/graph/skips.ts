/** Edges that lead over columns in between: each has a track above the network, the longest highest. */
import { edgeKey } from "./lanes.ts";
import type { Graph, LayoutNode } from "./nodes.ts";

export interface Skip {
  source: string;
  target: string;
  /** 0 is the lowest. */
  track: number;
}

/** All edges that neither lead to the next column nor run along their own lane. */
export function skipsOf({ nodes, runs }: Graph): Skip[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const edges = nodes.flatMap((target) =>
    [...new Set(target.inputs)].flatMap((name) => {
      const source = byName.get(name);
      const isSkip = source && target.column - source.column > 1 && !runs.has(edgeKey(name, target.name));
      return isSkip ? [{ source, target }] : [];
    }),
  );
  const length = (edge: { source: LayoutNode; target: LayoutNode }) =>
    edge.target.column - edge.source.column;
  const tracks: { from: number; to: number }[][] = [];
  return edges
    .sort((a, b) => length(a) - length(b) || a.source.column - b.source.column)
    .map(({ source, target }) => {
      const [from, to] = [source.column, target.column];
      // Two may touch where one ends and the next begins.
      let track = 0;
      while (tracks[track]?.some((other) => other.from < to && from < other.to)) track++;
      tracks[track] ??= [];
      tracks[track]?.push({ from, to });
      return { source: source.name, target: target.name, track };
    });
}
