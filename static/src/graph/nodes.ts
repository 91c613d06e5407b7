/** The layers of a network as nodes of its overview: where each stands in the graph, and what its maps are. */
import type { LayerDescription } from "../wire/events.ts";
import type { Block } from "./blocks.ts";
import { INPUT } from "./connectivity.ts";
import { contracted } from "./contracted.ts";
import { type Arrangement, arrange, type Place } from "./lanes.ts";
import { type Raster, rasterOf } from "./raster.ts";

export interface LayoutNode extends Place {
  name: string;
  op: string;
  shape: readonly number[];
  inputs: readonly string[];
  maps: number;
  raster: Raster;
  /** Given where the node stands for all layers of a closed block; it is called as the last of them. */
  block: Block | null;
}

export interface Graph extends Pick<Arrangement, "runs" | "lanesAt"> {
  /** The input, then the layers in execution order. */
  nodes: readonly LayoutNode[];
  /** Whether there are too many layers, or maps in one, to draw all maps of each. */
  crowded: boolean;
}

const MANY_LAYERS = 40;
const MANY_MAPS = 256;

/** The graph of a network that reads an input of this shape, with a node for each closed block. */
export function graphOf(
  layers: readonly LayerDescription[],
  input: readonly number[],
  closed: readonly Block[] = [],
): Graph {
  const source = { name: INPUT, op: INPUT, inputs: [] as string[], output_shape: [...input], block: null };
  const all = [source, ...contracted(layers, closed)];
  const { places, runs, lanesAt } = arrange(all);
  const nodes = all.map(({ name, op, inputs, output_shape, block }): LayoutNode => {
    const raster = rasterOf(output_shape);
    const place = places.get(name) as Place;
    return { name, op, inputs, shape: output_shape, ...place, maps: raster.maps, raster, block };
  });
  return { nodes, runs, lanesAt, crowded: isCrowded(layers) };
}

function isCrowded(layers: readonly LayerDescription[]): boolean {
  const rasters = layers.map(({ output_shape }) => rasterOf(output_shape));
  const isLarge = rasters.some(({ kind, maps }) => kind !== "unit" && maps > MANY_MAPS);
  return isLarge || layers.length >= MANY_LAYERS;
}

/** What a node is called: by itself, or inside an open block. */
export function titleOf({ block, name }: LayoutNode, within?: Block): string {
  if (block) return block.name;
  // What a block's name says already is not said again under it.
  const prefix = `${within?.name}/`;
  return within && name.startsWith(prefix) ? name.slice(prefix.length) : name;
}

/** What a node is: its operation, or how many layers are closed in it. */
export const kindOf = ({ block, op }: LayoutNode): string => (block ? `${block.members.length} layers` : op);

/** Nodes column by column, lanes in order. */
export function columnsOf(nodes: readonly LayoutNode[]): LayoutNode[][] {
  const columns: LayoutNode[][] = [];
  for (const node of nodes) {
    columns[node.column] ??= [];
    columns[node.column]?.push(node);
  }
  return columns.map((column) => column.sort((a, b) => a.lane - b.lane));
}
