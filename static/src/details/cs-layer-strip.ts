import { css, html, LitElement, type PropertyValues } from "lit";
import { ifDefined } from "lit/directives/if-defined.js";
import { briefName } from "../format.ts";
import { prefersStillness } from "../motion.ts";
import type { RunState } from "../run-state.ts";
import { styled } from "../styled.ts";
import { shared } from "../styles/shared.ts";
import { limitFor } from "./limits.ts";
import { imageData, type MapImage, mapImage } from "./map-image.ts";
import { SchemeController } from "./scheme-controller.ts";

/** CSS pixels of a layer's picture. */
const HIGH = 26;
const WIDEST = 60;

/**
 * The network one has come from, small: a map of every layer in order, the opened one marked, its neighbours
 * with their names. Fires "choose-layer" (a name).
 */
export class CsLayerStrip extends LitElement {
  static override properties = {
    run: { attribute: false },
    layer: {},
    map: { type: Number },
  };

  declare run: RunState | null;
  declare layer: string;
  /** The opened map; layers with fewer show their last. */
  declare map: number;

  protected readonly scheme = new SchemeController(this);

  static override styles = [
    shared,
    css`
      nav {
        display: flex;
        align-items: center;
        gap: 2px;
        overflow-x: auto;
        scrollbar-width: none;
        padding: 3px;
        margin: -3px;
        mask-image: linear-gradient(90deg, transparent, black 14px, black calc(100% - 14px), transparent);
      }
      nav::before,
      nav::after {
        content: "";
        margin: auto;
      }
      button {
        flex: none;
        display: flex;
        align-items: center;
        gap: 7px;
        min-height: 34px;
        padding: 3px;
        border-color: transparent;
        background: none;
        color: var(--ink-soft);
      }
      button[aria-current] {
        color: var(--ink);
        font-weight: 600;
        border-color: var(--field);
        background: var(--raised);
        box-shadow: 0 0 0 1px var(--field);
      }
      .named {
        padding: 3px 9px 3px 3px;
      }
      canvas {
        image-rendering: pixelated;
        border-radius: 2px;
        background: var(--line);
      }
      button:not([aria-current]) canvas {
        opacity: 0.75;
      }
      button:hover canvas {
        opacity: 1;
      }
      @media (height < 480px) {
        :host {
          display: none; /* as low as a frame: the numbers need the room */
        }
      }
      @media (pointer: coarse) {
        button {
          min-height: 44px;
          min-width: 44px;
          justify-content: center;
        }
      }
    `,
  ];

  override render() {
    const names = (this.run?.layers ?? []).map(({ name }) => name);
    const opened = names.indexOf(this.layer);
    return html`<nav aria-label="Layers">${names.map((name, i) => this.#button(name, i - opened))}</nav>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    for (const canvas of this.renderRoot.querySelectorAll("canvas")) {
      const image = this.#image(canvas.dataset.layer ?? "");
      if (image) canvas.getContext("2d")?.putImageData(imageData(image), 0, 0);
    }
    if (changed.has("layer")) this.#centre(changed.get("layer") !== undefined);
  }

  #button(name: string, distance: number) {
    const choose = () => this.dispatchEvent(new CustomEvent("choose-layer", { detail: name }));
    const isNear = Math.abs(distance) <= 1;
    const image = this.#image(name);
    const [width, height] = [image?.width ?? 1, image?.height ?? 1];
    const across = Math.min(WIDEST, Math.max(HIGH / 2, (HIGH * width) / height));
    return html`<button
      class=${isNear ? "named" : ""}
      aria-label=${name}
      title=${name}
      aria-current=${ifDefined(distance === 0 ? "true" : undefined)}
      tabindex=${isNear ? 0 : -1}
      @click=${choose}
    ><canvas data-layer=${name} width=${width} height=${height} ${styled({ width: `${across}px`, height: `${HIGH}px` })}></canvas>${isNear ? briefName(name) : ""}</button>`;
  }

  /** Nothing where the layer's numbers are not held: what is not looked at of a large network. */
  #image(name: string): MapImage | null {
    const tensor = this.run?.activations.get(name);
    if (!tensor) return null;
    const channel = Math.min(this.map, (tensor.shape[0] ?? 1) - 1);
    return mapImage(tensor, channel, "activation", limitFor(tensor));
  }

  #centre(glides: boolean): void {
    const strip = this.renderRoot.querySelector("nav");
    const current = this.renderRoot.querySelector<HTMLElement>("[aria-current]");
    if (!strip || !current) return;
    const left = current.offsetLeft - strip.offsetLeft - (strip.clientWidth - current.offsetWidth) / 2;
    strip.scrollTo({ left, behavior: glides && !prefersStillness() ? "smooth" : "instant" });
  }
}

customElements.define("cs-layer-strip", CsLayerStrip);

declare global {
  interface HTMLElementTagNameMap {
    "cs-layer-strip": CsLayerStrip;
  }
}
