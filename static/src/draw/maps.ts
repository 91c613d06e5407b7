/** Draws all maps of one node of the overview onto its canvas. */
import { type Kind, limitOf, paint } from "../colour.ts";
import { mapOrigin, type PlacedNode } from "../graph/layout.ts";
import { paintChannel } from "../picture.ts";
import { scaleLimit } from "../run-state.ts";
import type { ScaleChoice } from "../state.ts";
import type { Preprocessing } from "../wire/events.ts";
import type { Tensor } from "../wire/tensor.ts";

export interface MapsToDraw {
  node: PlacedNode;
  tensor: Tensor;
  kind: Kind;
  scale: ScaleChoice;
  /** Half-width of the scale shared by the whole network. */
  networkLimit: number;
  /** Given where the maps are the picture's channels: they keep their own colours. */
  picture: Preprocessing | null;
}

/** Enlarged less than this, whole pixels would come out visibly uneven. */
const SMOOTH_BELOW = 1.6;

/** Sizes the canvas for `resolution` device pixels per CSS pixel and draws. */
export function drawMaps(canvas: HTMLCanvasElement, maps: MapsToDraw, resolution: number): void {
  const { node } = maps;
  resize(canvas, Math.round(node.width * resolution), Math.round(node.height * resolution));
  const context = canvas.getContext("2d");
  if (!context) return;
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingEnabled = (node.cellWidth * resolution) / node.mapWidth < SMOOTH_BELOW;
  context.imageSmoothingQuality = "high";
  const images = imagesOf(maps);
  const pen = scratchPen(node.mapWidth, node.mapHeight);
  for (let map = 0; map < node.maps; map++) {
    pen?.putImageData(images(map), 0, 0);
    const origin = mapOrigin(node, map);
    const left = Math.round((origin.x - node.x) * resolution);
    const top = Math.round((origin.y - node.y) * resolution);
    const width = Math.max(1, Math.round(node.cellWidth * resolution));
    const height = Math.max(1, Math.round(node.cellHeight * resolution));
    if (pen) context.drawImage(pen.canvas, left, top, width, height);
  }
}

/** Half-width of a node's scale, for its legend; null where every map has its own. */
export function legendLimit(choice: ScaleChoice, tensor: Tensor, networkLimit: number): number | null {
  const scale = effectiveScale(choice, tensor);
  return scale === "map" ? null : scaleLimit(scale, tensor, 0, networkLimit);
}

/** Maps of one unit have no scale of their own: each would be at its end. */
function effectiveScale(choice: ScaleChoice, tensor: Tensor): ScaleChoice {
  const hasSingleUnits = tensor.data.length === tensor.shape[0];
  return choice === "map" && hasSingleUnits ? "layer" : choice;
}

function imagesOf(maps: MapsToDraw): (map: number) => ImageData {
  const { node, tensor, kind, networkLimit, picture } = maps;
  if (picture) return (map) => paintChannel(tensor, map, picture);
  const shared = legendLimit(maps.scale, tensor, networkLimit);
  return (map) => {
    const values = tensor.map(map);
    return paint(values, node.mapHeight, node.mapWidth, kind, shared ?? limitOf(values));
  };
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
