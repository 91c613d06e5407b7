/** How far a run has come at each node, and how far the playhead shows it. */
import { INPUT } from "./graph/connectivity.ts";
import type { RunState } from "./run-state.ts";
import type { Pass } from "./wire/client.ts";

export class RunProgress {
  readonly #run: RunState | null;
  readonly #pass: Pass;
  readonly #revealed: number;
  readonly #length: number;

  /** Of `length` nodes, the input first, the first `revealed` in the order of the pass are shown in full. */
  constructor(run: RunState | null, pass: Pass, revealed: number, length: number) {
    this.#run = run;
    this.#pass = pass;
    this.#revealed = revealed;
    this.#length = length;
  }

  /** Classes of a node's parts: unrevealed, current, waits, pending. */
  classesOf(name: string, index: number): string {
    const i = this.#swapped(index);
    const classes = {
      unrevealed: i >= this.#revealed,
      current: i === this.#revealed - 1 && this.#revealed < this.#length,
      waits: this.#pass === "backward" && !this.#run?.answers(name),
      pending: this.#isPending(name),
    };
    return Object.entries(classes)
      .filter(([, applies]) => applies)
      .map(([state]) => state)
      .join(" ");
  }

  /** The index of the node that was revealed last; null where all are. */
  get current(): number | null {
    return this.#revealed < this.#length ? this.#swapped(this.#revealed - 1) : null;
  }

  /** The place of a node among the steps of the pass, and the other way round: backward begins with the last. */
  #swapped(index: number): number {
    return this.#pass === "backward" ? this.#length - 1 - index : index;
  }

  /** Whether a node still shows the run before: its layer of this one has not arrived. */
  #isPending(name: string): boolean {
    const run = this.#run;
    return run !== null && !run.ended && name !== INPUT && !run.milliseconds.has(name);
  }
}
