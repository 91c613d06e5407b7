/** Scores become shares of one, and the highest is the prediction. */
import { colourOf } from "../../colour.ts";
import { formatNumber, formatPercent } from "../../format.ts";
import { INPUT } from "../../graph/connectivity.ts";
import { hasOwnColours } from "../../picture.ts";
import type { ScoredClass } from "../../wire/events.ts";
import { scaleOf, WHOLE } from "../atlas.ts";
import { type Box, easeInOut, easeOut } from "../perspective.ts";
import { MOST_BARS } from "../score.ts";
import { drawVolume, inputsOf, type Shown, type Stage, stationOf, wayOf } from "../stage.ts";
import { drawNames } from "./votes.ts";

/** Narrower rooms leave no place for the picture beside the bars. */
const ROOM_FOR_PICTURE = 560;
const PICTURE = 0.3;
const TALLEST_ROW = 56;
const LARGEST_TEXT = 27;
const SMALLEST_TEXT = 12;

/** `room`: what bars are drawn in, in CSS pixels of the canvas. */
export function playBars(stage: Stage, room: Box): void {
  const { moment } = stage;
  const [input] = inputsOf(stage) as [Shown];
  const way = wayOf(stage);
  const fade = 1 - easeOut(Math.min(1, way * 3));
  if (fade > 0) {
    drawVolume(stage, { ...input, place: stationOf(stage) }, { alpha: fade });
    if (fade === 1) drawNames(stage, stationOf(stage), Infinity);
  }
  if (way > 0) drawBars(stage, room, way, moment.verdict);
}

/** The picture, and the highest scores as bars: first the scores themselves, then their shares. */
export function drawBars(stage: Stage, room: Box, way: number, verdict: number): void {
  const scores = stage.reel.run.scores.slice(0, MOST_BARS);
  if (!scores.length) return;
  const appear = easeOut(Math.min(1, way * 4));
  let { x, width } = room;
  if (width >= ROOM_FOR_PICTURE) {
    drawPicture(stage, { ...room, width: width * PICTURE }, appear);
    x += width * (PICTURE + 0.03);
    width *= 1 - PICTURE - 0.03;
  }
  const share = easeInOut(Math.max(0, Math.min(1, (way - 0.35) / 0.5)));
  drawRows(stage, { ...room, x, width }, { scores, share, appear, verdict });
}

interface Rows {
  scores: readonly ScoredClass[];
  /** How far scores have become shares. */
  share: number;
  appear: number;
  verdict: number;
}

function drawRows({ pen }: Stage, room: Box, { scores, share, appear, verdict }: Rows): void {
  const { context, theme, resolution } = pen;
  const row = Math.min(TALLEST_ROW, room.height / scores.length);
  const size = Math.max(SMALLEST_TEXT, Math.min(LARGEST_TEXT, row * 0.52));
  const top = room.y + (room.height - row * scores.length) / 2;
  const largest = Math.max(1e-9, ...scores.map(({ logit }) => Math.abs(logit ?? 0)));
  context.setTransform(resolution, 0, 0, resolution, 0, 0);
  context.font = `700 ${size}px ${theme.family}`;
  const widest = Math.max(...scores.map(({ label }) => context.measureText(label).width));
  const labels = Math.min(room.width * 0.36, widest + 14);
  const width = Math.max(20, room.width - labels - size * 4.6);
  context.textBaseline = "middle";
  scores.forEach((score, i) => {
    const y = top + row * (i + 0.5);
    const length = Math.max(2, barLength(score, largest, share) * width * appear);
    const strength =
      (score.logit ?? 0) * (1 - share) + largest * share * (0.3 + 0.5 * (score.probability ?? 0));
    context.globalAlpha = appear * (i > 0 ? 1 - 0.5 * verdict : 1);
    context.fillStyle = colourOf(strength, largest, "activation");
    context.fillRect(room.x + labels, y - row * 0.36, length, row * 0.72);
    context.fillStyle = theme.ink;
    context.font = `${i === 0 && verdict > 0 ? 700 : 500} ${size}px ${theme.family}`;
    context.textAlign = "right";
    context.fillText(shortened(context, score.label, labels - 12), room.x + labels - 10, y);
    context.textAlign = "left";
    context.fillText(numberOf(score, share), room.x + labels + length + 10, y);
  });
  context.globalAlpha = 1;
}

/** What all this was computed from. */
export function drawPicture({ pen, reel, atlas, world }: Stage, room: Box, alpha: number): void {
  const tensor = reel.tensor(INPUT);
  const station = world.at.get(INPUT);
  if (!tensor || !station) return;
  const map = hasOwnColours(tensor) ? WHOLE : 0;
  const tile = atlas.map(INPUT, tensor, map, scaleOf(tensor), station.cells, reel.run.preprocessing);
  const scale = Math.min(room.width / tile.width, (room.height * 0.9) / tile.height);
  const [width, height] = [tile.width * scale, tile.height * scale];
  const { context, resolution } = pen;
  context.setTransform(resolution, 0, 0, resolution, 0, 0);
  context.globalAlpha = alpha;
  context.imageSmoothingEnabled = scale < 1.5;
  const [x, y] = [room.x + (room.width - width) / 2, room.y + (room.height - height) / 2];
  context.drawImage(tile.image, tile.x, tile.y, tile.width, tile.height, x, y, width, height);
  context.globalAlpha = 1;
}

const barLength = ({ logit, probability }: ScoredClass, largest: number, share: number): number =>
  (Math.abs(logit ?? 0) / largest) * 0.9 * (1 - share) + (probability ?? 0) * share;

const numberOf = ({ logit, probability }: ScoredClass, share: number): string =>
  share < 0.5 ? formatNumber(logit ?? Number.NaN) : formatPercent(probability ?? Number.NaN);

export function shortened(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text;
  let end = text.length;
  while (end > 1 && context.measureText(`${text.slice(0, end)}…`).width > width) end -= 1;
  return `${text.slice(0, end)}…`;
}
