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

const all: Rule = (_layer, _map, input) => [0, mapsOf(input)];

const own: Rule = (_layer, map) => [map, 1];

/** The same map; a single one is read by every map, and where maps are other things than before, all are. */
const same: Rule = (layer, map, input) => {
  const maps = mapsOf(input);
  if (maps === 1) return [0, 1];
  return maps === layer.output_shape[0] && input.length === layer.output_shape.length ? [map, 1] : [0, maps];
};

/** A convolution reads all channels of its group. */
const group: Rule = (layer, map, input) => {
  const groups = layer.groups ?? 1;
  const perGroup = mapsOf(input) / groups;
  const outputs = (layer.output_shape[0] ?? 1) / groups;
  return [Math.floor(map / outputs) * perGroup, perGroup];
};

/** Values in the order they had: a map holds those of one map, of a part of it, or of several. */
const regrouped: Rule = (layer, map, input) => {
  const values = sizeOf(layer.output_shape.slice(1));
  const perMap = sizeOf(input.slice(1));
  const first = Math.floor((map * values) / perMap);
  return [first, Math.ceil(((map + 1) * values) / perMap) - first];
};

/** A concatenation's map belongs to one of its inputs; `before` maps come from those ahead. */
const stacked: Rule = (layer, map, input, before) => {
  if ((layer.axis ?? 0) !== 0) return own(layer, map, input, before);
  return within(map - before, input);
};

/** A part of the maps, or of each map. */
const sliced: Rule = (layer, map, input, before) => {
  const at = numbers(layer.axes).indexOf(0);
  if (at < 0) return own(layer, map, input, before);
  const maps = mapsOf(input);
  const step = numbers(layer.steps)[at] ?? 1;
  const asked = numbers(layer.starts)[at] ?? 0;
  const start = Math.min(Math.max(asked < 0 ? asked + maps : asked, 0), step < 0 ? maps - 1 : maps);
  return within(start + map * step, input);
};

/** Padding of the channels, where there is any, stands before those of the input. */
const framed: Rule = (layer, map, input) => {
  const padding = numbers(layer.padding);
  return within(map - (padding.length === 2 * input.length ? (padding[0] ?? 0) : 0), input);
};

/** Along the channels (axis 0, or where no axis is told) all maps are read, along other axes the same one. */
const along: Rule = (layer, ...rest) => ((layer.axis ?? 0) === 0 ? all : own)(layer, ...rest);

const reduced: Rule = (layer, ...rest) =>
  (layer.axes === undefined || numbers(layer.axes).includes(0) ? all : own)(layer, ...rest);

/** Where the channels stay in front, the same map. */
const transposed: Rule = (layer, ...rest) =>
  (numbers(layer.permutation)[0] === 0 ? own : all)(layer, ...rest);

/** The neighbouring channels that a local response normalization takes the measure of. */
const neighbours: Rule = (layer, map, input) => {
  const reach = (((layer.size as number | undefined) ?? 1) - 1) / 2;
  const first = Math.max(0, map - Math.floor(reach));
  return [first, Math.min(mapsOf(input) - 1, map + Math.ceil(reach)) - first + 1];
};

/** Operations that do not work map by map; all others read the same map of each input. */
const RULES: Record<string, Rule> = {
  concat: stacked,
  conv1d: group,
  conv2d: group,
  conv3d: group,
  convtranspose1d: group,
  convtranspose2d: group,
  convtranspose3d: group,
  dense: all,
  flatten: regrouped,
  groupnorm: group,
  gru: all,
  layernorm: along,
  logsoftmax: along,
  lrn: neighbours,
  lstm: all,
  matmul: all,
  pad: framed,
  reduce_max: reduced,
  reduce_mean: reduced,
  reduce_sum: reduced,
  reshape: regrouped,
  rnn: all,
  slice: sliced,
  softmax: along,
  squeeze: regrouped,
  transpose: transposed,
  unsqueeze: regrouped,
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

function mapsOf(shape: readonly number[]): number {
  return shape[0] ?? 0;
}

function within(map: number, input: readonly number[]): Span | null {
  return map >= 0 && map < mapsOf(input) ? [map, 1] : null;
}

function numbers(hyperparameter: unknown): readonly number[] {
  return (hyperparameter as readonly number[] | undefined) ?? [];
}
