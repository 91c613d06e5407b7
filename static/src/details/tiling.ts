/** Where each of many small maps stands: as large as fits, in rows. CSS pixels. */

export interface Tiles {
  count: number;
  /** Of the tensor: planes of rows and columns, or [maps, samples]. */
  shape: readonly number[];
  /** The room there is. */
  width: number;
  high: number;
  /** A tile is at most so wide. */
  most: number;
  /** Whether there is a bar below each. */
  barred: boolean;
}

export interface Tiling {
  perRow: number;
  /** Of a tile. */
  width: number;
  tall: number;
  /** Cells of a tile. */
  rows: number;
  columns: number;
  /** Of all of them. */
  across: number;
  height: number;
  placeOf(place: number): { x: number; y: number };
  under(x: number, y: number): { place: number; cell: number } | null;
}

const GAP = 4;
const BAR = 8;
const LEAST = 14;
const SIGNAL_ASPECT = 2.5;
/** Outlines reach beyond their tile. */
const RIM = 4;

export function tiling({ count, shape, width, high, most, barred }: Tiles): Tiling {
  const columns = shape.at(-1) ?? 1;
  const rows = shape.length > 2 ? (shape.at(-2) ?? 1) : 1;
  const isSignal = shape.length === 2 && columns > 1;
  const aspect = isSignal ? 1 / SIGNAL_ASPECT : rows / columns;
  const below = barred ? BAR : 0;
  const room = width - 2 * RIM;
  const fit = (size: number) => {
    const [wide, tall] = aspect > 1 ? [size / aspect, size] : [size, size * aspect];
    const perRow = Math.max(1, Math.floor((room + GAP) / (wide + GAP)));
    const height = Math.ceil(count / perRow) * (tall + below + GAP) - GAP + 2 * RIM;
    return { wide, tall: Math.max(tall, 6), perRow, height };
  };
  let size = Math.min(most, room);
  while (size > LEAST && fit(size).height > high) size -= 1;
  const { wide, tall, perRow, height } = fit(size);
  const placeOf = (place: number) => ({
    x: RIM + (place % perRow) * (wide + GAP),
    y: RIM + Math.floor(place / perRow) * (tall + below + GAP),
  });
  const under = (x: number, y: number) => {
    const column = Math.floor((x - RIM) / (wide + GAP));
    const row = Math.floor((y - RIM) / (tall + below + GAP));
    const place = row * perRow + column;
    if (column < 0 || row < 0 || column >= perRow || place >= count) return null;
    const origin = placeOf(place);
    const cellX = clamp(Math.floor(((x - origin.x) / wide) * columns), columns);
    const cellY = clamp(Math.floor(((y - origin.y) / tall) * rows), rows);
    return { place, cell: cellY * columns + cellX };
  };
  return { perRow, width: wide, tall, rows, columns, across: width, height, placeOf, under };
}

const clamp = (at: number, length: number): number => Math.max(0, Math.min(length - 1, at));
