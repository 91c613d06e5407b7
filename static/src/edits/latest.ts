/**
 * Work that is wished for faster than it can be done: what is under way is finished, then the newest wish begins.
 *
 * Giving up what is under way for each new wish would, during a drag, never show anything.
 */
export class Latest {
  readonly #work: () => Promise<unknown>;
  #isWorking = false;
  #isWanted = false;

  constructor(work: () => Promise<unknown>) {
    this.#work = work;
  }

  wish(): void {
    this.#isWanted = true;
    if (!this.#isWorking) void this.#go();
  }

  async #go(): Promise<void> {
    this.#isWorking = true;
    while (this.#isWanted) {
      this.#isWanted = false;
      await this.#work();
    }
    this.#isWorking = false;
  }
}
