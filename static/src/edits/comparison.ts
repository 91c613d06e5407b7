/** What an edited network is compared with, and which layers the edits reach. */
import type { RunState } from "../run-state.ts";
import type { Compare } from "../state.ts";
import type { LayerDescription } from "../wire/events.ts";
import type { Edits } from "./edits.ts";

export interface Comparison {
  /** The run of the network as trained; null until it is there. */
  before: RunState | null;
  shows: Compare;
  /** Layers with edited weights, and those behind them. */
  edited: ReadonlySet<string>;
  changed: ReadonlySet<string>;
}

/** All layers that read one of these, or one that does. */
export function behind(layers: readonly LayerDescription[], edited: ReadonlySet<string>): Set<string> {
  const reached = new Set<string>();
  for (const { name, inputs } of layers)
    if (inputs.some((input) => edited.has(input) || reached.has(input))) reached.add(name);
  return reached;
}

/** All layers with weights: a step moves every one of them. */
const learning = (layers: readonly LayerDescription[]): Set<string> =>
  new Set(layers.filter(({ parameters }) => parameters > 0).map(({ name }) => name));

/** Makes comparisons; the same one as long as nothing in it changed, because a new one repaints the overview. */
export class Comparing {
  #of: readonly unknown[] = [];
  #latest: Comparison | null = null;

  /** Null where nothing is edited. */
  of(run: RunState | null, before: RunState | null, edits: Edits, shows: Compare): Comparison | null {
    const of = [run?.model, before, edits, shows];
    if (of.every((part, i) => part === this.#of[i])) return this.#latest;
    this.#of = of;
    const edited = edits.steps.length ? learning(run?.layers ?? []) : edits.layers;
    const changed = behind(run?.layers ?? [], edited);
    this.#latest = !edits.isNone ? { before, shows, edited, changed } : null;
    return this.#latest;
  }
}
