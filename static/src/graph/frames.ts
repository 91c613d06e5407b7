/** The frames around blocks: over all lanes, from the strip with their names down to the legends. */
import type { Block } from "./blocks.ts";
import type { Layout } from "./layout.ts";
import type { Box, PlacedNode } from "./placed.ts";

export interface Frame extends Box {
  block: Block;
  closed: boolean;
}

/** Between a frame and what is in it. */
const MARGIN = 2;

/** Height of the strip above all headers in which blocks are named. */
export const STRIP = 26;

/** A frame for each block whose columns no other layer stands in. */
export function framesOf(
  { nodes, height }: Pick<Layout, "nodes" | "height">,
  blocks: readonly Block[],
): Frame[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  return blocks.flatMap((block): Frame[] => {
    const inside = block.members.flatMap((name) => byName.get(name) ?? []);
    if (!inside.length || !isApart(inside, nodes)) return [];
    const left = Math.min(...inside.map(({ x }) => x)) - MARGIN;
    const right = Math.max(...inside.map(({ x, width }) => x + width)) + MARGIN;
    const closed = inside.some((node) => node.block === block);
    return [{ block, closed, x: left, y: 0, width: right - left, height }];
  });
}

function isApart(inside: readonly PlacedNode[], nodes: readonly PlacedNode[]): boolean {
  const own = new Set(inside);
  const columns = inside.map(({ column }) => column);
  const [first, last] = [Math.min(...columns), Math.max(...columns)];
  return nodes.every((node) => own.has(node) || node.column < first || node.column > last);
}
