/** The exact numbers of one opened layer, its inputs and its parameters: as far as a run holds them, else fetched. */
import { type DetailContext, FORWARD_KINDS, type Sender } from "./details/context.ts";
import { INPUT, shapesOf } from "./graph/connectivity.ts";
import { type Origin, originOf } from "./graph/origin.ts";
import { hasOwnColours } from "./picture.ts";
import type { RunState } from "./run-state.ts";
import type { Runner } from "./runner.ts";
import { type Pass, weights } from "./wire/client.ts";
import type { LayerDescription } from "./wire/events.ts";
import { Problem } from "./wire/stream.ts";
import { OneRow, type Tensor } from "./wire/tensor.ts";

/** A detail's context without what moves: map, unit and playhead. */
export interface OpenedLayer
  extends Omit<DetailContext, "map" | "unit" | "product" | "depth" | "grain" | "playhead" | "wrt" | "how"> {
  /** The unit whose weights are here, where those of all would be too many; null: they are all here. */
  row: number | null;
}

/** Larger tensors the server does not send. */
const MOST_PARAMETERS = 16e6;

/** Whether a layer's weights come a unit at a time. */
export function comesByRow({ op, parameters }: LayerDescription): boolean {
  return op === "dense" && parameters > MOST_PARAMETERS;
}

/** What of a layer is opened. */
export interface Wanted {
  layer: string;
  pass: Pass;
  map: number;
}

/**
 * Output, inputs, weights and (backward) gradients of a layer in the run that `runner` has in hand.
 *
 * Null where that run broke, or was given up for a newer one. Throws Problem.
 */
export async function openLayer(
  runner: Runner,
  { layer, pass, map }: Wanted,
  trained: TrainedWeights,
  signal: AbortSignal,
): Promise<OpenedLayer | null> {
  const needs = (run: RunState) => {
    const origin = originFor(run, layer);
    const senders = pass === "backward" ? sendersOf(run, layer) : [];
    return [
      layer,
      ...(run.layer(layer)?.inputs ?? []),
      ...(origin ? [origin.name] : []),
      // Of a single one it is known what it sends: all that arrives.
      ...(senders.length > 1 ? senders.map(({ name }) => name) : []),
    ];
  };
  const run = await runner.arrived((state) => !state.layer(layer) || state.holds(needs(state), pass));
  if (!run) return null;
  const description = run.layer(layer);
  if (!description) throw missing(layer);
  const [parameters] = await Promise.all([
    trained.of(run, description, map),
    runner.hold(
      needs(run).filter((name) => name !== INPUT),
      signal,
    ),
  ]);
  return { ...opened(run, layer, parameters, pass), row: comesByRow(description) ? map : null };
}

/** The maps behind the vector that a dense layer reads. */
function originFor(run: RunState, name: string): Origin | null {
  const layer = run.layer(name);
  const vector = layer?.op === "dense" ? layer.inputs[0] : undefined;
  return vector === undefined ? null : originOf(run.layers, shapesOf(run.layers, run.inputShape), vector);
}

/** A layer's weights without edits. Those asked for last are kept: a run with edits anew needs no others. */
export class TrainedWeights {
  #key = "";
  #latest: Promise<Record<string, Tensor>> = Promise.resolve({});

  /** Those that a run has, of a layer; where they come by row, of one map. */
  of({ model, asked }: RunState, layer: LayerDescription, map: number): Promise<Record<string, Tensor>> {
    const updated = asked?.options.updated ?? "";
    const key = JSON.stringify([model, updated, layer.name, comesByRow(layer) ? map : null]);
    if (key === this.#key) return this.#latest;
    this.#key = key;
    this.#latest = parametersOf(model, layer, map, updated);
    this.#latest.catch(() => this.forget());
    return this.#latest;
  }

  /** Another network may have come under the same name. */
  forget(): void {
    this.#key = "";
  }
}

async function parametersOf(
  model: string,
  layer: LayerDescription,
  map: number,
  updated: string,
): Promise<Record<string, Tensor>> {
  if (comesByRow(layer)) {
    const rows = Object.entries(await weights(model, layer.name, map, updated));
    return Object.fromEntries(rows.map(([name, { shape, data }]) => [name, new OneRow(shape, data)]));
  }
  return layer.parameters > MOST_PARAMETERS ? {} : weights(model, layer.name, null, updated);
}

function opened(
  run: RunState,
  name: string,
  parameters: Record<string, Tensor>,
  pass: Pass,
): Omit<OpenedLayer, "row"> {
  const layer = run.layer(name);
  if (!layer) throw missing(name);
  const gradients = pass === "backward" ? run.gradients.get(name) : undefined;
  const winners = run.winners.get(name);
  const input = run.input;
  const origin = originFor(run, name);
  return {
    layer,
    inputs: layer.inputs.map((input) => ({ name: input, tensor: exact(run, input) })),
    output: exact(run, name),
    weights: parameters,
    classes: [...run.classes],
    isLogits: run.logits === name,
    kinds: FORWARD_KINDS,
    pass,
    ...(gradients?.dOutput && {
      gradient: { ...gradients, dOutput: gradients.dOutput, senders: sendersOf(run, name) },
    }),
    ...(input &&
      hasOwnColours(input) &&
      [...layer.inputs, origin?.name].includes(INPUT) && {
        picture: { ...run.preprocessing, tensor: input },
      }),
    ...(origin && { origin: { ...origin, tensor: exact(run, origin.name) } }),
    ...(winners && { winners }),
    ...(run.asked && { asked: { ...run.asked, model: run.model } }),
  };
}

/** Who reads a layer's output, and what each sends back as far as it is held. */
function sendersOf({ layers, gradients }: RunState, name: string): Sender[] {
  return layers.flatMap((reader) =>
    reader.inputs.flatMap((input, i): Sender[] => {
      if (input !== name) return [];
      const sends = gradients.get(reader.name)?.dInputs[i];
      return [{ name: reader.name, ...(sends && { sends }) }];
    }),
  );
}

function exact(run: RunState, name: string): Tensor {
  const tensor = run.activations.get(name);
  if (!tensor) throw missing(name);
  return tensor;
}

function missing(name: string): Problem {
  return new Problem({
    title: `There is no layer “${name}” here`,
    detail: "The link names a layer this network does not have. Go back to the overview and choose another.",
    status: 404,
  });
}
