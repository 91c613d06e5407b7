/** Where a backward pass ends: the picture, and beside it how each of its values moves the loss. */
import { INPUT } from "../../graph/connectivity.ts";
import { scaleOf } from "../atlas.ts";
import { gradientOf } from "../mirror.ts";
import { type Box, easeInOut } from "../perspective.ts";
import type { Stage } from "../stage.ts";
import { drawPicture } from "./bars.ts";

const GAP = 14;

interface Place {
  room: Box;
  size: { width: number; height: number };
}

/** Over all that is drawn. `room`: what may be drawn in, in CSS pixels of the canvas. */
export function drawOutcome(stage: Stage, { room, size }: Place, verdict: number): void {
  const { reel, atlas, pen, world } = stage;
  const appear = easeInOut(Math.min(1, verdict * 1.8));
  pen.context.setTransform(pen.resolution, 0, 0, pen.resolution, 0, 0);
  pen.context.globalAlpha = appear;
  pen.context.fillStyle = pen.theme.paper;
  pen.context.fillRect(0, 0, size.width, size.height);
  const isWide = room.width > room.height;
  const half: Box = isWide
    ? { ...room, width: (room.width - GAP) / 2 }
    : { ...room, height: (room.height - GAP) / 2 };
  drawPicture(stage, half, appear);
  const name = gradientOf(INPUT);
  const [tensor, station] = [reel.tensor(name), world.at.get(name)];
  if (!tensor || !station) return;
  const beside = isWide
    ? { ...half, x: half.x + half.width + GAP }
    : { ...half, y: half.y + half.height + GAP };
  const { maps } = station.raster;
  const tiles = Array.from({ length: Math.min(maps, MOST) }, (_, map) =>
    atlas.map(name, tensor, map, scaleOf(tensor), station.cells, null),
  );
  const isRow = beside.width > 1.6 * beside.height;
  const across = isRow ? tiles.length : Math.ceil(Math.sqrt(tiles.length));
  const down = Math.ceil(tiles.length / across);
  const { context, resolution } = pen;
  context.setTransform(resolution, 0, 0, resolution, 0, 0);
  context.globalAlpha = appear;
  tiles.forEach(({ image, x, y, width, height }, i) => {
    const cell = { width: beside.width / across - GAP / 2, height: beside.height / down - GAP / 2 };
    const scale = Math.min(cell.width / width, cell.height / height);
    const left = beside.x + (i % across) * (cell.width + GAP / 2) + (cell.width - width * scale) / 2;
    const top =
      beside.y + Math.floor(i / across) * (cell.height + GAP / 2) + (cell.height - height * scale) / 2;
    context.imageSmoothingEnabled = scale < 1.5;
    context.drawImage(image, x, y, width, height, left, top, width * scale, height * scale);
  });
  context.globalAlpha = 1;
}

/** Channels that are drawn beside each other. */
const MOST = 9;
