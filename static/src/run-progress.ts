/** How far a run has come at each node, and how far the playhead shows it. */
import { INPUT } from "./graph/connectivity.ts";
import { nodeOf, type Plan } from "./overview-plan.ts";
import type { RunState } from "./run-state.ts";
import type { Pass } from "./wire/client.ts";

export class RunProgress {
  readonly #run: RunState | null;
  readonly #pass: Pass;
  readonly #revealed: number;
  readonly #plan: Plan;

  /** Of the input and all layers, the first `revealed` in the order of the pass are shown in full. */
  constructor(run: RunState | null, pass: Pass, revealed: number, plan: Plan) {
    this.#run = run;
    this.#pass = pass;
    this.#revealed = revealed;
    this.#plan = plan;
  }

  /** Classes of a node's parts: unrevealed, current, waits, pending. */
  classesOf(name: string): string {
    const classes = {
      unrevealed: this.#swapped(this.#plan.steps.indexOf(name)) >= this.#revealed,
      current: this.current === name,
      waits: this.#pass === "backward" && !this.#run?.answers(name),
      pending: this.#isPending(name),
    };
    return Object.entries(classes)
      .filter(([, applies]) => applies)
      .map(([state]) => state)
      .join(" ");
  }

  /** The node with the layer that was revealed last; null where all are. */
  get current(): string | null {
    if (this.#revealed >= this.#plan.steps.length) return null;
    const step = this.#plan.steps[this.#swapped(this.#revealed - 1)] as string;
    return nodeOf(this.#plan, step);
  }

  /** The place of a node among the steps of the pass, and the other way round: backward begins with the last. */
  #swapped(index: number): number {
    return this.#pass === "backward" ? this.#plan.steps.length - 1 - index : index;
  }

  /** Whether a node still shows the run before: its layer of this one has not arrived. */
  #isPending(name: string): boolean {
    const run = this.#run;
    return run !== null && !run.ended && name !== INPUT && !run.milliseconds.has(name);
  }
}
