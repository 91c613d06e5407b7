/** Where the values of a vector come from: followed back through flattening and pooling to the maps they were. */
import type { LayerDescription } from "../wire/events.ts";
import { sizeOf } from "../wire/tensor.ts";
import type { Shapes } from "./connectivity.ts";
import { indexOf, unitAt } from "./raster.ts";

/** What became one value: a cell, or a whole map by its mean or its largest. */
export type MadeOf = "cell" | "mean" | "maximum";

export interface Origin {
  /** The layer (or input) whose maps these are. */
  name: string;
  madeOf: MadeOf;
  /** For each value its flat index among the cells (or, of whole maps, among the maps); null: the same index. */
  order: readonly number[] | null;
}

/** Operations that hand on the same values in the same order. */
const HANDS_ON = new Set(["flatten", "reshape", "squeeze", "unsqueeze", "dropout"]);

/** The maps that a layer's vector was made of, as far back as they hold the same values; null where there are none, as behind another dense layer. */
export function originOf(layers: readonly LayerDescription[], shapes: Shapes, vector: string): Origin | null {
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  let name = vector;
  let order: number[] | null = null;
  let found: Origin | null = null;
  for (;;) {
    const shape = shapes.get(name) ?? [];
    if (isOfMaps(shape)) found = { name, madeOf: "cell", order };
    const layer = byName.get(name);
    const before = layer?.inputs[0];
    if (!layer || before === undefined) return found;
    const input = shapes.get(before) ?? [];
    const madeOf = found ? undefined : pooled(layer, input);
    if (madeOf) return { name: before, madeOf, order };
    if (layer.op === "transpose") order = throughTranspose(layer, input, order);
    else if (!HANDS_ON.has(layer.op) || sizeOf(shape) !== sizeOf(input)) return found;
    name = before;
  }
}

const isOfMaps = (shape: readonly number[]): boolean => shape.length > 1 && sizeOf(shape.slice(1)) > 1;

/** How a layer makes one value of each whole map; undefined where it does not. */
function pooled(layer: LayerDescription, input: readonly number[]): MadeOf | undefined {
  const [maps, ...axes] = input;
  if (axes.length === 0 || sizeOf(layer.output_shape) !== maps) return undefined;
  const overAll = (lengths: unknown) => Array.isArray(lengths) && String(lengths) === String(axes);
  const noRing = !layer.padding?.some((side) => side > 0);
  if (layer.op === "globalavgpool") return "mean";
  if (layer.op === "globalmaxpool") return "maximum";
  if (layer.op === "reduce_mean" && isOverMaps(layer.axes, input.length)) return "mean";
  if (layer.op === "reduce_max" && isOverMaps(layer.axes, input.length)) return "maximum";
  if (/^avgpool/.test(layer.op) && overAll(layer.kernel) && noRing) return "mean";
  if (/^maxpool/.test(layer.op) && overAll(layer.kernel)) return "maximum";
  return undefined;
}

/** Whether axes to reduce, which may count from the end, are all but that of the maps. */
function isOverMaps(axes: unknown, rank: number): boolean {
  if (!Array.isArray(axes)) return false;
  const chosen = new Set(axes.map((axis: number) => (axis + rank) % rank));
  return chosen.size === rank - 1 && !chosen.has(0);
}

function throughTranspose(
  layer: LayerDescription,
  input: readonly number[],
  order: readonly number[] | null,
): number[] {
  const permutation = Array.isArray(layer.permutation) ? (layer.permutation as number[]) : [...input.keys()];
  const output = permutation.map((axis) => input[axis] ?? 1);
  return Array.from({ length: sizeOf(input) }, (_, i) => {
    const own = unitAt(order?.[i] ?? i, output);
    return indexOf(
      input.map((_, axis) => own[permutation.indexOf(axis)] ?? 0),
      input,
    );
  });
}
