/** The steps of a detail view: every unit of the opened map in raster order; every map where maps hold one unit. */
import { indexOf, type Unit, unitAt } from "../graph/raster.ts";
import type { Pair } from "./geometry.ts";

export interface Place {
  map: number;
  unit: Unit;
}

/** Steps over an output of shape [C, …] or [N]. */
export class Steps {
  readonly maps: number;
  /** Lengths of the axes behind the channels. */
  readonly axes: readonly number[];
  readonly #units: number;

  constructor(shape: readonly number[]) {
    [this.maps = 1, ...this.axes] = shape;
    this.#units = this.axes.reduce((all, length) => all * length, 1);
  }

  /** Whether each map is a single value, so that stepping goes from map to map. */
  get overMaps(): boolean {
    return this.#units === 1;
  }

  get length(): number {
    return this.overMaps ? this.maps : this.#units;
  }

  /** Steps in a row of the map. */
  get row(): number {
    return this.overMaps ? 1 : (this.axes.at(-1) ?? 1);
  }

  /** Rows and columns: the last two axes. */
  get size(): Pair {
    return [this.axes.at(-2) ?? 1, this.axes.at(-1) ?? 1];
  }

  /** The step that shows a place; places outside are pulled in. */
  positionOf({ map, unit }: Place): number {
    return this.overMaps ? within(map, this.maps) : indexOf(unit, this.axes);
  }

  /** The place that a step shows, in map `map` where steps stay in one. */
  placeAt(position: number, map: number): Place {
    if (this.overMaps) return { map: within(position, this.maps), unit: unitAt(0, this.axes) };
    return { map: within(map, this.maps), unit: unitAt(position, this.axes) };
  }
}

const within = (index: number, length: number): number =>
  Math.max(0, Math.min(length - 1, Math.floor(index) || 0));
