/** The way back through a network as parts of a film: the acts of the forward pass, mirrored. */
import { INPUT } from "../graph/connectivity.ts";
import type { LayerDescription } from "../wire/events.ts";
import { type Part, partsOf } from "./parts.ts";

/** The loss, or the value of a unit, from which the first gradient comes. */
export const LOSS = "loss";
const GRADIENT = "∂";
const AFTER = " after ";

/** How the film calls the gradient of the loss by what has this name. */
export const gradientOf = (name: string): string => GRADIENT + name;
export const isGradient = (name: string): boolean => name.startsWith(GRADIENT);

/** What a name of the film stands for: an output, its whole gradient, or that as far as a reader has sent its part. */
export function meaningOf(name: string): { of: string; gradient: boolean; after: string | null } {
  if (!isGradient(name)) return { of: name, gradient: false, after: null };
  const [of = "", after = null] = name.slice(GRADIENT.length).split(AFTER);
  return { of, gradient: true, after };
}

/** Acts in which values are gathered from what is read: the way back gathers just so, by turned kernels and weights. */
const GATHERS = new Set(["sweep", "pool", "votes", "wash", "bars"]);

/** The parts of a backward pass that begins at a layer's output, the last layer first. */
export function partsBack(
  layers: readonly LayerDescription[],
  input: readonly number[],
  beginning: string,
): Part[] {
  const parts = partsOf(layers, input).filter(inWayOf(layers, beginning));
  const order = parts.map(({ layer }) => layer).reverse();
  const nameAfter = (name: string, reader: string): string => {
    const senders = order.filter(({ inputs }) => inputs.includes(name));
    const isWhole = senders.at(-1)?.name === reader;
    return gradientOf(name) + (isWhole ? "" : AFTER + reader);
  };
  const first = parts.at(-1);
  if (!first) return [];
  return [beginningAt(first), ...parts.reverse().map((part) => mirrored(part, nameAfter))];
}

/** Which parts lead to a layer's output: the loss does not depend on any other. */
function inWayOf(layers: readonly LayerDescription[], beginning: string): (part: Part) => boolean {
  const needed = new Set([beginning]);
  for (const { name, inputs } of layers.toReversed()) {
    if (needed.has(name)) for (const each of inputs) needed.add(each);
  }
  return ({ of }) => needed.has(of);
}

function beginningAt({ layer, of }: Part): Part {
  return {
    layer: { ...layer, op: LOSS, name: gradientOf(layer.name), inputs: [] },
    of,
    inputShapes: [],
    act: "loss",
    inPlace: true,
    reversed: false,
  };
}

function mirrored(part: Part, nameAfter: (name: string, reader: string) => string): Part {
  const { layer, act, inputShapes } = part;
  const sent = layer.inputs.map((name) => nameAfter(name, layer.name));
  if (!GATHERS.has(act) || sent.length !== 1)
    return { ...part, layer: { ...layer, name: gradientOf(layer.name), inputs: sent }, reversed: true };
  return {
    ...part,
    layer: {
      ...layer,
      name: sent[0] as string,
      inputs: [gradientOf(layer.name)],
      output_shape: [...(inputShapes[0] ?? [])],
      mirrored: layer.name,
    },
    inputShapes: [layer.output_shape],
    act: act === "bars" ? "wash" : act,
  };
}

/** The layers whose numbers a name of the film is made of. */
export function layersBehind(name: string, layers: readonly LayerDescription[]): string[] {
  const { of, gradient } = meaningOf(name);
  if (!gradient) return of === INPUT ? [] : [of];
  const readers = layers.filter(({ inputs }) => inputs.includes(of)).map((layer) => layer.name);
  return of === INPUT ? readers : [of, ...readers];
}
