/** How volumes are seen: turned a little, from above, farther maps smaller. Points of the film's world and of the screen. */

export interface Point {
  x: number;
  y: number;
}

/** Where a flat picture lies: its top-left corner, and its top and left edges. */
export interface Frame extends Point {
  ux: number;
  uy: number;
  vx: number;
  vy: number;
}

/** A stack of maps: the front one's middle and size, and how far it reaches back. */
export interface Volume extends Point {
  width: number;
  height: number;
  depth: number;
}

export interface Box extends Point {
  width: number;
  height: number;
}

/** One length along a map's row, along its column, and into the depth, as they are seen. */
const ACROSS: Point = { x: 0.94, y: 0.13 };
const DOWN: Point = { x: 0, y: 0.98 };
const INTO: Point = { x: 0.56, y: -0.36 };
/** How much smaller a map is as far behind the front as the volume is wide. */
const SHRINK = 0.22;

/** Where a map lies at a depth behind its volume's front; before it where that is negative. */
export function frameAt({ x, y, width, height }: Volume, depth: number): Frame {
  const scale = 1 / (1 + (SHRINK * depth) / Math.max(width, height));
  const [w, h] = [width * scale, height * scale];
  const middle = { x: x + INTO.x * depth * scale, y: y + INTO.y * depth * scale };
  const [ux, uy, vx, vy] = [ACROSS.x * w, ACROSS.y * w, DOWN.x * h, DOWN.y * h];
  return { x: middle.x - (ux + vx) / 2, y: middle.y - (uy + vy) / 2, ux, uy, vx, vy };
}

/** A point of a frame, given as shares of its width and height. */
export function pointOn({ x, y, ux, uy, vx, vy }: Frame, across: number, down: number): Point {
  return { x: x + ux * across + vx * down, y: y + uy * across + vy * down };
}

/** Which shares of a frame a point lies at: the way back. */
export function sharesOf({ x, y, ux, uy, vx, vy }: Frame, point: Point): { across: number; down: number } {
  const determinant = ux * vy - uy * vx || 1;
  const [dx, dy] = [point.x - x, point.y - y];
  return { across: (dx * vy - dy * vx) / determinant, down: (dy * ux - dx * uy) / determinant };
}

/** A part of a frame, given in shares. */
export function partOf(frame: Frame, { x, y, width, height }: Box): Frame {
  const { ux, uy, vx, vy } = frame;
  return {
    ...pointOn(frame, x, y),
    ux: ux * width,
    uy: uy * width,
    vx: vx * height,
    vy: vy * height,
  };
}

/** A frame turned about its middle, as a sheet in its own plane. */
export function turned(frame: Frame, angle: number): Frame {
  if (angle === 0) return frame;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const middle = pointOn(frame, 0.5, 0.5);
  const [ux, uy] = [frame.ux * cos + frame.vx * sin, frame.uy * cos + frame.vy * sin];
  const [vx, vy] = [frame.vx * cos - frame.ux * sin, frame.vy * cos - frame.uy * sin];
  return { x: middle.x - (ux + vx) / 2, y: middle.y - (uy + vy) / 2, ux, uy, vx, vy };
}

/** A frame on the way from one place to another. */
export function between(from: Frame, to: Frame, part: number): Frame {
  const mixed = (key: keyof Frame) => from[key] + (to[key] - from[key]) * part;
  return { x: mixed("x"), y: mixed("y"), ux: mixed("ux"), uy: mixed("uy"), vx: mixed("vx"), vy: mixed("vy") };
}

export const cornersOf = (frame: Frame): [Point, Point, Point, Point] => [
  pointOn(frame, 0, 0),
  pointOn(frame, 1, 0),
  pointOn(frame, 1, 1),
  pointOn(frame, 0, 1),
];

/** The box around a volume as it is seen, from `before` its front. */
export function boxAround(volume: Volume, before = 0): Box {
  return boxOf([...cornersOf(frameAt(volume, -before)), ...cornersOf(frameAt(volume, volume.depth))]);
}

export function boxOf(points: readonly Point[]): Box {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { x: left, y: top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}

/** What the film is seen through: the point in the middle of the picture, and the enlargement. */
export interface Camera extends Point {
  zoom: number;
}

/** The camera that shows a box of the world as large as it fits into a box of the screen. */
export function cameraOn(box: Box, screen: Box, mostZoom: number): Camera {
  const zoom = Math.min(screen.width / box.width, screen.height / box.height, mostZoom);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, zoom };
}

/** A camera on its way; it comes closer at an even rate. */
export function cameraBetween(from: Camera, to: Camera, part: number): Camera {
  const zoom = from.zoom * (to.zoom / from.zoom) ** part;
  // Places are mixed as zoom goes, so that a point that stays in the picture moves along a straight line.
  const way = Math.abs(to.zoom - from.zoom) < 1e-9 ? part : share(from.zoom, to.zoom, zoom);
  return { x: from.x + (to.x - from.x) * way, y: from.y + (to.y - from.y) * way, zoom };
}

const share = (from: number, to: number, zoom: number): number => (1 / zoom - 1 / from) / (1 / to - 1 / from);

export const easeInOut = (t: number): number => (t < 0.5 ? 4 * t ** 3 : 1 - (2 - 2 * t) ** 3 / 2);
export const easeOut = (t: number): number => 1 - (1 - t) ** 3;
