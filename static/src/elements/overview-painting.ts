/** Paints the columns that are out of date, a few each frame, and all anew where a scale they share has changed. */
import type { OverviewValues } from "../overview-values.ts";
import { Painter } from "../painter.ts";
import type { CsColumn } from "./cs-column.ts";

/** What is painted on. */
export interface Canvases {
  names(): readonly string[];
  column(name: string): CsColumn | undefined;
  values(): OverviewValues | null;
  /** Device pixels per CSS pixel. */
  resolution(): number;
  /** Colour of lines. */
  ink(): string;
  /** Everything is on the screen. */
  painted(): void;
}

export class OverviewPainting {
  readonly #canvases: Canvases;
  readonly #painter: Painter;
  #sharedScale = "";
  #ink = "";

  constructor(canvases: Canvases) {
    this.#canvases = canvases;
    this.#painter = new Painter(
      (name) => this.#paint(name),
      () => this.#done(),
    );
  }

  add(names: Iterable<string>): void {
    this.#painter.add(names);
  }

  stop(): void {
    this.#painter.stop();
  }

  #paint(name: string): void {
    const { column, values, resolution } = this.#canvases;
    const target = column(name);
    const held = values();
    if (!target?.hasUpdated || !held) return;
    const maps = held.at(name);
    if (maps) target.paint({ ...maps, ink: this.#inkOfFrame() }, resolution());
    // Computed, but not held: what is drawn there is of another run.
    else if (held.isComputed(name)) target.clear();
  }

  /** Asking makes the browser work out the page's styles: once for all that is painted in a frame. */
  #inkOfFrame(): string {
    if (!this.#ink) {
      this.#ink = this.#canvases.ink();
      queueMicrotask(() => {
        this.#ink = "";
      });
    }
    return this.#ink;
  }

  #done(): void {
    const before = this.#sharedScale;
    this.#sharedScale = this.#canvases.values()?.sharedScale ?? "";
    // A layer that has arrived since reaches further than those painted before it knew.
    if (this.#sharedScale && this.#sharedScale !== before) this.add(this.#canvases.names());
    else this.#canvases.painted();
  }
}
