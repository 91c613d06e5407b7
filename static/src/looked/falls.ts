/** How far the target fell under the patch: for every pixel the mean over the places of the patch that covered it. */
import type { CoveredEvent } from "../wire/attributions.ts";

export class Falls {
  readonly #sizes: readonly number[];
  readonly #patch: readonly number[];
  readonly #total: Float64Array;
  readonly #count: Float64Array;
  #taken = 0;

  /** For an input with axes of these sizes (its channels left out). */
  constructor(sizes: readonly number[], patch: readonly number[]) {
    this.#sizes = sizes;
    this.#patch = patch;
    const size = sizes.reduce((all, length) => all * length, 1);
    this.#total = new Float64Array(size);
    this.#count = new Float64Array(size);
  }

  /** After the first `taken` places; 0 where the patch has not been. The same, from wherever one comes. */
  after(taken: number, covered: readonly CoveredEvent[]): Float32Array {
    if (taken < this.#taken) {
      // Taking away again what was added would not leave quite what there was.
      this.#total.fill(0);
      this.#count.fill(0);
      this.#taken = 0;
    }
    for (const each of covered.slice(this.#taken, taken)) this.#add(each);
    this.#taken = Math.min(taken, covered.length);
    return Float32Array.from(this.#total, (total, i) => total / Math.max(1, this.#count[i] as number));
  }

  #add({ start, fall }: CoveredEvent): void {
    const walk = (axis: number, offset: number): void => {
      if (axis === this.#sizes.length) {
        this.#total[offset] = (this.#total[offset] as number) + fall;
        this.#count[offset] = (this.#count[offset] as number) + 1;
        return;
      }
      const first = start[axis] as number;
      for (let at = first; at < first + (this.#patch[axis] as number); at++) {
        walk(axis + 1, offset * (this.#sizes[axis] as number) + at);
      }
    };
    walk(0, 0);
  }
}
