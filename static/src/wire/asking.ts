/** Questions to the server that are answered by one JSON document. */
import { bodyOf, type RunOptions, type Source } from "./client.ts";
import { send } from "./sending.ts";
import { asProblem, isAbort, problemOf } from "./stream.ts";

/** What a run ran on: a question about it is asked of the same. */
export interface Asked {
  source: Source;
  options: RunOptions;
}

export const addressOf = (model: string, route: string, query: Record<string, string>): string =>
  `/api/models/${encodeURIComponent(model)}/${route}?${new URLSearchParams(query)}`;

/** What of a run belongs into the address: how its picture fits, and the step whose weights it has. */
export const queryOf = ({ source, options }: Asked): Record<string, string> => ({
  ...(source.kind === "image" && { fit: source.fit }),
  ...(options.updated && { updated: options.updated }),
});

/** Asks with a run's picture and edits as the body. Throws Problem, or AbortError. */
export const askOf = <T>(address: string, { source, options }: Asked, signal?: AbortSignal): Promise<T> =>
  ask(address, { method: "POST", ...bodyOf(source, options.edits), ...(signal && { signal }) });

/** Throws Problem, or AbortError. */
export async function ask<T>(address: string, init: RequestInit): Promise<T> {
  try {
    const response = await send(address, init);
    if (!response.ok) throw await problemOf(response);
    return (await response.json()) as T;
  } catch (error) {
    throw isAbort(error) ? error : asProblem(error);
  }
}
