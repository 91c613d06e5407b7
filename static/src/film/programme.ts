/** Which film is played of a run, and the places that it is played at. */
import type { RunState } from "../run-state.ts";
import type { Pass } from "../wire/client.ts";
import { partsBack } from "./mirror.ts";
import { partsOf } from "./parts.ts";
import { type Score, scoreOf } from "./score.ts";
import { type Flow, type World, worldBack, worldOf } from "./world.ts";

export class Programme {
  readonly pass: Pass;
  readonly score: Score;
  readonly #forward: Score;
  readonly #input: readonly number[];
  readonly #key: string;
  #world: World | null = null;

  /** A backward one begins at what the run's loss is told of: it has to be there. */
  constructor(run: RunState, pass: Pass) {
    this.pass = pass;
    this.#key = keyOf(run, pass);
    this.#input = run.inputShape;
    this.#forward = scoreOf(partsOf(run.layers, run.inputShape));
    this.score =
      pass === "forward"
        ? this.#forward
        : scoreOf(partsBack(run.layers, run.inputShape, run.loss?.layer ?? run.logits));
  }

  isFor(run: RunState, pass: Pass): boolean {
    return this.#key === keyOf(run, pass);
  }

  world(flow: Flow): World {
    if (this.#world?.flow !== flow) {
      const forward = worldOf(this.#forward, this.#input, flow);
      this.#world = this.pass === "forward" ? forward : worldBack(forward, this.score);
    }
    return this.#world;
  }
}

const keyOf = (run: RunState, pass: Pass): string =>
  JSON.stringify([pass, run.layers, pass === "backward" ? run.loss?.layer : null]);
