/** The sanity check: how many layers, from the last one on, forget what they learned at each look. */
import type { LayerDescription } from "../wire/events.ts";

/** More looks than these nobody compares. */
const MOST_STAGES = 8;

export interface Stage {
  /** How many layers have forgotten. */
  count: number;
  /** The one that did so last. */
  layer: string;
}

/** One layer after the other; of many layers some at even distances, the last look always at all of them. */
export function stagesOf(layers: readonly LayerDescription[]): Stage[] {
  const learned = layers.filter(({ parameters }) => parameters > 0).reverse();
  const count = Math.min(MOST_STAGES, learned.length);
  const counts = Array.from({ length: count }, (_, i) =>
    count < 2 ? learned.length : Math.round(1 + (i * (learned.length - 1)) / (count - 1)),
  );
  return counts.map((each) => ({ count: each, layer: learned[each - 1]?.name ?? "" }));
}
