import { css, html, nothing } from "lit";
import type { Trained } from "../edits/edits.ts";
import { channelsRead, type KernelPlace, kernelPlace } from "../edits/kernel.ts";
import { PRESETS, type Preset } from "../edits/presets.ts";
import { styled } from "../styled.ts";
import { shared } from "../styles/shared.ts";
import type { Tensor } from "../wire/tensor.ts";
import type { DetailContext } from "./context.ts";
import { type Shown, WeightEditor } from "./weight-editor.ts";

/** A row of cells in CSS pixels. */
const LOWEST_ROW = 30;
const HIGHEST_ROW = 48;
/** Needed below the cells: bias and presets. */
const BELOW = 112;
/** A cell narrower than this has a smaller font. */
const ROOMY_COLUMN = 74;
/** Room for a number of four decimals. */
const LEAST_COLUMN = 54;

/** Whether the opened map's kernels can be edited: their weights are here, one kernel a channel. */
export function isKernelEditable({ editing, layer }: DetailContext): boolean {
  const rank = editing?.trained.weight?.shape.length ?? 0;
  return layer.kernel !== undefined && rank === layer.kernel.length + 2;
}

/** Turns editing on and off. */
export function editButton(isOn: boolean, turn: (on: boolean) => void) {
  return html`<button class="toggle" aria-pressed=${isOn} aria-label="Edit the kernel" @click=${() => turn(!isOn)}>Edit</button>`;
}

/** The kernel with which the opened map reads a channel, and the map's bias: to type, to drag, or from presets. */
export class CsKernelEditor extends WeightEditor {
  static override properties = {
    ...WeightEditor.properties,
    channel: { type: Number },
    first: { type: Number },
    room: { type: Number },
    high: { type: Number },
  };

  /** Index among all the input's channels, and that of the first one that the map reads. */
  declare channel: number;
  declare first: number;
  /** CSS pixels that there are across and down. */
  declare room: number;
  declare high: number;

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: 8px;
      }
      .frames,
      .cells {
        display: grid;
        gap: 2px;
      }
      .frames {
        gap: 8px;
      }
      .cells {
        grid-auto-rows: var(--row);
      }
      .presets {
        display: contents;
      }
      .line {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 6px;
      }
      .line label {
        display: inline-flex;
        align-items: center;
        gap: 6px;
      }
      .line cs-weight {
        width: 84px;
      }
      button {
        min-height: 28px;
        padding: 0 8px;
      }
      p {
        margin: 0;
        font: var(--font-small);
        color: var(--ink-soft);
      }
      @media (pointer: coarse) {
        button {
          min-height: 44px;
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.edits?.attend();
  }

  protected override firstUpdated(): void {
    this.edits?.attend();
  }

  override render() {
    const shown = this.shown("weight");
    if (!shown) return nothing;
    const { trained: weight } = shown;
    const place = this.#place(this.channel);
    const bias = this.shown("bias");
    const channels = channelsRead(this.context.layer, weight.tensor);
    return html`
      ${this.#frames(shown, place)}
      <div class="line">
        ${bias ? this.#bias(bias) : nothing}
        <p>Type, drag up or down, or press ↑ ↓</p>
      </div>
      <div class="line">
        <div class="presets" role="group" aria-label="Presets">
        ${PRESETS.map((preset) => this.#preset(preset, weight, place))}
        <button @click=${() => this.#put(weight, place, this.#numbers(weight.tensor, place))} title="This kernel as it was trained">↺ trained</button>
        </div>
        ${channels > 1 ? html`<button @click=${() => this.#copyToAll(shown, place, channels)} title="Each of the ${channels} channels is read with this kernel">copy to all ${channels} channels</button>` : nothing}
      </div>
    `;
  }

  /** Of a clip's kernel a frame beside the other, or where there is no room, below. */
  #frames(weight: Shown, { start, sizes }: KernelPlace) {
    const [columns = 1, rows = 1, frames = 1] = sizes.toReversed();
    const across = this.room / columns / frames < LEAST_COLUMN ? 1 : frames;
    const styles = this.#sizes(columns * across, (rows * frames) / across);
    const shown = Array.from({ length: frames }, (_, frame) => {
      const cells = Array.from({ length: rows * columns }, (_, i) => {
        const [y, x] = [Math.floor(i / columns), i % columns];
        const named = frames > 1 ? `frame ${frame}, row ${y}, column ${x}` : `row ${y}, column ${x}`;
        return this.cell(weight, start + frame * rows * columns + i, `Weight, ${named}`);
      });
      const name = `Kernel of channel ${this.channel}${frames > 1 ? `, frame ${frame}` : ""}`;
      return html`<div class="cells" role="group" aria-label=${name} ${styled({ "grid-template-columns": equal(columns) })}>${cells}</div>`;
    });
    return html`<div class="frames" ${styled({ ...styles, "grid-template-columns": equal(across) })}>${shown}</div>`;
  }

  #sizes(columns: number, rows: number): Record<string, string> {
    const row = Math.max(LOWEST_ROW, Math.min(HIGHEST_ROW, (this.high - BELOW) / rows));
    return {
      "--row": `${Math.floor(row)}px`,
      "--weight-font": this.room / columns < ROOMY_COLUMN ? "14px" : "16px",
    };
  }

  #bias(bias: Shown) {
    const { map } = this.context;
    return html`<label>bias ${this.cell(bias, map, `Bias of map ${map}`)}</label>`;
  }

  #preset({ name, title, kernel }: Preset, weight: Trained, place: KernelPlace) {
    const numbers = kernel(place.sizes);
    return (
      numbers &&
      html`<button title=${title} @click=${() => this.#put(weight, place, numbers)}>${name}</button>`
    );
  }

  #copyToAll({ trained: weight, now }: Shown, place: KernelPlace, channels: number): void {
    const numbers = this.#numbers(now, place);
    const values = Array.from({ length: channels }, (_, i) => this.#at(this.#place(this.first + i), numbers));
    this.edits?.change(weight, new Map(values.flat()));
  }

  #put(weight: Trained, place: KernelPlace, numbers: ArrayLike<number>): void {
    this.edits?.change(weight, new Map(this.#at(place, numbers)));
  }

  /** Numbers by their places among all weights. */
  #at({ start }: KernelPlace, numbers: ArrayLike<number>): [number, number][] {
    return Array.from(numbers, (value, i) => [start + i, value]);
  }

  #numbers({ data }: Tensor, { start, sizes }: KernelPlace): Float32Array {
    return data.slice(start, start + sizes.reduce((product, size) => product * size, 1));
  }

  #place(channel: number): KernelPlace {
    const { layer, map, editing } = this.context;
    return kernelPlace(layer, editing?.trained.weight as Tensor, map, channel - this.first);
  }
}

const equal = (columns: number): string => `repeat(${columns}, minmax(0, 1fr))`;

customElements.define("cs-kernel-editor", CsKernelEditor);

declare global {
  interface HTMLElementTagNameMap {
    "cs-kernel-editor": CsKernelEditor;
  }
}
