/** Opened units for tests: a layer with its numbers, explained, and its formula as text. */
import type { Playhead } from "../../playhead.ts";
import type { LayerDescription } from "../../wire/events.ts";
import { Tensor } from "../../wire/tensor.ts";
import { type DetailContext, FORWARD_KINDS } from "../context.ts";
import { type Explanation, textOf } from "./explanation.ts";
import { explained } from "./table.ts";

export interface Given {
  layer: Partial<LayerDescription> & { op: string };
  inputs: Tensor[];
  output: Tensor;
  weights?: Record<string, Tensor>;
  winners?: Tensor;
  map?: number;
  unit?: number[];
  classes?: string[];
}

export const tensor = (shape: number[], ...values: number[]): Tensor =>
  new Tensor(shape, Float32Array.from(values));

export function contextOf({
  layer,
  inputs,
  output,
  weights = {},
  winners,
  map = 0,
  unit = [0, 0],
  classes = [],
}: Given): DetailContext {
  return {
    layer: { name: layer.op, ...layer } as LayerDescription,
    inputs: inputs.map((each, i) => ({ name: `in${i}`, tensor: each })),
    output,
    weights,
    classes,
    isLogits: classes.length > 0,
    kinds: FORWARD_KINDS,
    wrt: "",
    how: "",
    pass: "forward",
    map,
    unit,
    product: null,
    depth: "layer",
    grain: "position",
    playhead: null as unknown as Playhead,
    ...(winners && { winners }),
  };
}

export const explain = (given: Given): Explanation => explained(contextOf(given));

export const written = ({ formula }: Explanation): string[] => formula.map(textOf);
