import { css, html, LitElement } from "lit";
import { blocksOf, closedBlocks, toggledAll } from "../graph/blocks.ts";
import { shared } from "../styles/shared.ts";
import type { LayerDescription } from "../wire/events.ts";
import { closeBlocksIcon, fitIcon, minusIcon, openBlocksIcon, plusIcon } from "./icons.ts";

/** What zooms: the overview. */
export interface Zoomed {
  zoomIn(): void;
  zoomOut(): void;
  fit(): void;
  toggleBlocks(toggled: readonly string[]): void;
}

/** Buttons that zoom, and one that closes all of a network's blocks, or opens them. */
export class CsZoom extends LitElement {
  static override properties = {
    of: { attribute: false },
    layers: { attribute: false },
    toggled: { attribute: false },
  };

  /** Gives what to zoom when a button is pressed. */
  declare of: () => Zoomed;
  declare layers: readonly LayerDescription[];
  /** Blocks that are not open, or closed, as they are at first. */
  declare toggled: readonly string[];

  constructor() {
    super();
    this.layers = [];
    this.toggled = [];
  }

  static override styles = [
    shared,
    css`
      div {
        display: flex;
        margin: -6px 0;
      }
    `,
  ];

  override render() {
    return html`<div role="group" aria-label="Zoom">
      ${this.#blocks()}
      <button class="icon quiet" aria-label="Zoom in" @click=${() => this.of().zoomIn()}>${plusIcon}</button>
      <button class="icon quiet" aria-label="Zoom out" @click=${() => this.of().zoomOut()}>${minusIcon}</button>
      <button class="icon quiet" aria-label="Fit the whole network" title="Fit the whole network"
        @click=${() => this.of().fit()}>${fitIcon}</button>
    </div>`;
  }

  #blocks() {
    if (!blocksOf(this.layers).length) return "";
    const closes = closedBlocks(this.layers, this.toggled).length === 0;
    const label = closes ? "Close all blocks" : "Open all blocks";
    const toggle = () => this.of().toggleBlocks(toggledAll(this.layers, closes));
    return html`<button class="icon quiet" aria-label=${label} title=${label} @click=${toggle}
      >${closes ? closeBlocksIcon : openBlocksIcon}</button>`;
  }
}

customElements.define("cs-zoom", CsZoom);
