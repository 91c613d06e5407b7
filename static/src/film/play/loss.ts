/** The loss appears: its formula with the numbers in place, then the gradient that each score begins with. */
import { colourOf } from "../../colour.ts";
import { textOf } from "../../details/explain/parts.ts";
import { type Begins, statementOf } from "../../loss/statement.ts";
import { type Box, easeInOut, easeOut, type Point } from "../perspective.ts";
import { MOST_BARS } from "../score.ts";
import { drawVolume, type Stage, stationOf, UNDER, wayOf } from "../stage.ts";
import { shortened } from "./bars.ts";
import { drawNames } from "./votes.ts";

/** Shares of the act's time: the formula is there; bars grow; they give way to the first gradient. */
const FORMULA = 0.22;
const GROWN = 0.62;
const LEAVING = 0.82;
const TALLEST_ROW = 48;
const LARGEST_TEXT = 24;
const SMALLEST_TEXT = 13;
/** Of a row at most: its label. */
const LABELS = 0.3;
/** Narrower rows have no room for what the gradient is made of. */
const ROOM_FOR_MADE = 560;

/** `room`: what may be drawn in, in CSS pixels of the canvas. */
export function playLoss(stage: Stage, room: Box): void {
  const { moment, reel } = stage;
  const { loss, scores } = reel.run;
  const way = wayOf(stage);
  const leaving = easeInOut(Math.max(0, (way - LEAVING) / (1 - LEAVING)));
  drawFirst(stage, leaving);
  if (!loss || leaving >= 1 || moment.arrival < 1) return;
  const statement = statementOf(loss, scores, MOST_BARS);
  const { context, theme, resolution } = stage.pen;
  const appear = easeOut(Math.min(1, way / FORMULA)) * (1 - leaving);
  const rows = statement.others ? [...statement.rows, statement.others] : statement.rows;
  const row = Math.min(TALLEST_ROW, room.height / (rows.length + 2.4));
  const size = Math.max(SMALLEST_TEXT, Math.min(LARGEST_TEXT, row * 0.54));
  const top = room.y + (room.height - row * (rows.length + 2.2)) / 2;
  context.setTransform(resolution, 0, 0, resolution, 0, 0);
  context.globalAlpha = appear;
  context.fillStyle = theme.paper;
  context.fillRect(0, 0, context.canvas.width / resolution, context.canvas.height / resolution);
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.fillStyle = theme.ink;
  const formula = statement.words + textOf(statement.numbers);
  drawLine(stage, formula, { x: room.x, y: top + row * 0.5 }, room.width, size * 1.2, 700);
  context.globalAlpha = appear * Math.min(1, Math.max(0, (way - FORMULA) * 8));
  drawLine(stage, statement.rule, { x: room.x, y: top + row * 1.5 }, room.width, size * 0.85, 400);
  const grown = easeInOut(Math.max(0, Math.min(1, (way - FORMULA) / (GROWN - FORMULA))));
  const limit = Math.max(...rows.map(({ gradient }) => Math.abs(gradient.value)), 0) || 1;
  context.font = `700 ${size}px ${theme.family}`;
  const widest = (texts: string[]) => Math.max(0, ...texts.map((text) => context.measureText(text).width));
  const columns = {
    labels: Math.min(room.width * LABELS, widest(rows.map(({ label }) => label))),
    made: room.width > ROOM_FOR_MADE ? 26 + widest(rows.map(({ made }) => made)) : 0,
    figures: 14 + widest(rows.map(({ gradient }) => gradient.text)),
  };
  rows.forEach((each, i) => {
    const box = { x: room.x, y: top + row * (i + 2.2), width: room.width, height: row };
    context.globalAlpha = Math.min(1, grown * 3) * (1 - leaving);
    drawRow(stage, each, box, { size, grown, limit, columns });
  });
  context.globalAlpha = 1;
}

/** A line of text, as large as it may be and as there is room for. */
function drawLine(
  { pen: { context, theme } }: Stage,
  text: string,
  { x, y }: Point,
  width: number,
  size: number,
  weight: number,
): void {
  context.font = `${weight} ${size}px ${theme.family}`;
  const fitting = Math.min(1, width / Math.max(1, context.measureText(text).width));
  context.font = `${weight} ${size * fitting}px ${theme.family}`;
  context.fillText(text, x, y);
}

/** The gradient that is the first, where it stands: over the scores, or over the unit's map. */
function drawFirst(stage: Stage, appear: number): void {
  const { moment } = stage;
  const station = stationOf(stage);
  const output = station.under.at(-1) ?? "";
  const isThere = moment.arrival < 1 ? 1 : appear;
  if (isThere <= 0) return;
  drawVolume(stage, { name: output, station, place: station }, { alpha: UNDER * isThere });
  if (appear <= 0) return;
  drawVolume(stage, { name: moment.scene.layer.name, station, place: station }, { alpha: appear });
  drawNames(stage, station, Infinity, appear);
}

interface RowLook {
  size: number;
  grown: number;
  limit: number;
  /** How wide what stands beside the bar is. */
  columns: { labels: number; made: number; figures: number };
}

/** A score: its name, what the gradient is made of, the gradient as a bar from the middle, and in figures. */
function drawRow(
  { pen: { context, theme } }: Stage,
  { label, isTarget, made, gradient }: Begins,
  { x, y, width, height }: Box,
  { size, grown, limit, columns }: RowLook,
): void {
  const before = columns.labels + columns.made;
  const track = { x: x + before + 14, width: Math.max(0, width - before - columns.figures - 14) };
  const middle = track.x + track.width / 2;
  const length = (grown * (track.width / 2) * Math.abs(gradient.value)) / limit;
  context.font = `${isTarget ? 700 : 500} ${size}px ${theme.family}`;
  context.fillStyle = theme.ink;
  context.textAlign = "right";
  context.fillText(shortened(context, label, columns.labels), x + columns.labels, y + height / 2);
  if (columns.made) {
    context.font = `400 ${size * 0.85}px ${theme.family}`;
    context.fillText(made, x + before, y + height / 2);
  }
  context.fillStyle = theme.line;
  context.fillRect(middle - 0.5, y, 1, height);
  context.fillStyle = colourOf(gradient.value * 1.2, limit, "gradient");
  context.fillRect(gradient.value < 0 ? middle - length : middle, y + height * 0.16, length, height * 0.68);
  context.font = `${isTarget ? 700 : 500} ${size}px ${theme.family}`;
  context.fillStyle = theme.ink;
  context.fillText(gradient.text, x + width, y + height / 2);
}
