/** Zooming and panning of the overview. */
import { select } from "d3-selection";
import {
  type D3ZoomEvent,
  type ZoomBehavior,
  type ZoomTransform,
  zoom,
  zoomIdentity,
  zoomTransform,
} from "d3-zoom";
import type { Box } from "../graph/placed.ts";

const CLOSEST = 12;
/** Headers shrunk further than this are too small. */
const READABLE = 0.93;
const BUTTON_FACTOR = 1.5;

export interface Extent {
  viewport: { width: number; height: number };
  stage: { width: number; height: number };
}

export class Zoom {
  readonly #viewport: HTMLElement;
  readonly #behaviour: ZoomBehavior<HTMLElement, unknown>;
  #extent: Extent | null = null;

  /** `wheelAlways`: whether the wheel zooms without Ctrl; in a frame the host page scrolls with it. */
  constructor(viewport: HTMLElement, moved: (transform: ZoomTransform) => void, wheelAlways: boolean) {
    this.#viewport = viewport;
    this.#behaviour = zoom<HTMLElement, unknown>()
      .filter(
        (event: MouseEvent) => !event.button && (event.type !== "wheel" || wheelAlways || event.ctrlKey),
      )
      .on("zoom", (event: D3ZoomEvent<HTMLElement, unknown>) => moved(event.transform));
    select(viewport).call(this.#behaviour).on("dblclick.zoom", null);
  }

  /**
   * Sets the sizes, and shows the whole stage, or its left part where the whole would be too small to read;
   * or keeps what is in view.
   */
  resize(extent: Extent, keepsView = false): void {
    const fits = fittingScale(extent);
    this.#extent = extent;
    this.#behaviour
      .scaleExtent([fits, CLOSEST])
      .extent([
        [0, 0],
        [extent.viewport.width, extent.viewport.height],
      ])
      .translateExtent([
        [0, 0],
        [
          Math.max(extent.stage.width, extent.viewport.width / fits),
          Math.max(extent.stage.height, extent.viewport.height / fits),
        ],
      ]);
    if (keepsView) return;
    const start = fits >= READABLE ? fits : 1;
    select(this.#viewport).call(this.#behaviour.transform, zoomIdentity.scale(start));
  }

  /** Shows all of the stage. */
  fit(): void {
    if (!this.#extent) return;
    const scale = fittingScale(this.#extent);
    select(this.#viewport).call(this.#behaviour.transform, zoomIdentity.scale(scale));
  }

  /** The part of the stage that is in view. */
  get view(): Box {
    const { x, y, k } = zoomTransform(this.#viewport);
    const { width = 0, height = 0 } = this.#extent?.viewport ?? {};
    return { x: -x / k, y: -y / k, width: width / k, height: height / k };
  }

  /** Pans so that a point of the stage is in the middle, as far as the stage reaches. */
  centre(x: number, y: number): void {
    select(this.#viewport).call(this.#behaviour.translateTo, x, y);
  }

  closer(): void {
    select(this.#viewport).call(this.#behaviour.scaleBy, BUTTON_FACTOR);
  }

  farther(): void {
    select(this.#viewport).call(this.#behaviour.scaleBy, 1 / BUTTON_FACTOR);
  }
}

function fittingScale({ viewport, stage }: Extent): number {
  return Math.min(1, viewport.width / stage.width, viewport.height / stage.height);
}
