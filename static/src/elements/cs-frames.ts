import { html, LitElement, type PropertyValues, svg } from "lit";
import { limitOf, paint } from "../colour.ts";
import { lengthOf } from "../draw/field-frame.ts";
import { type Interval, withinInput } from "../graph/field.ts";
import { rasterOf } from "../graph/raster.ts";
import { prefersStillness } from "../motion.ts";
import { hasOwnColours, paintPicture } from "../picture.ts";
import { pictureStyles } from "../styles/picture.ts";
import { shared } from "../styles/shared.ts";
import type { Preprocessing } from "../wire/events.ts";
import type { Tensor } from "../wire/tensor.ts";

const FRAME_MS = 140;
/** Frames beyond these are skipped evenly in the strip: they would be too small to see. */
const MOST_IN_STRIP = 12;
const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };

/** All frames of a clip in a strip: pointing at one chooses it, `play` runs through them. Fires "choose-frame". */
export class CsFrames extends LitElement {
  static override properties = {
    input: { attribute: false },
    preprocessing: { attribute: false },
    frame: { type: Number },
    seen: { attribute: false },
  };

  declare input: Tensor | null;
  declare preprocessing: Preprocessing | null;
  declare frame: number;
  /** The frames that the unit pointed at sees. */
  declare seen: Interval | null;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.input = null;
    this.preprocessing = null;
    this.frame = 0;
    this.seen = null;
  }

  static override styles = [shared, pictureStyles];

  /** Plays the clip round and round; not where less motion is wished for. */
  play(): void {
    if (prefersStillness() || this.#timer !== undefined) return;
    this.#timer = setInterval(() => this.#choose((this.frame + 1) % this.#frames), FRAME_MS);
  }

  pause(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.pause();
  }

  override render() {
    const frames = this.#frames;
    const { rows, columns } = rasterOf(this.input?.shape ?? []);
    const [width, height] = [this.#shown.length * columns, rows];
    return html`
      <div
        class="frames"
        role="slider"
        tabindex="0"
        aria-label="Frame of the clip"
        aria-valuemin="0"
        aria-valuemax=${frames - 1}
        aria-valuenow=${this.frame}
        aria-valuetext="frame ${this.frame} of ${frames}"
        @pointermove=${this.#pointed}
        @pointerdown=${this.#pointed}
        @keydown=${this.#keyed}
      >
        <canvas aria-hidden="true"></canvas>
        <svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" aria-hidden="true">
          ${this.#seenFrame(width, height)}
          <rect class="current" x=${(this.frame / frames) * width} y="0" width=${width / frames} height=${height} />
        </svg>
      </div>
      <div class="scale"><span>frame ${this.frame}</span><span>of ${frames}</span></div>
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("input") || changed.has("preprocessing")) this.#paint();
  }

  #seenFrame(width: number, height: number) {
    const [seen] = this.seen ? withinInput([this.seen], [this.#frames]) : [];
    const step = width / this.#frames;
    return seen && lengthOf(seen)
      ? svg`<rect class="seen" x=${seen.first * step} y="0" width=${lengthOf(seen) * step} height=${height} />`
      : "";
  }

  get #frames(): number {
    return rasterOf(this.input?.shape ?? []).frames;
  }

  get #shown(): number[] {
    const count = Math.min(MOST_IN_STRIP, this.#frames);
    return Array.from({ length: count }, (_, i) => Math.floor((i * this.#frames) / count));
  }

  #paint(): void {
    const { input, preprocessing } = this;
    const canvas = this.renderRoot.querySelector("canvas");
    const pen = canvas?.getContext("2d");
    if (!input || !preprocessing || !canvas || !pen) return;
    const { rows, columns } = rasterOf(input.shape);
    const shown = this.#shown;
    canvas.width = shown.length * columns;
    canvas.height = rows;
    const limit = limitOf(input.data);
    shown.forEach((frame, i) => {
      const image = hasOwnColours(input)
        ? paintPicture(input, preprocessing, frame)
        : paint(input.plane(0, frame), rows, columns, "activation", limit);
      pen.putImageData(image, i * columns, 0);
    });
  }

  #choose(frame: number): void {
    if (frame !== this.frame) this.dispatchEvent(new CustomEvent("choose-frame", { detail: frame }));
  }

  readonly #pointed = (event: PointerEvent): void => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const frame = Math.floor(((event.clientX - box.left) / box.width) * this.#frames);
    this.#choose(Math.max(0, Math.min(this.#frames - 1, frame)));
  };

  readonly #keyed = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    this.#choose(Math.max(0, Math.min(this.#frames - 1, this.frame + step)));
  };
}

customElements.define("cs-frames", CsFrames);

declare global {
  interface HTMLElementTagNameMap {
    "cs-frames": CsFrames;
  }
}
