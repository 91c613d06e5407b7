/** Paints what is out of date, frame by frame, and no longer in a frame than leaves it time to be shown. */

/** Of a frame's 16 ms; one thing is painted in any case. */
const BUDGET_MS = 7;

export class Painter {
  readonly #paint: (name: string) => void;
  readonly #done: () => void;
  readonly #stale = new Set<string>();
  #frame = 0;

  /** `done` is called when nothing is out of date any more. */
  constructor(paint: (name: string) => void, done: () => void) {
    this.#paint = paint;
    this.#done = done;
  }

  add(names: Iterable<string>): void {
    for (const name of names) this.#stale.add(name);
    this.#frame ||= requestAnimationFrame(() => this.#run());
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  #run(): void {
    this.#frame = 0;
    const began = performance.now();
    for (const name of [...this.#stale]) {
      this.#stale.delete(name);
      this.#paint(name);
      if (this.#stale.size && performance.now() - began > BUDGET_MS) {
        this.#frame = requestAnimationFrame(() => this.#run());
        return;
      }
    }
    this.#done();
  }
}
