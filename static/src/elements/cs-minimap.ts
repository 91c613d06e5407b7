import { css, html, LitElement, svg } from "lit";
import { frameOn, isLarger, type Point, placeAt, placeByKey } from "../graph/minimap.ts";
import type { Box } from "../graph/placed.ts";
import type { Plan } from "../overview-plan.ts";
import { shared } from "../styles/shared.ts";

const NOTHING: Box = { x: 0, y: 0, width: 1, height: 1 };

/**
 * The whole network small, with a frame around what is in view; gone where all of it is.
 *
 * Fires "pan-to" (CustomEvent<Point>): the place of the overview that is to be in the middle.
 */
export class CsMinimap extends LitElement {
  static override properties = {
    plan: { attribute: false },
    current: {},
  };

  declare plan: Plan | null;
  /** The node the playhead stands at; null at the end. */
  declare current: string | null;
  #view = NOTHING;
  /** Between the pointer and the middle of the frame it has taken hold of. */
  #grip: Point | null = null;
  readonly #resized = new ResizeObserver(() => this.#place());

  constructor() {
    super();
    this.plan = null;
    this.current = null;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        height: 44px;
        padding: 4px 0;
        box-sizing: border-box;
        background: var(--paper);
        touch-action: none;
      }
      :host([hidden]) {
        display: none;
      }
      [role="slider"] {
        position: relative;
        height: 100%;
        overflow: hidden;
        border-radius: 4px;
        background: var(--panel);
        cursor: grab;
      }
      [role="slider"]:active {
        cursor: grabbing;
      }
      [role="slider"]:focus-visible {
        outline: 2px solid var(--focus);
        outline-offset: 1px;
      }
      svg {
        display: block;
        width: 100%;
        height: 100%;
      }
      rect {
        fill: var(--edge);
        opacity: 0.5;
      }
      rect.closed {
        opacity: 0.85;
      }
      rect.current {
        fill: var(--accent);
        opacity: 1;
      }
      path {
        fill: none;
        stroke: var(--edge);
        vector-effect: non-scaling-stroke;
        opacity: 0.6;
      }
      .frame {
        position: absolute;
        left: 0;
        top: 0;
        box-sizing: border-box;
        border: 2px solid var(--accent);
        border-radius: 4px;
        background: color-mix(in srgb, var(--accent) 14%, transparent);
        transform-origin: 0 0;
        pointer-events: none;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resized.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
  }

  /** Frames a part of the overview; without drawing anything anew, for it moves with every frame of a pan. */
  show(view: Box): void {
    this.#view = view;
    this.hidden = !this.plan || !isLarger(this.plan.layout, view);
    this.#place();
  }

  override render() {
    const { plan } = this;
    if (!plan) return "";
    const { layout, edges } = plan;
    return html`<div
      role="slider"
      tabindex="0"
      aria-label="Part of the network in view"
      aria-valuemin="0"
      aria-valuemax="100"
      @pointerdown=${this.#pressed}
      @pointermove=${this.#dragged}
      @pointerup=${this.#released}
      @pointercancel=${this.#released}
      @keydown=${this.#keyed}
    >
      <svg viewBox="0 0 ${layout.width} ${layout.height}" preserveAspectRatio="none" aria-hidden="true">
        <path d=${[...edges.ways.values()].join("")} />
        ${layout.nodes.map(
          ({ name, block, x, y, width, height }) =>
            svg`<rect class=${name === this.current ? "current" : block ? "closed" : ""}
              x=${x} y=${y} width=${width} height=${height} />`,
        )}
      </svg>
      <div class="frame"></div>
    </div>`;
  }

  protected override updated(): void {
    this.#place();
  }

  #place(): void {
    const slider = this.#slider;
    const frame = slider?.querySelector<HTMLElement>(".frame");
    const { plan } = this;
    if (!slider || !frame || !plan || this.hidden || !slider.clientWidth) return;
    const size = { width: slider.clientWidth, height: slider.clientHeight };
    const { x, y, width, height } = frameOn(size, plan.layout, this.#view);
    frame.style.transform = `translate(${x}px, ${y}px)`;
    frame.style.width = `${width}px`;
    frame.style.height = `${height}px`;
    this.#tell(slider, plan);
  }

  /** Says which layers are in view, for those who do not see the frame. */
  #tell(slider: HTMLElement, { layout, names }: Plan): void {
    const { x, width } = this.#view;
    const seen = layout.nodes.filter((node) => node.x + node.width > x && node.x < x + width);
    const [first, last] = [seen[0]?.name ?? "", seen.at(-1)?.name ?? ""];
    const share = Math.round((Math.max(0, x) / Math.max(1, layout.width - width)) * 100);
    slider.setAttribute("aria-valuenow", String(Math.max(0, Math.min(100, share))));
    slider.setAttribute("aria-valuetext", `${names.get(first) ?? first} to ${names.get(last) ?? last}`);
  }

  readonly #pressed = (event: PointerEvent) => {
    const slider = this.#slider;
    const { plan } = this;
    if (event.button || !slider || !plan) return;
    slider.setPointerCapture(event.pointerId);
    const at = this.#under(event);
    const { x, y, width, height } = this.#view;
    const isHeld = at.x >= x && at.x <= x + width && at.y >= y && at.y <= y + height;
    this.#grip = isHeld ? { x: x + width / 2 - at.x, y: y + height / 2 - at.y } : { x: 0, y: 0 };
    if (!isHeld) this.#panTo(at);
  };

  readonly #dragged = (event: PointerEvent) => {
    if (!this.#grip) return;
    const at = this.#under(event);
    this.#panTo({ x: at.x + this.#grip.x, y: at.y + this.#grip.y });
  };

  readonly #released = () => {
    this.#grip = null;
  };

  readonly #keyed = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.plan) return;
    const place = placeByKey(event.key, this.plan.layout, this.#view);
    if (!place) return;
    event.preventDefault();
    // Elsewhere these keys are the playhead's.
    event.stopPropagation();
    this.#panTo(place);
  };

  /** The place of the overview under the pointer. */
  #under({ clientX, clientY }: PointerEvent): Point {
    const { left, top, width, height } = (this.#slider as HTMLElement).getBoundingClientRect();
    return placeAt({ width, height }, (this.plan as Plan).layout, { x: clientX - left, y: clientY - top });
  }

  #panTo(detail: Point): void {
    this.dispatchEvent(new CustomEvent<Point>("pan-to", { detail }));
  }

  get #slider(): HTMLElement | null {
    return this.renderRoot.querySelector("[role=slider]");
  }
}

customElements.define("cs-minimap", CsMinimap);
