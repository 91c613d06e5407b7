/** What part of the overview is in view, how large, and so how finely it is drawn. */
import type { ZoomTransform } from "d3-zoom";
import type { Box } from "../graph/placed.ts";
import { type Extent, Zoom } from "./zoom.ts";

/** A zoomed canvas is drawn finer, up to this. */
const FINEST = 4;

export interface CameraEvents {
  /** What is in view changed; told once a frame at most. */
  moved(): void;
  /** What is drawn is to be drawn anew: it would be too coarse, or finer than need be. */
  resolutionChanged(): void;
}

/** Moves a stage inside a viewport. */
export class Camera {
  readonly #zoom: Zoom;
  readonly #stage: HTMLElement;
  readonly #events: CameraEvents;
  #telling = 0;
  /** CSS pixels that a pixel of the stage takes up. */
  scale = 1;

  /** `wheelAlways`: whether the wheel zooms without Ctrl. */
  constructor(viewport: HTMLElement, stage: HTMLElement, events: CameraEvents, wheelAlways: boolean) {
    this.#stage = stage;
    this.#events = events;
    this.#zoom = new Zoom(viewport, (transform) => this.#move(transform), wheelAlways);
  }

  /** The part of the stage that is in view. */
  get view(): Box {
    return this.#zoom.view;
  }

  /** Device pixels per CSS pixel: finer where the overview is enlarged. */
  get resolution(): number {
    return Math.min(FINEST, Math.ceil(this.scale)) * devicePixelRatio;
  }

  /** Takes over new sizes; unless it keeps the view, it shows the whole or, where that is unreadable, the left. */
  resize(extent: Extent, keepsView: boolean): void {
    this.#zoom.resize(extent, keepsView);
  }

  closer(): void {
    this.#zoom.closer();
  }

  farther(): void {
    this.#zoom.farther();
  }

  /** Shows all of the stage. */
  fit(): void {
    this.#zoom.fit();
  }

  /** Pans sideways to a box, unless it is in view; returns whether it had to. */
  reveal(box: Box): boolean {
    const { view } = this;
    if (box.x >= view.x && box.x + box.width <= view.x + view.width) return false;
    this.#zoom.centre(box.x + box.width / 2, view.y + view.height / 2);
    return true;
  }

  /** Pans so that a place is in the middle, as far as the stage reaches. */
  centreOn({ x, y }: { x: number; y: number }): void {
    this.#zoom.centre(x, y);
  }

  /** Pans sideways until a place is at the view's left, as far as the stage reaches. */
  moveTo(left: number): void {
    const { view } = this;
    this.#zoom.centre(left + view.width / 2, view.y + view.height / 2);
  }

  stop(): void {
    cancelAnimationFrame(this.#telling);
    this.#telling = 0;
  }

  #move({ x, y, k }: ZoomTransform): void {
    const before = this.resolution;
    const zooms = k !== this.scale;
    this.scale = k;
    const { style } = this.#stage;
    style.transform = `translate(${x}px, ${y}px) scale(${k})`;
    if (zooms) style.setProperty("--zoom", String(k));
    // A layer of its own pans without being drawn again, but would be stretched where it is zoomed.
    style.willChange = zooms ? "auto" : "transform";
    if (this.resolution !== before) this.#events.resolutionChanged();
    this.#telling ||= requestAnimationFrame(() => {
      this.#telling = 0;
      this.#events.moved();
    });
  }
}
