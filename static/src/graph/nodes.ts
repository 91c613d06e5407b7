/** The layers of a network as nodes of its overview: where each stands in the graph, and what its maps are. */
import type { LayerDescription } from "../wire/events.ts";
import { INPUT } from "./connectivity.ts";
import { type Arrangement, arrange, type Place } from "./lanes.ts";
import { type Raster, rasterOf } from "./raster.ts";

export interface LayoutNode extends Place {
  name: string;
  op: string;
  shape: readonly number[];
  inputs: readonly string[];
  maps: number;
  raster: Raster;
}

export interface Graph extends Pick<Arrangement, "runs" | "lanesAt"> {
  /** The input, then the layers in execution order. */
  nodes: readonly LayoutNode[];
  /** Whether there are too many layers, or maps in one, to draw all maps of each. */
  crowded: boolean;
}

const MANY_LAYERS = 40;
const MANY_MAPS = 256;

/** The graph of a network that reads an input of this shape. */
export function graphOf(layers: readonly LayerDescription[], input: readonly number[]): Graph {
  const source = { name: INPUT, op: INPUT, inputs: [] as string[], output_shape: [...input] };
  const all = [source, ...layers];
  const { places, runs, lanesAt } = arrange(all);
  const nodes = all.map(({ name, op, inputs, output_shape }): LayoutNode => {
    const raster = rasterOf(output_shape);
    const place = places.get(name) as Place;
    return { name, op, inputs, shape: output_shape, ...place, maps: raster.maps, raster };
  });
  const isLarge = nodes.some(({ raster, maps }) => raster.kind !== "unit" && maps > MANY_MAPS);
  return { nodes, runs, lanesAt, crowded: isLarge || nodes.length > MANY_LAYERS };
}

/** Nodes column by column, lanes in order. */
export function columnsOf(nodes: readonly LayoutNode[]): LayoutNode[][] {
  const columns: LayoutNode[][] = [];
  for (const node of nodes) {
    columns[node.column] ??= [];
    columns[node.column]?.push(node);
  }
  return columns.map((column) => column.sort((a, b) => a.lane - b.lane));
}
