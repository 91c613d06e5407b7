/** A signal as a curve around its zero line. */
import type { Box } from "../graph/placed.ts";

/** Of a signal's box, for the strip of its colours below the curve. */
export const STRIP_SHARE = 0.24;
/** Lower boxes show the colours alone. */
const LEAST_HEIGHT = 12;
const ZERO_LINE_ALPHA = 0.25;

export const hasRoomForCurve = ({ height }: Box): boolean => height >= LEAST_HEIGHT;

/** Draws values from −limit (bottom) to +limit (top) from left to right, with their zero line. */
export function drawCurve(
  context: CanvasRenderingContext2D,
  values: Float32Array,
  limit: number,
  box: Box,
  ink: string,
): void {
  const thickness = Math.max(1, Math.min(2, box.height / 24));
  context.save();
  context.strokeStyle = ink;
  context.lineWidth = thickness;
  context.lineJoin = "round";
  context.globalAlpha = ZERO_LINE_ALPHA;
  context.stroke(new Path2D(`M${box.x} ${box.y + box.height / 2}h${box.width}`));
  context.globalAlpha = 1;
  context.stroke(new Path2D(curvePath(values, limit, box, thickness)));
  context.restore();
}

/** The curve as an SVG path: each value in the middle of its part of the width. Breaks at what is not finite. */
export function curvePath(values: Float32Array, limit: number, box: Box, inset = 0): string {
  const reach = Math.max(0, box.height / 2 - inset);
  const middle = box.y + box.height / 2;
  let path = "";
  let broken = true;
  values.forEach((value, i) => {
    if (!Number.isFinite(value)) {
      broken = true;
      return;
    }
    const share = Math.max(-1, Math.min(1, limit > 0 ? value / limit : 0));
    const x = box.x + ((i + 0.5) / values.length) * box.width;
    path += `${broken ? "M" : "L"}${x.toFixed(2)} ${(middle - share * reach).toFixed(2)}`;
    broken = false;
  });
  return path;
}
