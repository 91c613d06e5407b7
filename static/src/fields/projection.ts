/** Sheets standing one behind the other, seen from the side: where each lies, and each cell on it. */
import type { Interval } from "../graph/field.ts";

export interface Sheet {
  rows: number;
  columns: number;
}

/** A sheet's place: its top left corner, one step down a row and one across a column, in CSS pixels. */
export interface Placed {
  x: number;
  y: number;
  /** Down the whole sheet, and across it to the right and up. */
  height: number;
  width: number;
  lift: number;
  /** Where its label goes. */
  middle: number;
}

export type Point = readonly [x: number, y: number];

/** Across a sheet that is seen from the side; up goes the far edge by a share of that. */
const FORESHORTENED = 0.58;
const LIFT = 0.4;
/** Rows of values and signals are so thin that they need no perspective. */
const STRIP = 16;
/** Sheets shrink no further than to this share of the tallest, however few rows they have. */
const LEAST = 0.34;
/** Room above for the edges of the sheets behind. */
const ABOVE = 10;
/** Room above and below for what is read beyond a sheet's ends, as a share of its height. */
export const BEYOND = 0.12;

/** Places the sheets from left to right in a box, the one with most rows as high as there is room. */
export function placed(sheets: readonly Sheet[], width: number, height: number): Placed[] {
  const slot = width / Math.max(1, sheets.length);
  const most = Math.max(...sheets.map(({ rows }) => rows));
  return sheets.map(({ rows, columns }, i) => {
    const share = LEAST + (1 - LEAST) * (most > 1 ? Math.log(rows) / Math.log(most) : 1);
    const across = columns === 1 ? 0 : (columns / rows) * FORESHORTENED;
    const room = ((height - ABOVE) * share) / (1 + 2 * BEYOND) / (1 + across * LIFT);
    const down = across ? Math.min(room, (slot * 0.82) / across / (1 + BEYOND)) : room;
    const wide = across ? down * across : Math.min(STRIP, slot / 3);
    const lift = across ? wide * LIFT : 0;
    const middle = slot * (i + 0.5);
    // The far edge, and what lies beyond it, reach higher than the near one.
    const y = (height + ABOVE - down + lift) / 2;
    return { x: middle - wide / 2, y, height: down, width: wide, lift, middle };
  });
}

/** A point of a sheet given in rows and columns from its top left corner. */
export function pointOn(
  { x, y, width, height, lift }: Placed,
  sheet: Sheet,
  row: number,
  column: number,
): Point {
  const across = column / sheet.columns;
  return [x + across * width, y + (row / sheet.rows) * height - across * lift];
}

/** The corners of a box of cells: top left, top right, bottom right, bottom left. */
export function cornersOf(
  place: Placed,
  sheet: Sheet,
  [rows, columns]: readonly [Interval, Interval],
): Point[] {
  const [top, bottom, left, right] = [rows.first, rows.last + 1, columns.first, columns.last + 1];
  return [
    pointOn(place, sheet, top, left),
    pointOn(place, sheet, top, right),
    pointOn(place, sheet, bottom, right),
    pointOn(place, sheet, bottom, left),
  ];
}

/** A window cut where it would leave the drawing: a little beyond the sheet's ends. */
export function near([rows, columns]: readonly [Interval, Interval], sheet: Sheet): [Interval, Interval] {
  return [cut(rows, sheet.rows), cut(columns, sheet.columns)];
}

function cut({ first, last }: Interval, length: number): Interval {
  const margin = BEYOND * length;
  return { first: Math.max(first, -margin), last: Math.min(last, length - 1 + margin) };
}
