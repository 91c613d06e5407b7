/** What a method has found about a target, as far as its stream has come. */
import type {
  AskedEvent,
  AttributionEvent,
  AttributionStreamEvent,
  AveragedEvent,
  CoveredEvent,
  PaintedEvent,
} from "../wire/attributions.ts";
import type { WireTensor } from "../wire/events.ts";
import { Tensor } from "../wire/tensor.ts";
import { Falls } from "./falls.ts";
import { overChannels } from "./heat.ts";
import type { Target } from "./target.ts";

type Decoded<Event, Name extends keyof Event> = Omit<Event, Name> & { tensor: Tensor | null };
export type Averaged = Decoded<AveragedEvent, "map">;
export type Painted = Decoded<PaintedEvent, "picture">;

export interface Found extends Pick<AttributionEvent, "layer" | "total" | "expected" | "similarity"> {
  map: Tensor;
  /** Grad-CAM: as large as the layer's maps; and a number a map. */
  coarse: Tensor | null;
  weights: Tensor | null;
}

export class Answer {
  readonly target: Target;
  asked: AskedEvent | null = null;
  readonly covered: CoveredEvent[] = [];
  readonly averaged: Averaged[] = [];
  readonly painted: Painted[] = [];
  found: Found | null = null;
  #falls: Falls | null = null;
  #heat: Float32Array | null = null;

  constructor(target: Target) {
    this.target = target;
  }

  accept(event: AttributionStreamEvent): void {
    if (event.event === "asked") this.asked = event;
    else if (event.event === "covered") this.covered.push(event);
    else if (event.event === "averaged") this.averaged.push({ ...event, tensor: decoded(event.map) });
    else if (event.event === "painted") this.painted.push({ ...event, tensor: decoded(event.picture) });
    else if (event.event === "attribution") {
      const { coarse, weights, ...rest } = event;
      const map = Tensor.decode(event.map);
      this.found = { ...rest, map, coarse: decoded(coarse), weights: decoded(weights) };
    }
  }

  /** The steps of its course that have come; none of a method that has no course. */
  get steps(): readonly (CoveredEvent | Averaged | Painted)[] {
    return [this.covered, this.averaged, this.painted].find((each) => each.length > 0) ?? [];
  }

  /** How many positions its course has so far: after the last place the patch is taken away. */
  get positions(): number {
    return this.steps.length + (this.covered.length && this.found ? 1 : 0);
  }

  /** And how many it will have, as far as is known. */
  get length(): number {
    const { places, steps, method } = this.asked ?? {};
    if (places) return places + 1;
    return steps ? steps + (method === "maximization" ? 1 : 0) : 0;
  }

  /** What each place of the input (axes of these sizes) is given, after a step of the course; null as long as nothing is. */
  heatAt(step: number, sizes: readonly number[]): Float32Array | null {
    if (this.covered.length) {
      this.#falls ??= new Falls(sizes, this.asked?.patch ?? []);
      return this.#falls.after(step + 1, this.covered);
    }
    if (this.painted.length) return null;
    if (this.found && step >= this.averaged.length - 1) {
      this.#heat ??= overChannels(this.found.map);
      return this.#heat;
    }
    const come = lastOf(this.averaged, step);
    return come && overChannels(come);
  }

  /** The picture painted until a step; null of other methods. */
  pictureAt(step: number): Tensor | null {
    const isEnd = this.painted.length > 0 && step >= this.painted.length - 1;
    return isEnd && this.found ? this.found.map : lastOf(this.painted, step);
  }
}

const decoded = (tensor: WireTensor | null | undefined): Tensor | null =>
  tensor ? Tensor.decode(tensor) : null;

/** What was sent last until a step; not every step brings something. */
const lastOf = (steps: readonly { tensor: Tensor | null }[], step: number): Tensor | null =>
  steps.slice(0, step + 1).findLast(({ tensor }) => tensor)?.tensor ?? null;
