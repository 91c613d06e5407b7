/** A drawing as ink per cell of the network's input, with strokes to undo. */
import type { Drawing } from "../wire/events.ts";

/** Cells at the brush's edge take part of the ink, where the brush is wider than a cell. */
const SOFT_EDGE = 0.75;

export class Sheet {
  readonly height: number;
  readonly width: number;
  /** Ink per cell, 0 … 1, row by row. */
  ink: Float32Array;
  readonly #brush: number;
  #strokes: Float32Array[] = [];

  constructor(height: number, width: number, brush: number) {
    this.height = height;
    this.width = width;
    this.#brush = brush;
    this.ink = new Float32Array(height * width);
  }

  get canUndo(): boolean {
    return this.#strokes.length > 0;
  }

  /** Begins a stroke: what is there now comes back with `undo`. */
  beginStroke(): void {
    this.#strokes.push(this.ink.slice());
  }

  /** Draws (or erases) a line between two points in cells. */
  line(from: readonly [number, number], to: readonly [number, number], erase = false): void {
    const steps = Math.max(1, Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) * 4));
    for (let i = 0; i <= steps; i++) {
      const t = i / steps;
      this.#dab(from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t, erase);
    }
  }

  undo(): void {
    this.ink = this.#strokes.pop() ?? this.ink;
  }

  clear(): void {
    this.beginStroke();
    this.ink = new Float32Array(this.ink.length);
  }

  /** Pixels H×W×C in 0…1 for a network that reads such drawings. */
  pixels({ paper, ink }: Drawing, channels: number): number[][][] {
    return Array.from({ length: this.height }, (_, y) =>
      Array.from({ length: this.width }, (_, x) => {
        const value = paper + (ink - paper) * (this.ink[y * this.width + x] as number);
        return new Array<number>(channels).fill(value);
      }),
    );
  }

  #dab(x: number, y: number, erase: boolean): void {
    const reach = Math.ceil(this.#brush);
    for (let row = Math.floor(y) - reach; row <= Math.floor(y) + reach; row++) {
      for (let column = Math.floor(x) - reach; column <= Math.floor(x) + reach; column++) {
        this.#wet(row, column, this.#coverage(row, column, y, x), erase);
      }
    }
  }

  #coverage(row: number, column: number, y: number, x: number): number {
    if (this.#brush <= 1) return row === Math.floor(y) && column === Math.floor(x) ? 1 : 0;
    const distance = Math.hypot(row + 0.5 - y, column + 0.5 - x);
    return Math.min(1, Math.max(0, (this.#brush / 2 + SOFT_EDGE - distance) / SOFT_EDGE));
  }

  #wet(row: number, column: number, amount: number, erase: boolean): void {
    if (row < 0 || row >= this.height || column < 0 || column >= this.width) return;
    const i = row * this.width + column;
    const now = this.ink[i] as number;
    this.ink[i] = erase ? Math.min(now, 1 - amount) : Math.max(now, amount);
  }
}
