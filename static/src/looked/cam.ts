/** Grad-CAM's maps: which count most, and which of their places lies under a place of the picture. */
import type { Unit } from "../graph/raster.ts";

/** Which of some terms are largest in magnitude, the largest first. */
export const strongestOf = (terms: readonly number[], most: number): number[] =>
  terms
    .map((_, i) => i)
    .sort((a, b) => Math.abs(terms[b] as number) - Math.abs(terms[a] as number) || a - b)
    .slice(0, most);

/** A place of the picture as one of maps that lie over it. */
export const placeInMaps = (place: Unit, picture: readonly number[], maps: readonly number[]): number[] =>
  place.map((at, axis) =>
    Math.min(
      (maps[axis] as number) - 1,
      Math.floor(((at + 0.5) * (maps[axis] as number)) / (picture[axis] as number)),
    ),
  );
