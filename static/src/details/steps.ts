/** The steps of a detail view: every unit of the opened map in raster order; every map where maps hold one unit. */
import type { Pair } from "./geometry.ts";

export interface Place {
  map: number;
  unit: Pair;
}

/** Steps over an output of shape [C, H, W] or [N]. */
export class Steps {
  readonly maps: number;
  readonly height: number;
  readonly width: number;

  constructor(shape: readonly number[]) {
    [this.maps = 1, this.height = 1, this.width = 1] = shape;
  }

  /** Whether each map is a single value, so that stepping goes from map to map. */
  get overMaps(): boolean {
    return this.height * this.width === 1;
  }

  get length(): number {
    return this.overMaps ? this.maps : this.height * this.width;
  }

  /** Steps in a row of the map. */
  get row(): number {
    return this.overMaps ? 1 : this.width;
  }

  /** The step that shows a place; places outside are pulled in. */
  positionOf({ map, unit: [y, x] }: Place): number {
    if (this.overMaps) return within(map, this.maps);
    return within(y, this.height) * this.width + within(x, this.width);
  }

  /** The place that a step shows, in map `map` where steps stay in one. */
  placeAt(position: number, map: number): Place {
    if (this.overMaps) return { map: within(position, this.maps), unit: [0, 0] };
    return { map: within(map, this.maps), unit: [Math.floor(position / this.width), position % this.width] };
  }
}

const within = (index: number, length: number): number =>
  Math.max(0, Math.min(length - 1, Math.floor(index) || 0));
