/** The whole overview small, and the part of it that is in view: where a frame stands, and where a press leads. */
import type { Box } from "./placed.ts";

export interface Size {
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

/** A narrower frame could not be taken hold of. */
const LEAST_FRAME = 8;
/** What is cut off by less is rounding, and not out of view. */
const SLACK = 1;

/** Whether a part of the stage is out of view. */
export function isLarger(stage: Size, view: Box): boolean {
  return (
    view.x > SLACK ||
    view.y > SLACK ||
    view.x + view.width < stage.width - SLACK ||
    view.y + view.height < stage.height - SLACK
  );
}

/** Where the view stands on the map: as far as it shows any of the stage. */
export function frameOn(map: Size, stage: Size, view: Box): Box {
  const [x, width] = span(map.width, stage.width, view.x, view.width);
  const [y, height] = span(map.height, stage.height, view.y, view.height);
  return { x, y, width, height };
}

/** The place of the stage under a point of the map. */
export function placeAt(map: Size, stage: Size, { x, y }: Point): Point {
  return { x: (x / map.width) * stage.width, y: (y / map.height) * stage.height };
}

/** Where the middle of the view goes with a key; null for other keys. */
export function placeByKey(key: string, stage: Size, view: Box): Point | null {
  const middle = view.x + view.width / 2;
  const to = {
    ArrowLeft: middle - view.width / 4,
    ArrowRight: middle + view.width / 4,
    PageUp: middle - view.width,
    PageDown: middle + view.width,
    Home: 0,
    End: stage.width,
  }[key];
  if (to === undefined) return null;
  const [least, most] = [view.width / 2, stage.width - view.width / 2];
  return { x: Math.max(least, Math.min(most, to)), y: view.y + view.height / 2 };
}

function span(map: number, stage: number, from: number, length: number): [number, number] {
  const scale = map / stage;
  const start = Math.max(0, from) * scale;
  const end = Math.min(stage, from + length) * scale;
  const size = Math.min(map, Math.max(LEAST_FRAME, end - start));
  return [Math.max(0, Math.min(map - size, start)), size];
}
