/** How one map of a tensor is drawn, whatever the tensor's rank: frames of rows and columns of cells. */

/** Where in its map a unit lies: nothing in a vector, [sample], [row, column], or [frame, row, column]. */
export type Unit = readonly number[];

/** A vector's unit, a signal's curve, a picture's map, or a clip's frames side by side. */
export type RasterKind = "unit" | "signal" | "map" | "clip";

export interface Raster {
  kind: RasterKind;
  maps: number;
  /** Lengths of the axes behind the channels. */
  axes: readonly number[];
  frames: number;
  /** Of a frame. */
  rows: number;
  columns: number;
  /** Frames beside each other; longer strips go on below, as lines of text do. */
  framesAcross: number;
  /** Columns (and rows) left free between two frames. */
  gap: number;
  /** Proportions of the drawing, in cells; a signal's one row is drawn higher than it is wide. */
  width: number;
  height: number;
}

/** A signal's curve is so many times as wide as it is high. */
const SIGNAL_ASPECT = 3.5;
/** A clip's frames stand apart by this share of their width. */
const FRAME_GAP = 1 / 12;
/** Strips longer than this are broken in two lines or more. */
const LONGEST_STRIP = 4;

/** The raster of a shape without the batch: K, C×L, C×H×W or C×T×H×W; of more axes the middle ones are frames. */
export function rasterOf(shape: readonly number[]): Raster {
  const [maps = 1, ...axes] = shape;
  const rows = axes.at(-2) ?? 1;
  const columns = axes.at(-1) ?? 1;
  const frames = product(axes.slice(0, -2));
  const gap = frames > 1 ? Math.max(1, Math.round(columns * FRAME_GAP)) : 0;
  const kind = kindOf(axes);
  const lines = Math.ceil(frames / LONGEST_STRIP);
  const framesAcross = Math.ceil(frames / lines);
  const width = framesAcross * (columns + gap) - gap;
  const height = kind === "signal" ? columns / SIGNAL_ASPECT : lines * (rows + gap) - gap;
  return { kind, maps, axes, frames, framesAcross, rows, columns, gap, width, height };
}

function kindOf(axes: readonly number[]): RasterKind {
  if (product(axes) === 1) return "unit";
  if (axes.length === 1) return "signal";
  return product(axes.slice(0, -2)) > 1 ? "clip" : "map";
}

/**
 * The unit under a point given as shares (0 … 1) of a map's height and width; null outside.
 *
 * What is left free between two frames goes with the one before: small maps would hardly be hit otherwise.
 */
export function unitUnder(raster: Raster, down: number, across: number): Unit | null {
  const { kind, frames, framesAcross, rows, columns, gap, axes, width, height } = raster;
  if (down < 0 || down >= 1 || across < 0 || across >= 1) return null;
  const x = Math.floor(across * width);
  const y = kind === "signal" ? 0 : Math.floor(down * height);
  const [line, left] = [Math.floor(y / (rows + gap)), Math.floor(x / (columns + gap))];
  const row = Math.min(y - line * (rows + gap), rows - 1);
  const column = Math.min(x - left * (columns + gap), columns - 1);
  const frame = line * framesAcross + left;
  if (frame >= frames) return null;
  return unitAt((frame * rows + row) * columns + column, axes);
}

/** Top-left cell of a frame in the drawing of a map. */
export function frameOrigin({ framesAcross, rows, columns, gap }: Raster, frame: number): [number, number] {
  return [Math.floor(frame / framesAcross) * (rows + gap), (frame % framesAcross) * (columns + gap)];
}

/** The unit at a place in C order. */
export function unitAt(index: number, axes: readonly number[]): number[] {
  const unit: number[] = [];
  let rest = index;
  for (const length of [...axes].reverse()) {
    unit.unshift(rest % length);
    rest = Math.floor(rest / length);
  }
  return unit;
}

/** A unit's place in C order; what lies outside is pulled in, what is missing counts as 0. */
export function indexOf(unit: Unit, axes: readonly number[]): number {
  return axes.reduce((index, length, axis) => index * length + within(unit[axis], length), 0);
}

/** A unit as an axis-by-axis index of a map with these axes: pulled in, and as long as they are. */
export function unitWithin(unit: Unit, axes: readonly number[]): number[] {
  return axes.map((length, axis) => within(unit[axis], length));
}

/** The unit in the middle of a map: where the keyboard points. */
export const middleUnit = (axes: readonly number[]): number[] => axes.map((length) => length >> 1);

/** "row 3, column 5", "sample 7", "frame 2, row 3, column 5"; "" for a vector's unit. */
export function describeUnit(unit: Unit): string {
  const words = axisWords(unit.length);
  return unit.map((place, axis) => `${words[axis]} ${place}`).join(", ");
}

/** What the places along each of so many axes are called. */
export function axisWords(axes: number): readonly string[] {
  if (axes <= 1) return ["sample"].slice(0, axes);
  const deep = Array.from({ length: Math.max(0, axes - 3) }, (_, i) => `axis ${i + 1}`);
  return [...deep, "frame", "row", "column"].slice(-axes);
}

const within = (place: number | undefined, length: number): number =>
  Math.max(0, Math.min(length - 1, Math.floor(place ?? 0) || 0));

function product(lengths: readonly number[]): number {
  return lengths.reduce((all, length) => all * length, 1);
}
