import type { WireEdit } from "../edits/edits-wire.ts";
import type { ModelDescription, ModelSummary, SampleDescription, StreamEvent, WireTensor } from "./events.ts";
import { send } from "./sending.ts";
import { asProblem, isAbort, problemOf, streamEvents } from "./stream.ts";
import { Tensor } from "./tensor.ts";

/** The picture a network runs on: one of the samples, a file, or pixels H×W×C in 0…1. */
export type Source =
  | { kind: "sample"; id: string }
  | { kind: "image"; image: Blob; fit: Fit }
  | { kind: "pixels"; pixels: number[][][] };

/** How a picture of another shape becomes the network's: its centre cut out, or all of it with borders. */
export type Fit = "crop" | "fit";
export type Pass = "forward" | "backward";
export type Loss = "cross_entropy" | "logit" | "hinge";

export interface RunOptions {
  pass?: Pass;
  /** Class to answer for (index or label); the predicted one when left out. */
  target?: string | number | undefined;
  loss?: Loss;
  /** A unit to answer for instead of a class: its own value is what the gradient is taken of. */
  unit?: { layer: string; index: readonly number[] };
  tensors?: "exact" | "preview" | "none";
  /** Only these layers' events carry tensors. */
  layers?: readonly string[];
  /** Weights that are replaced for this run. */
  edits?: readonly WireEdit[];
  /** Id of a step of learning: the network has the weights after it. */
  updated?: string;
  /** Of each tensor only so many maps, the first ones. */
  maps?: number;
  /** Of larger maps every second, third, … row and column, so that at most so many are left. */
  side?: number;
}

export const models = (): Promise<ModelSummary[]> => getJson("/api/models");
export const model = (id: string): Promise<ModelDescription> =>
  getJson(`/api/models/${encodeURIComponent(id)}`);
export const samples = (): Promise<SampleDescription[]> => getJson("/api/samples");

/** A layer's parameters by name ("weight", "bias", …), exact; empty where it has none. `row`: of that unit only. `updated`: after that step. */
export async function weights(
  modelId: string,
  layer: string,
  row: number | null = null,
  updated = "",
): Promise<Record<string, Tensor>> {
  const query = new URLSearchParams({
    layer,
    ...(row !== null && { row: String(row) }),
    ...(updated && { updated }),
  });
  const path = `/api/models/${encodeURIComponent(modelId)}/weights?${query}`;
  const wire = await getJson<Record<string, WireTensor>>(path);
  return Object.fromEntries(Object.entries(wire).map(([name, tensor]) => [name, Tensor.decode(tensor)]));
}

/** Runs a network on a picture; yields the stream's events as they arrive. Throws Problem, or AbortError. */
export async function* run(
  modelId: string,
  source: Source,
  options: RunOptions = {},
  signal?: AbortSignal,
): AsyncGenerator<StreamEvent> {
  try {
    const response = await send(runUrl(modelId, source, options), {
      method: "POST",
      ...bodyOf(source, options.edits),
      ...(signal && { signal }),
    });
    yield* streamEvents(response);
  } catch (error) {
    throw isAbort(error) ? error : asProblem(error);
  }
}

/** Address of a run: everything but the picture and the edits is in the query. */
export function runUrl(modelId: string, source: Source, options: RunOptions): string {
  const query = new URLSearchParams({ tensors: options.tensors ?? "preview" });
  if (options.layers) query.set("layers", options.layers.join(","));
  if (options.maps) query.set("maps", String(options.maps));
  if (options.side) query.set("side", String(options.side));
  if (source.kind === "image") query.set("fit", source.fit);
  if (options.updated) query.set("updated", options.updated);
  const pass = options.pass ?? "forward";
  if (pass === "backward" && options.unit) {
    query.set("layer", options.unit.layer);
    query.set("unit", options.unit.index.join(","));
  } else if (pass === "backward") {
    query.set("loss", options.loss ?? "cross_entropy");
    if (options.target !== undefined) query.set("target", String(options.target));
  }
  return `/api/models/${encodeURIComponent(modelId)}/${pass}?${query}`;
}

export function bodyOf(source: Source, edits: readonly WireEdit[] = []): RequestInit {
  if (source.kind === "image") {
    const form = new FormData();
    form.append("image", source.image, "picture");
    if (edits.length) form.append("edits", JSON.stringify(edits));
    return { body: form };
  }
  const content = source.kind === "sample" ? { sample: source.id } : { pixels: source.pixels };
  return {
    body: JSON.stringify({ ...content, ...(edits.length && { edits }) }),
    headers: { "Content-Type": "application/json" },
  };
}

async function getJson<T>(path: string): Promise<T> {
  let response: Response;
  try {
    response = await send(path);
  } catch (error) {
    throw asProblem(error);
  }
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as T;
}
