import { limitOf } from "../colour.ts";

const limits = new WeakMap<Float32Array, number>();

/** The largest magnitude of a tensor's values: its colour scale's half-width. Remembered. */
export function limitFor({ data }: { data: Float32Array }): number {
  let limit = limits.get(data);
  if (limit === undefined) {
    limit = limitOf(data);
    limits.set(data, limit);
  }
  return limit;
}
