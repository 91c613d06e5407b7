/** How a convolution's window and the room there is fit together: what all parts of its view are laid out by. */

import { sizeOf } from "../wire/tensor.ts";
import { type ConvLayout, convLayout, type Room } from "./conv-layout.ts";
import { inputMarks } from "./conv-marks.ts";
import { namesOf, paints } from "./conv-names.ts";
import type { ConvWindow } from "./conv-window.ts";
import type { OpenedFilter } from "./convolution.ts";
import { type Pair, paddingRing } from "./geometry.ts";

/** More channels than these are not laid out one by one. */
export const MOST_CARDS = 64;
/** CSS pixels that a column of numbers needs: below each other, and at the least. */
const LEAST_COLUMN = 78;
const LEAST_NUMBER = 50;
/** The network at a pixel: across, and a line of it. */
const PIXEL_ACROSS = 400;
const PIXEL_LINE = 24;
const MOST_PIXEL_LINES = 8;
/** CSS pixels beside a map's words that the network may fill too. */
const PIXEL_WORDS = 20;
/** CSS pixels for the sum in letters and the sentences above everything. */
const WORDS = 44;
/** Smaller cells have no room for a mark in each. */
const LEAST_MARKED_CELL = 6;
/** CSS pixels across for a kernel beside its turned self, and for one of the two; for both beside each other. */
const TURN_COLUMN = 112;
const TURNED = 92;
const MOST_WIDE_TURN = 240;
const TURN_BUTTON = 36;
/** Cells of both. */
const LEAST_TURNED = 4;
const LARGEST_TURNED = 30;
/** A signal is so many times as wide as high: over all of the view, or in a column of it. */
const SIGNAL_ASPECT = 12;
const NARROW_SIGNAL_ASPECT = 3;
/** CSS pixels for the numbers below a signal. */
const SIGNAL_NUMBERS = 69;

type Ring = readonly [number, number, number, number];

/** How the kernel and its turned self are drawn. */
export interface Turn {
  /** CSS pixels of a cell. */
  cell: number;
  /** Beside each other, above the numbers. */
  isWide: boolean;
}

export class ConvPlan {
  readonly window: ConvWindow;
  readonly ring: Ring;
  readonly layout: ConvLayout;
  readonly #turns: boolean;
  #marks: unknown;

  /** `units`: rows and columns of the output. */
  constructor({ context, window, count }: OpenedFilter, units: Pair, { width, height, isLow }: Room) {
    this.window = window;
    this.#turns = namesOf(context).isTurned && !paints(context) && !window.isPixel;
    this.ring = paddingRing(window.rule, window.size, units);
    const { kernel } = window.rule;
    const isPixel = window.isPixel;
    this.layout = convLayout(
      { width, height: isLow ? height : Math.max(0, height - WORDS), isLow },
      {
        cells: this.#cells,
        across: isPixel ? PIXEL_ACROSS : kernel[1] * LEAST_COLUMN + (this.#turns ? TURN_COLUMN : 0),
        lines: isPixel ? Math.min(count, MOST_PIXEL_LINES) + 1 : kernel[0] * 3,
        planes: window.planes,
        isSignal: window.kernel.length === 1,
        channels: Math.min(count, MOST_CARDS),
      },
    );
  }

  get isTiny(): boolean {
    return this.layout.arrangement === "tiny";
  }

  get #isSignal(): boolean {
    return this.layout.arrangement === "signal";
  }

  /** How many times as wide as high a signal is drawn. */
  get aspect(): number {
    return this.#isSignal ? SIGNAL_ASPECT : NARROW_SIGNAL_ASPECT;
  }

  /** Null where the kernel is not turned. */
  get turn(): Turn | null {
    if (!this.#turns || this.isTiny) return null;
    const isWide = ["signal", "narrow", "stack"].includes(this.layout.arrangement);
    const [, columns] = this.window.rule.kernel;
    const rows = sizeOf(this.window.kernel) / columns;
    const across = (isWide ? MOST_WIDE_TURN : TURNED) / columns;
    const down = (isWide ? this.numbers : (this.numbers - TURN_BUTTON) / 2) / rows;
    return { isWide, cell: Math.floor(Math.max(LEAST_TURNED, Math.min(LARGEST_TURNED, across, down))) };
  }

  /** CSS pixels across for the products. */
  get room(): number {
    return this.layout.products - (this.turn && !this.turn.isWide ? TURN_COLUMN : 0);
  }

  /** CSS pixels before a signal's output, so that its units stand below their windows. */
  get inset(): number {
    return this.#isSignal ? this.ring[1] * this.#cell : 0;
  }

  /** CSS pixels for the numbers from top to bottom. */
  get numbers(): number {
    return this.#isSignal ? SIGNAL_NUMBERS : this.layout.map;
  }

  /** Numbers beside each other; a long kernel of a signal goes on in the next line. */
  get columns(): number {
    const [, columns] = this.window.rule.kernel;
    if (this.window.kernel.length > 1) return columns;
    return Math.min(columns, Math.max(1, Math.floor(this.layout.products / LEAST_NUMBER)));
  }

  /** Channels of so many that the network at a pixel has a line for. */
  pixelLines(channels: number): number {
    const lines = Math.max(4, Math.floor((this.numbers + PIXEL_WORDS) / PIXEL_LINE));
    return channels <= lines ? channels : lines - 1;
  }

  /** As large as the input's map without its ring, so that equal cells are equally large. */
  get outputPixels(): number {
    const { arrangement, output } = this.layout;
    if (arrangement === "stack") return output;
    return (output * Math.max(...this.window.size)) / this.#cells;
  }

  /** The lines over the input. Laid once: hundreds of marks need not be drawn anew at every step. */
  get marks(): unknown {
    const tall = this.#isSignal ? this.layout.map / SIGNAL_ASPECT / this.#cell : 1;
    this.#marks ??= inputMarks(this.window, this.ring, this.#cell >= LEAST_MARKED_CELL, tall);
    return this.#marks;
  }

  /** CSS pixels of a cell of the input. */
  get #cell(): number {
    const fitting = this.layout.map / this.#cells;
    return fitting >= 2 ? Math.floor(fitting) : fitting;
  }

  /** Along the longer side of the input with its ring. */
  get #cells(): number {
    const [height, width] = this.window.size;
    const [top, left, bottom, right] = this.ring;
    return Math.max(height + top + bottom, width + left + right);
  }
}
