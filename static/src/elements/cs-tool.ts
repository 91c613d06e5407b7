import { css, html, LitElement } from "lit";
import { shared } from "../styles/shared.ts";
import type { Drawing } from "../wire/events.ts";
import "./cs-draw-pad.ts";
import { closeIcon } from "./icons.ts";
import "./cs-webcam.ts";

/** A way to make a picture of one's own, right here. */
export type Tool = "draw" | "camera";

/** The open tool beside the overview: drawing pad or camera. Passes on "draw" and "snapshot"; fires "close". */
export class CsTool extends LitElement {
  static override properties = {
    tool: {},
    drawing: { attribute: false },
    shape: { attribute: false },
  };

  declare tool: Tool;
  declare drawing: Drawing | null;
  declare shape: readonly number[];

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: 6px;
        align-content: start;
      }
      header {
        display: flex;
        align-items: center;
        justify-content: space-between;
      }
      h2 {
        font: var(--font-strong);
        margin: 0;
      }
    `,
  ];

  override render() {
    return html`
      <header>
        <h2>${this.tool === "draw" ? "Draw" : "Camera"}</h2>
        <button class="icon quiet" aria-label="Close" @click=${() => this.#tell("close", null)}>${closeIcon}</button>
      </header>
      ${
        this.tool === "camera"
          ? html`<cs-webcam @snapshot=${(event: CustomEvent) => this.#tell("snapshot", event.detail)}></cs-webcam>`
          : this.#pad()
      }
    `;
  }

  #pad() {
    if (!this.drawing) return "";
    return html`<cs-draw-pad
      .drawing=${this.drawing}
      .shape=${this.shape}
      @draw=${(event: CustomEvent) => this.#tell("draw", event.detail)}
    ></cs-draw-pad>`;
  }

  #tell(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

customElements.define("cs-tool", CsTool);
