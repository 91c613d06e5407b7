import { css, html, LitElement } from "lit";
import { shared } from "../styles/shared.ts";
import type { Fit } from "../wire/client.ts";
import type { Tool } from "./cs-tool.ts";
import { cameraIcon, pencilIcon, uploadIcon } from "./icons.ts";

/** Kinds of files by what the network looks at. */
const ACCEPTED: Record<string, string> = {
  picture: "image/png,image/jpeg,image/webp",
  clip: "image/png,image/apng,image/gif,image/webp",
  signal: "audio/wav",
};

/**
 * Where a picture of one's own comes from.
 *
 * Fires "choose-image" (File), "choose-tool" (Tool, or null to close) and "choose-fit" (Fit).
 */
export class CsSources extends LitElement {
  static override properties = {
    drawing: { type: Boolean },
    kind: {},
    fit: {},
    fits: { type: Boolean },
    tool: {},
  };

  /** Whether the network reads drawings. */
  declare drawing: boolean;
  /** What the network looks at: a picture, a clip or a signal. */
  declare kind: string;
  declare fit: Fit;
  /** Whether the picture in use is a file, to which the choice of fit applies. */
  declare fits: boolean;
  /** The open tool. */
  declare tool: Tool | null;

  constructor() {
    super();
    this.drawing = false;
    this.kind = "picture";
    this.fit = "crop";
    this.fits = false;
    this.tool = null;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: 6px;
      }
      .row {
        display: flex;
        gap: 6px;
      }
      .row > * {
        flex: 1;
      }
      button,
      label.button {
        display: inline-flex;
        align-items: center;
        justify-content: center;
        gap: 6px;
        padding: 0 6px;
      }
      label.button:focus-within {
        outline: 2px solid var(--focus);
        outline-offset: 2px;
      }
      label.fit {
        display: flex;
        align-items: center;
        gap: 6px;
        color: var(--ink-soft);
      }
      select {
        min-width: 0;
        flex: 1;
        padding: 0 4px;
      }
    `,
  ];

  override render() {
    return html`
      <label class="button">
        ${uploadIcon} Your ${this.kind}…
        <input
          class="visually-hidden"
          type="file"
          accept=${ACCEPTED[this.kind] ?? ""}
          @change=${this.#fileChosen}
        />
      </label>
      <div class="row">
        ${this.drawing ? this.#toolButton("draw", pencilIcon, "Draw") : ""}
        ${this.kind === "picture" ? this.#toolButton("camera", cameraIcon, "Camera") : ""}
      </div>
      ${this.fits ? this.#fitChoice() : ""}
    `;
  }

  #toolButton(tool: Tool, icon: unknown, name: string) {
    const next = this.tool === tool ? null : tool;
    return html`<button aria-pressed=${this.tool === tool} @click=${() => this.#tell("choose-tool", next)}>
      ${icon} ${name}
    </button>`;
  }

  #fitChoice() {
    return html`<label class="fit"
      >Size
      <select @change=${(event: Event) => this.#tell("choose-fit", (event.target as HTMLSelectElement).value)}>
        <option value="crop" ?selected=${this.fit === "crop"}>cut the centre</option>
        <option value="fit" ?selected=${this.fit === "fit"}>show it all</option>
      </select></label
    >`;
  }

  readonly #fileChosen = (event: Event) => {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    if (file) this.#tell("choose-image", file);
    input.value = "";
  };

  #tell(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

customElements.define("cs-sources", CsSources);
