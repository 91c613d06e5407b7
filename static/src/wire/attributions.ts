/** What a network looked at: the methods there are, what one of them finds, and the patches that excite a unit. */
import { type Asked, addressOf, ask, queryOf } from "./asking.ts";
import { bodyOf, type RunOptions } from "./client.ts";
import type { EndEvent, ErrorEvent, WireTensor } from "./events.ts";
import { send } from "./sending.ts";
import { asProblem, isAbort, streamEvents } from "./stream.ts";

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

/** The methods for a network. Throws Problem. */
export const methodsOf = (model: string): Promise<MethodDescription[]> =>
  ask(addressOf(model, "attribution", {}), {});

/** What a method finds, as it comes. Throws Problem, or AbortError. */
export async function* attribution(
  model: string,
  query: Record<string, string>,
  run: Asked,
  signal: AbortSignal,
): AsyncGenerator<AttributionStreamEvent> {
  const address = addressOf(model, "attribution", { ...query, ...queryOf(run) });
  const body = bodyOf(run.source, run.options.edits);
  try {
    const response = await send(address, { method: "POST", ...body, signal });
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
  { edits = [], updated }: RunOptions,
  signal: AbortSignal,
): Promise<PatchDescription[]> =>
  ask(addressOf(model, "patches", { layer, map: String(map), ...(updated && { updated }) }), {
    method: "POST",
    body: JSON.stringify({ edits }),
    headers: { "Content-Type": "application/json" },
    signal,
  });
