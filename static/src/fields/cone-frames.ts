/** The lines of the cone as SVG: sheets one behind the other, on each what is read of it, and the walls between. */
import { svg } from "lit";
import type { Plane } from "./plane.ts";
import { cornersOf, near, type Placed, type Point } from "./projection.ts";

export interface PlacedPlane {
  plane: Plane;
  place: Placed;
}

/** Sheets indicated behind the drawn one, and how far each stands from the other. */
const MOST_BEHIND = 2;
const BEHIND: Point = [4, -4];

export function coneFrames(sheets: readonly PlacedPlane[]) {
  return svg`
    <defs>
      <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <path class="hatch" d="M0 0V6" />
      </pattern>
    </defs>
    ${sheets.map(sheetEdges)}
    ${sheets.slice(1).map((sheet, i) => walls(sheets[i] as PlacedPlane, sheet))}
    ${sheets.map(readBeyond)}
    ${sheets.map(readInside)}
  `;
}

function sheetEdges({ plane, place }: PlacedPlane) {
  const corners = cornersOf(place, plane, [all(plane.rows), all(plane.columns)]);
  const [topLeft, topRight, bottomRight] = corners as [Point, Point, Point, Point];
  const behind = Array.from({ length: Math.min(MOST_BEHIND, plane.maps - 1) }, (_, i) => {
    const [x, y] = [BEHIND[0] * (i + 1), BEHIND[1] * (i + 1)];
    const edge = [topLeft, topRight, bottomRight].map(([left, top]): Point => [left + x, top + y]);
    return svg`<path class="sheet" d=${`M${edge.map(pair).join("L")}`} />`;
  });
  return svg`${behind}<path class="sheet" d=${closed(corners)} />`;
}

const all = (length: number) => ({ first: 0, last: length - 1 });

/** The four sides of the cone from what is read of one sheet to the same box on the next. */
function walls(from: PlacedPlane, to: PlacedPlane) {
  const here = boxOf(from);
  const there = boxOf(to);
  return here.map((corner, i) => {
    const next = (i + 1) % here.length;
    const wall = [corner, here[next] as Point, there[next] as Point, there[i] as Point];
    return svg`<path class="wall" d=${closed(wall)} /><path class="ray" d=${`M${pair(corner)}L${pair(there[i] as Point)}`} />`;
  });
}

/** Beyond a sheet's ends: zeros, and no picture. */
function readBeyond({ plane, place }: PlacedPlane) {
  const { window, rows, columns } = plane;
  if (window.every(({ first, last }, axis) => first >= 0 && last < (axis ? columns : rows))) return "";
  const outer = closed(boxOf({ plane, place }));
  const inner = plane.seen ? closed(cornersOf(place, plane, clipped(plane))) : "";
  return svg`<path class="padding" fill="url(#hatch)" fill-rule="evenodd" d=${outer + inner} />`;
}

function readInside({ plane, place }: PlacedPlane) {
  if (!plane.seen) return "";
  const frame = closed(cornersOf(place, plane, plane.seen));
  return svg`<path class="halo" d=${frame} /><path class="seen" d=${frame} />`;
}

const boxOf = ({ plane, place }: PlacedPlane): Point[] => cornersOf(place, plane, near(plane.window, plane));

/** The window's part on the sheet. */
function clipped({ window: [down, across], rows, columns }: Plane): Plane["window"] {
  return [
    { first: Math.max(0, down.first), last: Math.min(rows - 1, down.last) },
    { first: Math.max(0, across.first), last: Math.min(columns - 1, across.last) },
  ];
}

const pair = ([x, y]: Point): string => `${x.toFixed(1)} ${y.toFixed(1)}`;
const closed = (corners: readonly Point[]): string => `M${corners.map(pair).join("L")}Z`;
