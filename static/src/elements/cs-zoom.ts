import { css, html, LitElement } from "lit";
import { shared } from "../styles/shared.ts";
import { fitIcon, minusIcon, plusIcon } from "./icons.ts";

/** What zooms: the overview. */
export interface Zoomed {
  zoomIn(): void;
  zoomOut(): void;
  fit(): void;
}

/** Buttons that zoom. */
export class CsZoom extends LitElement {
  static override properties = { of: { attribute: false } };

  /** Gives what to zoom when a button is pressed. */
  declare of: () => Zoomed;

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
      <button class="icon quiet" aria-label="Zoom in" @click=${() => this.of().zoomIn()}>${plusIcon}</button>
      <button class="icon quiet" aria-label="Zoom out" @click=${() => this.of().zoomOut()}>${minusIcon}</button>
      <button class="icon quiet" aria-label="Fit the whole network" title="Fit the whole network"
        @click=${() => this.of().fit()}>${fitIcon}</button>
    </div>`;
  }
}

customElements.define("cs-zoom", CsZoom);
