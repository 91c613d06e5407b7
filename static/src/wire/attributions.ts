/** What a network looked at: the methods there are, what one of them finds, and the patches that excite a unit. */
import type { WireEdit } from "../edits/edits-wire.ts";
import { bodyOf, type RunOptions, type Source } from "./client.ts";
import type { EndEvent, ErrorEvent, WireTensor } from "./events.ts";
import { asProblem, isAbort, problemOf, streamEvents } from "./stream.ts";

export type MethodId =
  | "saliency"
  | "gradient_input"
  | "smooth_grad"
  | "integrated"
  | "guided"
  | "grad_cam"
  | "occlusion"
  | "maximization";

/** A method, or the patches of the samples, which have an address of their own. */
export type WayId = MethodId | "patches";

/** A number of a method that can be chosen. */
export interface NumberDescription {
  name: string;
  title: string;
  says: string;
  least: number;
  most: number;
  usual: number;
  whole: boolean;
}

export interface MethodDescription {
  id: WayId;
  title: string;
  family: string;
  shows: string;
  misleads: string;
  /** Numbers for and against the target, numbers for it, or pixels. */
  holds: "signed" | "positive" | "picture";
  numbers: NumberDescription[];
  /** Grad-CAM: the layers whose maps can be looked at. */
  maps?: string[] | null;
}

export interface AskedEvent {
  event: "asked";
  method: MethodId;
  target?: number | null;
  label?: string | null;
  layer?: string | null;
  unit?: number[] | null;
  value: number;
  places?: number | null;
  patch?: number[] | null;
  steps?: number | null;
  baseline?: number | null;
}

export interface AveragedEvent {
  event: "averaged";
  count: number;
  value: number;
  at?: number | null;
  total?: number | null;
  map?: WireTensor | null;
}

export interface CoveredEvent {
  event: "covered";
  start: number[];
  value: number;
  fall: number;
}

export interface PaintedEvent {
  event: "painted";
  step: number;
  value: number;
  picture?: WireTensor | null;
}

export interface AttributionEvent {
  event: "attribution";
  map: WireTensor;
  coarse?: WireTensor | null;
  weights?: WireTensor | null;
  layer?: string | null;
  total?: number | null;
  expected?: number | null;
  similarity?: number | null;
}

export type AttributionStreamEvent =
  | AskedEvent
  | AveragedEvent
  | CoveredEvent
  | PaintedEvent
  | AttributionEvent
  | EndEvent
  | ErrorEvent;

/** Where in a sample a map is largest, and what the unit there sees of it. */
export interface PatchDescription {
  sample: string;
  unit: number[];
  value: number;
  window?: number[][] | null;
  cutout: WireTensor;
}

const addressOf = (model: string, route: string, query: Record<string, string> = {}): string =>
  `/api/models/${encodeURIComponent(model)}/${route}?${new URLSearchParams(query)}`;

/** The methods for a network. Throws Problem. */
export const methodsOf = (model: string): Promise<MethodDescription[]> =>
  json(addressOf(model, "attribution"));

/** What a method finds, as it comes. Throws Problem, or AbortError. */
export async function* attribution(
  model: string,
  query: Record<string, string>,
  { source, options }: { source: Source; options: RunOptions },
  signal: AbortSignal,
): AsyncGenerator<AttributionStreamEvent> {
  const fit = source.kind === "image" ? { fit: source.fit } : {};
  const address = addressOf(model, "attribution", { ...query, ...fit });
  try {
    const response = await fetch(address, { method: "POST", ...bodyOf(source, options.edits), signal });
    yield* streamEvents<AttributionStreamEvent>(response);
  } catch (error) {
    throw isAbort(error) ? error : asProblem(error);
  }
}

/** The patches of the samples that excite a map's units most. Throws Problem, or AbortError. */
export const patchesOf = (
  model: string,
  layer: string,
  map: number,
  edits: readonly WireEdit[],
  signal: AbortSignal,
): Promise<PatchDescription[]> =>
  json(addressOf(model, "patches", { layer, map: String(map) }), {
    method: "POST",
    body: JSON.stringify({ edits }),
    headers: { "Content-Type": "application/json" },
    signal,
  });

async function json<T>(address: string, init: RequestInit = {}): Promise<T> {
  try {
    const response = await fetch(address, init);
    if (!response.ok) throw await problemOf(response);
    return (await response.json()) as T;
  } catch (error) {
    throw isAbort(error) ? error : asProblem(error);
  }
}
