/** Draws the maps of one node of the overview onto its canvas. */
import { type Kind, limitOf, paint } from "../colour.ts";
import { type Box, mapOrigin, type PlacedNode } from "../graph/placed.ts";
import { frameOrigin, type Raster, rasterOf } from "../graph/raster.ts";
import { paintChannel } from "../picture.ts";
import type { Preprocessing } from "../wire/events.ts";
import type { Tensor } from "../wire/tensor.ts";
import { drawCurve, hasRoomForCurve, STRIP_SHARE } from "./curve.ts";
import { greysOf, paintOver, type Under } from "./overlay.ts";

export interface MapsToDraw {
  node: PlacedNode;
  tensor: Tensor;
  kind: Kind;
  /** Half-width of the colour scale; null where every map has its own. */
  limit: number | null;
  /** Given where the maps are the picture's channels: they keep their own colours. */
  picture: Preprocessing | null;
  /** What gradients are drawn over; absent where they stand alone. */
  under?: Under;
  /** Of a signal's curve. */
  ink: string;
}

/** Enlarged less than this, whole pixels would come out visibly uneven. */
const SMOOTH_BELOW = 1.6;

/** Sizes the canvas for `resolution` device pixels per CSS pixel and draws. */
export function drawMaps(canvas: HTMLCanvasElement, maps: MapsToDraw, resolution: number): void {
  const { node, tensor } = maps;
  // Of thumbnails there are fewer rows and columns than of the node's maps; of a part, fewer maps.
  const held = rasterOf(tensor.shape);
  const count = Math.min(node.shown, held.maps);
  resize(canvas, Math.round(node.width * resolution), Math.round(node.height * resolution));
  const context = canvas.getContext("2d");
  if (!context) return;
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingEnabled = (node.cellWidth * resolution) / held.width < SMOOTH_BELOW;
  context.imageSmoothingQuality = "high";
  const draw = node.raster.kind === "signal" ? drawSignal : drawFrames;
  for (let map = 0; map < count; map++) {
    const origin = mapOrigin(node, map);
    draw(context, { ...maps, held }, map, {
      x: Math.round((origin.x - node.x) * resolution),
      y: Math.round((origin.y - node.y) * resolution),
      width: Math.max(1, Math.round(node.cellWidth * resolution)),
      height: Math.max(1, Math.round(node.cellHeight * resolution)),
    });
  }
}

interface HeldMaps extends MapsToDraw {
  /** How the numbers that are held lie. */
  held: Raster;
}

type Context = CanvasRenderingContext2D;

/** A map's frames beside each other: one for a picture, T for a clip. */
function drawFrames(context: Context, maps: HeldMaps, map: number, { x, y, width, height }: Box): void {
  const { raster } = maps.node;
  const pen = scratchPen(maps.held.columns, maps.held.rows);
  if (!pen) return;
  const [across, down] = [width / raster.width, height / raster.height];
  const size = [
    Math.max(1, Math.round(raster.columns * across)),
    Math.max(1, Math.round(raster.rows * down)),
  ] as const;
  for (let frame = 0; frame < raster.frames; frame++) {
    const [top, left] = frameOrigin(raster, frame);
    pen.putImageData(frameImage(maps, map, frame), 0, 0);
    context.drawImage(pen.canvas, Math.round(x + left * across), Math.round(y + top * down), ...size);
  }
}

/** A curve over a strip of its colours; the strip alone where there is no room. */
function drawSignal(context: Context, maps: MapsToDraw, map: number, box: Box): void {
  const values = maps.tensor.map(map);
  const pen = scratchPen(values.length, 1);
  const limit = limitFor(maps, values);
  const top = hasRoomForCurve(box) ? Math.round(box.height * (1 - STRIP_SHARE)) : 0;
  const { under } = maps;
  const strip = under
    ? paintOver(values, [1, values.length], limit, greysOf(under, map, null))
    : paint(values, 1, values.length, maps.kind, limit);
  pen?.putImageData(strip, 0, 0);
  if (pen) context.drawImage(pen.canvas, box.x, box.y + top, box.width, box.height - top);
  if (top > 0) drawCurve(context, values, limit, { ...box, height: top }, maps.ink);
}

function frameImage(maps: HeldMaps, map: number, frame: number): ImageData {
  const { held, tensor, kind, picture } = maps;
  if (picture) return paintChannel(tensor, map, picture, frame);
  const { under } = maps;
  if (under) {
    const size = [held.rows, held.columns] as const;
    return paintOver(
      tensor.plane(map, frame),
      size,
      limitFor(maps, tensor.map(map)),
      greysOf(under, map, frame),
    );
  }
  return paint(tensor.plane(map, frame), held.rows, held.columns, kind, limitFor(maps, tensor.map(map)));
}

function limitFor(maps: MapsToDraw, values: Float32Array): number {
  return maps.limit ?? limitOf(values);
}

const scratchPens = new Map<string, OffscreenCanvasRenderingContext2D | null>();

/** A canvas of a map's own size to scale from; one for each size, because making them takes longer than drawing. */
function scratchPen(width: number, height: number): OffscreenCanvasRenderingContext2D | null {
  const key = `${width}×${height}`;
  let pen = scratchPens.get(key);
  if (pen === undefined) {
    pen = new OffscreenCanvas(width, height).getContext("2d");
    scratchPens.set(key, pen);
  }
  return pen;
}

function resize(canvas: HTMLCanvasElement, width: number, height: number): void {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}
