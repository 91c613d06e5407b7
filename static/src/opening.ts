/** The opened layer: its exact numbers, fetched anew whenever what they depend on changes. */
import { differenceOf } from "./edits/difference.ts";
import type { Editing } from "./edits/editing.ts";
import { type OpenedLayer, openLayer, TrainedWeights, type Wanted } from "./opened.ts";
import type { Runner } from "./runner.ts";
import type { Compare } from "./state.ts";
import type { Learning } from "./update/learning.ts";
import { asProblem, isAbort, type Problem } from "./wire/stream.ts";

/** Whose numbers are shown: the network's as it is edited, or beside them those of the one as trained. */
export interface Runners {
  now: Runner;
  before: Runner;
}

export class Opening {
  opened: OpenedLayer | null = null;
  readonly trained = new TrainedWeights();
  readonly #trainedBefore = new TrainedWeights();
  readonly #runners: Runners;
  readonly #editing: Editing;
  readonly #learning: Learning;
  #opening: AbortController | null = null;
  #key = "";

  constructor(runners: Runners, learning: Learning) {
    this.#learning = learning;
    this.#runners = runners;
    this.#editing = learning.editing;
  }

  /** Another network may have come under the same name. */
  forgetWeights(): void {
    this.trained.forget();
    this.#trainedBefore.forget();
  }

  /** The next `follow` fetches, even if nothing has changed. */
  forget(): void {
    this.#key = "";
  }

  /** Fetches a layer (none: leaves it) unless `key` is what it was last time; resolves with whether it did. Throws Problem. */
  async follow(key: string, wanted: Wanted | null, compare: Compare): Promise<boolean> {
    if (key === this.#key) return false;
    this.#opening?.abort();
    this.#key = key;
    if (wanted) await this.#fetch(wanted, compare);
    else this.opened = null;
    return true;
  }

  async #fetch(wanted: Wanted, compare: Compare): Promise<void> {
    const opening = new AbortController();
    this.#opening = opening;
    try {
      const opened = await this.#compared(wanted, compare, opening.signal);
      if (opened && !opening.signal.aborted) this.opened = opened;
    } catch (error) {
      if (isAbort(error) || opening.signal.aborted) return;
      this.forget();
      throw asProblem(error) satisfies Problem;
    }
  }

  async #compared(wanted: Wanted, compare: Compare, signal: AbortSignal): Promise<OpenedLayer | null> {
    const edits = this.#editing.now;
    const now = await openLayer(this.#runners.now, wanted, this.trained, signal);
    if (!now) return null;
    const editable = this.#editable(now);
    const before =
      compare === "now" || edits.isNone
        ? null
        : await openLayer(this.#runners.before, wanted, this.#trainedBefore, signal);
    if (compare === "before" && before) return { ...before, ...editable, weights: before.weights };
    if (!before) return { ...now, ...editable };
    const inputs = now.inputs.map(({ tensor }, i) =>
      differenceOf(tensor, before.inputs[i]?.tensor ?? tensor),
    );
    return { ...now, ...editable, difference: { inputs, output: differenceOf(now.output, before.output) } };
  }

  /** The weights as edited, and what edits them: where all of them are here. */
  #editable({ layer: { name: layer }, weights: trained, row }: OpenedLayer): Partial<OpenedLayer> {
    if (row !== null) return {};
    const weights = Object.fromEntries(
      Object.entries(trained).map(([parameter, tensor]) => [
        parameter,
        this.#editing.now.applied({ layer, parameter, tensor }),
      ]),
    );
    return { weights, editing: { edits: this.#editing, trained, learning: this.#learning } };
  }
}
