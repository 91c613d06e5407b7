/** The run of the network as trained, with which an edited one is compared. */
import type { RunState } from "../run-state.ts";
import { Runner } from "../runner.ts";
import type { RunOptions, Source } from "../wire/client.ts";

/** A run without edits: what it runs on, and a key that is the same for the same. */
export interface Plain {
  key: string;
  model: string;
  source: Source;
  options: RunOptions;
}

/** Fires "change" when there is another run to compare with, or more of it. */
export class Baseline extends EventTarget {
  readonly runner = new Runner();
  #key = "";
  /** What is being run here. */
  #asked = "";
  /** What the main runner's run without edits answers; "" where it has edits. */
  #mainKey = "";

  constructor() {
    super();
    for (const type of ["status", "progress"]) this.runner.addEventListener(type, () => this.#changed());
  }

  /** A run begins on `main`: what it shows till then is kept, where it is what the coming one is compared with. */
  begin(main: Runner, { key }: Plain, isEdited: boolean): void {
    if (isEdited && key !== this.#key && key === this.#mainKey && main.run?.ended) {
      this.runner.adopt(main);
      this.#key = key;
      this.#changed();
    }
    this.#mainKey = "";
  }

  /** A run on `main` has ended well. */
  async ended(plain: Plain, isEdited: boolean): Promise<void> {
    const { key, model, source, options } = plain;
    if (!isEdited) this.#mainKey = key;
    if (!isEdited || key === this.#key || key === this.#asked) return;
    this.#asked = key;
    if (await this.runner.start(model, source, options)) this.#key = key;
    if (this.#asked === key) this.#asked = "";
    this.#changed();
  }

  /** The run as trained, where there is one of this key. */
  run(key: string): RunState | null {
    return key === this.#key ? this.runner.run : null;
  }

  #changed(): void {
    this.dispatchEvent(new Event("change"));
  }
}
