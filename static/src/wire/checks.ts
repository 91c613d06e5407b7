/** A gradient checked by the server: one value nudged by ±ε, and the loss's slope between. */
import { type Asked, addressOf, askOf, queryOf } from "./asking.ts";
import type { Loss } from "./client.ts";

/** One number: of a layer's output, of what it reads ("input", "input1", …), or of a parameter by its name. */
export interface Nudged {
  layer: string;
  of: string;
  index: readonly number[];
}

/** Numbers that are not finite are null. */
export interface CheckAnswer {
  layer: string;
  of: string;
  index: number[];
  /** Class index, and its label; absent where a unit is asked about. */
  target?: number;
  label?: string;
  name: Loss | "unit";
  value: number | null;
  loss: number | null;
  epsilon: number | null;
  lower: number | null;
  upper: number | null;
  slope: number | null;
  gradient: number | null;
  gradient32: number | null;
  relative_error: number | null;
  rounding: number | null;
  switched: Record<string, number>;
}

/** Checks a gradient of a backward run; by the server's own ε unless one is given. Throws Problem, or AbortError. */
export function checkGradient(
  model: string,
  { layer, of, index }: Nudged,
  epsilon: number | null,
  run: Asked,
  signal: AbortSignal,
): Promise<CheckAnswer> {
  const { target, loss, unit } = run.options;
  const query = {
    layer,
    of,
    index: index.join(","),
    ...(epsilon !== null && { epsilon: String(epsilon) }),
    ...(unit
      ? { asks: `${unit.layer}:${unit.index.join(",")}` }
      : { ...(target !== undefined && { target: String(target) }), ...(loss && { loss }) }),
    ...queryOf(run),
  };
  return askOf(addressOf(model, "check", query), run, signal);
}
