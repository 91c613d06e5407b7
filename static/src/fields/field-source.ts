/** Asks the server what a unit sees: its cone at once, its gradient when the person stays at it. */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { limitOf } from "../colour.ts";
import type { RunState } from "../run-state.ts";
import type { Runner } from "../runner.ts";
import { type UnitField, type UnitGradient, unitField, unitGradient } from "../wire/fields.ts";
import { asProblem, isAbort, type Problem } from "../wire/stream.ts";
import { Tensor } from "../wire/tensor.ts";
import { slopesOf } from "./patch-image.ts";

/** A unit that is only passed on the way to another is not worth a pass through the network. */
const STAYS_AFTER_MS = 120;

export interface Slopes {
  found: UnitGradient;
  /** Of each place of the input, as `slopesOf` sums them up. */
  values: Float32Array;
  limit: number;
}

export class FieldSource implements ReactiveController {
  field: UnitField | null = null;
  /** Null until the gradient of just this unit is here. */
  slopes: Slopes | null = null;
  problem: Problem | null = null;
  readonly #host: ReactiveControllerHost;
  #run: RunState | null = null;
  #key = "";
  #asking: AbortController | null = null;
  #held = "";

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.stop();
  }

  stop(): void {
    this.#asking?.abort();
    this.#key = "";
    this.#run = null;
  }

  /** Sees to it that what there is is this unit's in this run. */
  want(run: RunState, layer: string, index: readonly number[]): void {
    const key = JSON.stringify([run.model, layer, index]);
    if (key === this.#key && run === this.#run) return;
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    const isSameUnit = key === this.#key;
    this.#key = key;
    this.#run = run;
    this.slopes = null;
    this.problem = null;
    if (!isSameUnit) void this.#ask(() => this.#cone(run.model, layer, index, asking.signal), asking.signal);
    void this.#ask(() => this.#gradient(run, layer, index, asking.signal), asking.signal);
  }

  /** Has the runner fetch what is to be drawn of the layers, where it does not hold it. */
  hold(runner: Runner, names: readonly string[]): void {
    const key = JSON.stringify(names);
    const missing = names.filter((name) => !runner.run?.activations.has(name));
    if (!missing.length || key === this.#held) return;
    this.#held = key;
    const { signal } = this.#asking ?? new AbortController();
    void this.#ask(() => runner.hold(missing, signal), signal);
  }

  async #cone(model: string, layer: string, index: readonly number[], signal: AbortSignal): Promise<void> {
    this.field = await unitField(model, layer, index, signal);
  }

  async #gradient(
    run: RunState,
    layer: string,
    index: readonly number[],
    signal: AbortSignal,
  ): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, STAYS_AFTER_MS));
    if (signal.aborted || !run.asked) return;
    const found = await unitGradient(run.model, layer, index, run.asked, signal);
    const values = slopesOf(Tensor.decode(found.gradient));
    this.slopes = { found, values, limit: limitOf(values) };
  }

  async #ask(question: () => Promise<void>, signal: AbortSignal): Promise<void> {
    try {
      await question();
    } catch (error) {
      if (isAbort(error) || signal.aborted) return;
      this.problem = asProblem(error);
    }
    if (!signal.aborted) this.#host.requestUpdate();
  }
}
