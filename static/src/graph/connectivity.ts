/** Which maps of its inputs a map of a layer is computed from. */
import type { LayerDescription } from "../wire/events.ts";
import { sizeOf } from "../wire/tensor.ts";

/** Maps `first` … `first + count − 1` of the layer (or input) called `name`. */
export interface Sources {
  name: string;
  first: number;
  count: number;
}

export type Shapes = ReadonlyMap<string, readonly number[]>;
type Rule = (layer: LayerDescription, map: number, input: readonly number[], before: number) => Span | null;
type Span = readonly [first: number, count: number];

const all: Rule = (_layer, _map, input) => [0, input[0] ?? 0];
const same: Rule = (_layer, map) => [map, 1];

/** A convolution reads all channels of its group. */
const group: Rule = (layer, map, input) => {
  const groups = layer.groups ?? 1;
  const perGroup = (input[0] ?? 0) / groups;
  const outputs = (layer.output_shape[0] ?? 1) / groups;
  return [Math.floor(map / outputs) * perGroup, perGroup];
};

/** A flattened value comes from one channel. */
const flattened: Rule = (_layer, unit, input) => [Math.floor(unit / sizeOf(input.slice(1))), 1];

/** A concatenation's map belongs to one of its inputs; `before` maps come from those ahead. */
const stacked: Rule = (_layer, map, input, before) => {
  const own = map - before;
  return own >= 0 && own < (input[0] ?? 0) ? [own, 1] : null;
};

/** Operations that do not work map by map; all others read the same map of each input. */
const RULES: Record<string, Rule> = {
  conv2d: group,
  dense: all,
  softmax: all,
  flatten: flattened,
  concat: stacked,
};

/** The maps that map `map` of a layer reads, per input. */
export function sourcesOf(layer: LayerDescription, map: number, shapes: Shapes): Sources[] {
  const rule = RULES[layer.op] ?? same;
  const sources: Sources[] = [];
  let before = 0;
  for (const name of layer.inputs) {
    const input = shapes.get(name) ?? [0];
    const span = rule(layer, map, input, before);
    if (span) sources.push({ name, first: span[0], count: span[1] });
    before += input[0] ?? 0;
  }
  return sources;
}

/** Shapes by name, with the network's input under the name its first layers give it. */
export function shapesOf(layers: readonly LayerDescription[], input: readonly number[]): Shapes {
  const shapes = new Map<string, readonly number[]>([[INPUT, input]]);
  for (const layer of layers) shapes.set(layer.name, layer.output_shape);
  return shapes;
}

/** Name of the network's input among the layers. */
export const INPUT = "input";
