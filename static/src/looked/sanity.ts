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

/** Of the ranks of the trained network's map less than half is left below this. */
const HALF = 0.5;

/** What the correlations say: from which look on less than half is left; "" as long as they are not all known. */
export function verdictOf(stages: readonly Stage[], similarities: readonly number[]): string {
  if (!stages.length || stages.some((_, i) => !Number.isFinite(similarities[i]))) return "";
  const lost = stages.findIndex((_, i) => (similarities[i] as number) < HALF);
  if (lost < 0) return "Half of it stays to the end: it shows the picture more than what was learned.";
  const { count, layer } = stages[lost] as Stage;
  if (lost === 0) return `Half of it is gone once ${layer} forgot: it shows what was learned.`;
  return `Half of it stays until ${count} layers forgot (${layer}): so far it does not show what they learned.`;
}
