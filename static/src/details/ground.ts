/** The maps that a vector's values come from, and what is said of each value laid out on them. */
import type { MadeOf, Origin } from "../graph/origin.ts";
import { describeUnit, unitAt } from "../graph/raster.ts";
import { sizeOf, Tensor } from "../wire/tensor.ts";
import { folded } from "./map-image.ts";

/** A place on the maps: which plane, and which of its cells; null where a whole map made the value. */
export interface Spot {
  plane: number;
  cell: number | null;
}

/** Maps as planes: of a clip each frame is one. */
export class Ground {
  /** Of the layer (or input) whose maps these are. */
  readonly name: string;
  readonly madeOf: MadeOf;
  /** Planes of rows and columns; of a signal [maps, samples]. */
  readonly tensor: Tensor;
  /** Whether there are maps at all; else the vector itself is laid out in rows. */
  readonly isMaps: boolean;
  /** Lengths of a map's axes. */
  readonly #axes: readonly number[];
  readonly #order: readonly number[] | null;
  readonly #back: Map<number, number> | null;
  readonly #length: number;

  constructor(vector: Tensor, name: string, origin?: Origin & { tensor: Tensor }) {
    this.#length = vector.data.length;
    this.isMaps = origin !== undefined;
    this.name = origin?.name ?? name;
    this.madeOf = origin?.madeOf ?? "cell";
    this.#order = origin?.order ?? null;
    this.#back = this.#order && new Map(this.#order.map((cell, index) => [cell, index]));
    this.#axes = origin?.tensor.shape.slice(1) ?? [];
    this.tensor = origin ? inPlanes(origin.tensor) : inRows(vector);
  }

  get planes(): number {
    return this.tensor.shape[0] ?? 1;
  }

  /** Cells of a plane. */
  get cells(): number {
    return sizeOf(this.tensor.shape.slice(1));
  }

  get columns(): number {
    return this.tensor.shape.at(-1) ?? 1;
  }

  /** Planes of one map: a clip's frames. */
  get frames(): number {
    return Math.max(1, sizeOf(this.#axes) / this.cells) || 1;
  }

  /** Where the value at an index comes from. */
  spotOf(index: number): Spot {
    const at = this.#order?.[index] ?? index;
    if (this.madeOf !== "cell") return { plane: at * this.frames, cell: null };
    return { plane: Math.floor(at / this.cells), cell: at % this.cells };
  }

  /** The value that a place became; null behind the vector's end. */
  indexAt({ plane, cell }: Spot): number | null {
    const at = this.madeOf === "cell" ? plane * this.cells + (cell ?? 0) : Math.floor(plane / this.frames);
    const index = this.#back ? (this.#back.get(at) ?? null) : at;
    return index !== null && index < this.#length ? index : null;
  }

  /** The values' weights laid out on the maps: so that cell × weight, added up, is the vote. */
  weightsLaidOut(weights: Float32Array): Tensor {
    const laid = new Float32Array(this.tensor.data.length).fill(this.madeOf === "cell" ? Number.NaN : 0);
    for (let index = 0; index < this.#length; index++) this.#lay(laid, index, weights[index] as number);
    return new Tensor(this.tensor.shape, laid);
  }

  #lay(laid: Float32Array, index: number, weight: number): void {
    const { plane, cell } = this.spotOf(index);
    const first = plane * this.cells;
    const count = this.cells * this.frames;
    if (cell !== null) laid[first + cell] = weight;
    else if (this.madeOf === "mean") laid.fill(weight / count, first, first + count);
    else laid[first + largestAt(this.tensor.data.subarray(first, first + count))] = weight;
  }

  /** "map 3", "map 3, frame 1": which plane. */
  describePlane(plane: number): string {
    if (!this.isMaps) return this.name;
    const map = `map ${Math.floor(plane / this.frames)}`;
    return this.frames > 1 && this.madeOf === "cell" ? `${map}, frame ${plane % this.frames}` : map;
  }

  /** In words: "map 3, row 1, column 4". */
  describe(index: number): string {
    return this.isMaps
      ? [this.#map(index), describeUnit(this.#unit(index))].filter(Boolean).join(", ")
      : `value ${index}`;
  }

  /** For a narrow column: "map 3 (1, 4)". */
  brief(index: number): string {
    if (!this.isMaps) return `value ${index}`;
    const unit = this.#unit(index);
    return unit.length ? `${this.#map(index)} (${unit.join(", ")})` : this.#map(index);
  }

  #map(index: number): string {
    return `map ${Math.floor(this.spotOf(index).plane / this.frames)}`;
  }

  #unit(index: number): number[] {
    const { plane, cell } = this.spotOf(index);
    return cell === null ? [] : unitAt((plane % this.frames) * this.cells + cell, this.#axes);
  }
}

function inPlanes({ shape, data }: Tensor): Tensor {
  const [maps = 1, ...axes] = shape;
  if (axes.length === 1) return new Tensor(shape, data);
  return new Tensor([maps * sizeOf(axes.slice(0, -2)), ...axes.slice(-2)], data);
}

/** A vector as one plane of rows, NaN behind its end. */
function inRows({ data }: Tensor): Tensor {
  const { height, width } = folded(data.length);
  const laid = new Float32Array(height * width).fill(Number.NaN);
  laid.set(data);
  return new Tensor([1, height, width], laid);
}

function largestAt(values: Float32Array): number {
  let at = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] as number) > (values[at] as number)) at = i;
  return at;
}
