/** Now minus before, value by value. */
import { Tensor } from "../wire/tensor.ts";

const latest = new WeakMap<Tensor, { before: Tensor; difference: Tensor }>();

/** Of two tensors of one shape. Kept as long as `now` is, because it is asked for with every drawing. */
export function differenceOf(now: Tensor, before: Tensor): Tensor {
  const kept = latest.get(now);
  if (kept?.before === before) return kept.difference;
  const difference = new Tensor(
    now.shape,
    now.data.map((value, i) => value - (before.data[i] as number)),
  );
  latest.set(now, { before, difference });
  return difference;
}
