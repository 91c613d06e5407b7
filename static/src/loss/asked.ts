/** What a backward pass answers for, between the address and a request: a class under a loss, or one unit. */
import type { UnitOf } from "../reading.ts";
import type { State } from "../state.ts";
import type { Loss, RunOptions } from "../wire/client.ts";

/** A loss as a person chooses it. */
export const LOSS_NAMES: Record<Loss, string> = {
  cross_entropy: "cross-entropy",
  logit: "logit",
  hinge: "hinge",
};

export interface AskedUnit {
  layer: string;
  /** Into the layer's output: map, row, column. */
  index: readonly number[];
}

/** "conv1:3,4,5" as the address says it; null where it names no unit. */
export function askedUnit(asks: string): AskedUnit | null {
  // A layer of an imported network may have colons in its name.
  const found = /^(.+):(\d{1,9}(?:,\d{1,9}){0,5})$/.exec(asks);
  if (!found) return null;
  const [, layer = "", index = ""] = found;
  return { layer, index: index.split(",").map(Number) };
}

export const asksFor = ({ layer, map, unit }: UnitOf): string => `${layer}:${[map, ...unit].join(",")}`;

/** "conv1 3, 4, 5". */
export const unitName = ({ layer, index }: AskedUnit): string => `${layer} ${index.join(", ")}`;

/** What of a request follows from what is asked. */
export function answerOf({ target, loss, asks }: State): Pick<RunOptions, "target" | "loss" | "unit"> {
  const unit = askedUnit(asks);
  return unit ? { unit } : { target: target || undefined, loss };
}
