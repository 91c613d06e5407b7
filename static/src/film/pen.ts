/** Draws pictures, frames and lines of the film's world onto the canvas, through the camera. */
import type { Tile } from "./atlas.ts";
import { type Box, type Camera, cornersOf, type Frame, type Point, partOf } from "./perspective.ts";

/** Resolved colours of the page, and its typeface. */
export interface Theme {
  paper: string;
  raised: string;
  ink: string;
  soft: string;
  line: string;
  accent: string;
  window: string;
  family: string;
}

export type Line = readonly [from: Point, to: Point];

/** Enlarged less than this, whole pixels would come out visibly uneven. */
const SMOOTH_BELOW = 1.5;
export const ALL: readonly Box[] = [{ x: 0, y: 0, width: 1, height: 1 }];

export class Pen {
  readonly context: CanvasRenderingContext2D;
  readonly theme: Theme;
  readonly camera: Camera;
  /** Where the camera's middle is on the canvas, and device pixels per CSS pixel. */
  readonly middle: Point;
  readonly resolution: number;

  constructor(
    context: CanvasRenderingContext2D,
    theme: Theme,
    camera: Camera,
    middle: Point,
    resolution: number,
  ) {
    this.context = context;
    this.theme = theme;
    this.camera = camera;
    this.middle = middle;
    this.resolution = resolution;
  }

  /** A point of the world in CSS pixels of the canvas. */
  toScreen({ x, y }: Point): Point {
    const { camera, middle } = this;
    return { x: middle.x + (x - camera.x) * camera.zoom, y: middle.y + (y - camera.y) * camera.zoom };
  }

  /** Copies parts (in shares) of a tile to where they lie on a frame. */
  picture(frame: Frame, tile: Tile, parts: readonly Box[] = ALL, alpha = 1): void {
    const { context, resolution, camera } = this;
    const { x, y } = this.toScreen(frame);
    const [across, down] = [
      (camera.zoom * resolution) / tile.width,
      (camera.zoom * resolution) / tile.height,
    ];
    context.setTransform(
      frame.ux * across,
      frame.uy * across,
      frame.vx * down,
      frame.vy * down,
      x * resolution,
      y * resolution,
    );
    context.globalAlpha = alpha;
    context.imageSmoothingEnabled = Math.abs(frame.ux * across) < SMOOTH_BELOW;
    for (const part of parts) {
      const [left, top] = [part.x * tile.width, part.y * tile.height];
      const [width, height] = [part.width * tile.width, part.height * tile.height];
      if (width <= 0 || height <= 0) continue;
      context.drawImage(tile.image, tile.x + left, tile.y + top, width, height, left, top, width, height);
    }
    this.#reset();
  }

  fill(frame: Frame, colour: string, parts: readonly Box[] = ALL, alpha = 1): void {
    this.context.globalAlpha = alpha;
    this.context.fillStyle = colour;
    for (const part of parts) {
      this.#trace(cornersOf(partOf(frame, part)));
      this.context.fill();
    }
    this.#reset();
  }

  outline(frame: Frame, colour: string, width = 1, alpha = 1, dash: readonly number[] = []): void {
    this.polygon(cornersOf(frame), { stroke: colour, width, alpha, dash });
  }

  polygon(
    points: readonly Point[],
    look: { fill?: string; stroke?: string; width?: number; alpha?: number; dash?: readonly number[] },
  ): void {
    const { context } = this;
    context.globalAlpha = look.alpha ?? 1;
    this.#trace(points);
    if (look.fill) {
      context.fillStyle = look.fill;
      context.fill();
    }
    if (look.stroke) {
      context.strokeStyle = look.stroke;
      context.lineWidth = look.width ?? 1;
      context.setLineDash([...(look.dash ?? [])]);
      context.stroke();
    }
    this.#reset();
  }

  line(from: Point, to: Point, colour: string, width = 1, alpha = 1, dash: readonly number[] = []): void {
    this.lines([[from, to]], colour, width, alpha, dash);
  }

  lines(lines: readonly Line[], colour: string, width = 1, alpha = 1, dash: readonly number[] = []): void {
    const { context } = this;
    this.#base();
    context.globalAlpha = alpha;
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.setLineDash([...dash]);
    context.beginPath();
    for (const [from, to] of lines) {
      const [a, b] = [this.toScreen(from), this.toScreen(to)];
      context.moveTo(a.x, a.y);
      context.lineTo(b.x, b.y);
    }
    context.stroke();
    this.#reset();
  }

  /** A line that leaves and arrives level; drawn up to a part of its way. */
  curve(from: Point, to: Point, colour: string, width: number, alpha: number, until = 1): void {
    const { context } = this;
    const [a, b] = [this.toScreen(from), this.toScreen(to)];
    const bend = (b.x - a.x) / 2;
    this.#base();
    context.globalAlpha = alpha;
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.lineCap = "round";
    if (until < 1) {
      const length = Math.hypot(b.x - a.x, b.y - a.y) * 1.25;
      context.setLineDash([length * until, length * 4]);
    }
    context.beginPath();
    context.moveTo(a.x, a.y);
    context.bezierCurveTo(a.x + bend, a.y, b.x - bend, b.y, b.x, b.y);
    context.stroke();
    this.#reset();
  }

  /** A text at a point of the world, of a size in CSS pixels. */
  text(
    text: string,
    at: Point,
    look: { size: number; weight?: number; colour?: string; align?: CanvasTextAlign; alpha?: number },
  ): void {
    const { context, theme } = this;
    const { x, y } = this.toScreen(at);
    this.#base();
    context.globalAlpha = look.alpha ?? 1;
    context.font = `${look.weight ?? 600} ${look.size}px ${theme.family}`;
    context.textAlign = look.align ?? "left";
    context.textBaseline = "middle";
    context.fillStyle = look.colour ?? theme.ink;
    context.fillText(text, x, y);
    this.#reset();
  }

  #trace(points: readonly Point[]): void {
    const { context } = this;
    this.#base();
    context.beginPath();
    points.forEach((point, i) => {
      const { x, y } = this.toScreen(point);
      if (i) context.lineTo(x, y);
      else context.moveTo(x, y);
    });
    context.closePath();
  }

  #base(): void {
    this.context.setTransform(this.resolution, 0, 0, this.resolution, 0, 0);
  }

  #reset(): void {
    this.context.globalAlpha = 1;
    this.context.setLineDash([]);
  }
}
