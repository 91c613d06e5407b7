/** The exact numbers of one opened layer, its inputs and its parameters, fetched when it is opened. */
import type { DetailContext } from "./details/context.ts";
import { INPUT } from "./graph/connectivity.ts";
import { hasOwnColours } from "./picture.ts";
import { RunState } from "./run-state.ts";
import { type Pass, run, type Source, weights } from "./wire/client.ts";
import { Problem } from "./wire/stream.ts";
import type { Tensor } from "./wire/tensor.ts";

/** A detail's context without what moves: map, unit and playhead. */
export type OpenedLayer = Omit<DetailContext, "map" | "unit" | "playhead">;

export interface OpenRequest {
  model: string;
  source: Source;
  layer: string;
  inputs: readonly string[];
  pass: Pass;
  target: string | undefined;
}

/** Fetches output, inputs, weights and (backward) gradients of a layer, all exact. Throws Problem. */
export async function openLayer(request: OpenRequest, signal: AbortSignal): Promise<OpenedLayer> {
  const { model, source, layer, inputs, pass, target } = request;
  const options = { pass, target, tensors: "exact" as const, layers: [layer, ...inputs.filter(isLayer)] };
  const [state, parameters] = await Promise.all([
    finished(run(model, source, options, signal)),
    weights(model, layer),
  ]);
  return opened(state, layer, parameters, pass);
}

const isLayer = (name: string) => name !== INPUT;

async function finished(events: ReturnType<typeof run>): Promise<RunState> {
  let state: RunState | null = null;
  for await (const event of events) {
    if (event.event === "run") state = new RunState(event);
    else state?.accept(event);
  }
  if (!state) throw missing("run");
  return state;
}

function opened(state: RunState, name: string, parameters: Record<string, Tensor>, pass: Pass): OpenedLayer {
  const layer = state.layer(name);
  if (!layer) throw missing(name);
  const gradients = pass === "backward" ? state.gradients.get(name) : undefined;
  const winners = state.winners.get(name);
  const input = state.input;
  return {
    layer,
    inputs: layer.inputs.map((input) => ({ name: input, tensor: exact(state, input) })),
    output: exact(state, name),
    weights: parameters,
    classes: [...state.classes],
    isLogits: state.logits === name,
    pass,
    ...(gradients?.dOutput && { gradient: { ...gradients, dOutput: gradients.dOutput } }),
    ...(input &&
      hasOwnColours(input) &&
      layer.inputs.includes(INPUT) && { picture: { ...state.preprocessing, tensor: input } }),
    ...(winners && { winners }),
  };
}

function exact(state: RunState, name: string): Tensor {
  const tensor = state.activations.get(name);
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
