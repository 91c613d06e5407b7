import { css, html, LitElement, type PropertyValues } from "lit";
import { curvePath } from "../draw/curve.ts";
import { decodeRecording } from "../wire/recording.ts";

const BOX = { x: 0, y: 0, width: 28, height: 28 };
const LOUDEST = 1;

/** The curve of a recording, as a small picture beside its name. */
export class CsWaveform extends LitElement {
  static override properties = { address: {}, samples: { state: true } };

  declare address: string;
  declare samples: Float32Array;

  constructor() {
    super();
    this.address = "";
    this.samples = new Float32Array();
  }

  static override styles = css`
    :host {
      display: block;
      width: 28px;
      height: 28px;
      margin-left: 4px;
      border-radius: 3px;
      background: var(--line);
    }
    svg {
      display: block;
      width: 100%;
      height: 100%;
    }
    path {
      fill: none;
      stroke: var(--ink);
      stroke-width: 1;
    }
  `;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("address") && this.address) void this.#load(this.address);
  }

  override render() {
    return html`<svg viewBox="0 0 ${BOX.width} ${BOX.height}" aria-hidden="true">
      <path d=${curvePath(this.samples, LOUDEST, BOX, 1)} />
    </svg>`;
  }

  /** Without its file the name beside it still tells the sample. */
  async #load(address: string): Promise<void> {
    try {
      const response = await fetch(address);
      const samples = response.ok ? decodeRecording(await response.arrayBuffer()) : new Float32Array();
      if (address === this.address) this.samples = samples;
    } catch {
      this.samples = new Float32Array();
    }
  }
}

customElements.define("cs-waveform", CsWaveform);
