/** What a film shows, layer by layer, and in which act: without times, and without anything drawn. */
import { INPUT, shapesOf } from "../graph/connectivity.ts";
import type { LayerDescription } from "../wire/events.ts";
import { type Act, actOf } from "./acts.ts";

/** One layer's part of a pass. */
export interface Part {
  /** The layer as it is played: what it reads, and what it makes. Of a way back that is the way's own. */
  layer: LayerDescription;
  /** The network's layer that it is a part of, and that is opened from it. */
  of: string;
  inputShapes: readonly (readonly number[])[];
  act: Act;
  /** Whether the output takes its input's place: nothing else needs the input any more. */
  inPlace: boolean;
  /** Whether the act is played from its end to its beginning: what the layer makes comes apart into what it reads. */
  reversed: boolean;
}

/** What there is once a part is over. */
export const madeBy = ({ layer, reversed }: Part): readonly string[] =>
  reversed ? layer.inputs : [layer.name];

/** The parts of a forward pass, in execution order. */
export function partsOf(layers: readonly LayerDescription[], input: readonly number[]): Part[] {
  const shapes = shapesOf(layers, input);
  const readers = new Map<string, number>();
  for (const name of layers.flatMap(({ inputs }) => inputs)) readers.set(name, (readers.get(name) ?? 0) + 1);
  return layers.map((layer) => {
    const inputShapes = layer.inputs.map((name) => shapes.get(name) ?? []);
    const act = actOf(layer, inputShapes);
    const changesPlace = act !== "wash" && act !== "bars";
    const [source = ""] = layer.inputs;
    const inPlace = !changesPlace && source !== INPUT && readers.get(source) === 1;
    return { layer, of: layer.name, inputShapes, act, inPlace, reversed: false };
  });
}
