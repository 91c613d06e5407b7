import { css, html, nothing } from "lit";
import { shared } from "../styles/shared.ts";
import type { DetailContext } from "./context.ts";
import { isKernelEditable } from "./cs-kernel-editor.ts";
import { type Shown, WeightEditor } from "./weight-editor.ts";

/** The layer's parameters with one number for each map (or unit): γ and β of a normalization, a bias, a slope. */
function ofMaps({ editing, output }: DetailContext): string[] {
  const maps = output.shape[0] ?? 0;
  return Object.entries(editing?.trained ?? {})
    .filter(([, { shape }]) => shape.length === 1 && shape[0] === maps)
    .map(([parameter]) => parameter);
}

/** How many inputs the layer weighs for each unit; 0 where it is no dense layer, or its weights are not here. */
function inputsWeighed({ editing, layer }: DetailContext): number {
  const [, inputs = 0] = (layer.op === "dense" && editing?.trained.weight?.shape) || [];
  return inputs;
}

/** Whether the opened map has numbers of its own that can be edited here; kernels have an editor of their own. */
export function hasMapWeights(context: DetailContext): boolean {
  return !isKernelEditable(context) && (ofMaps(context).length > 0 || inputsWeighed(context) > 0);
}

/** The opened map's own numbers, and of a dense unit the weight of one input: to type and to drag, behind a button. */
export class CsMapWeights extends WeightEditor {
  static override properties = {
    ...WeightEditor.properties,
    isOpen: { type: Boolean, reflect: true, attribute: "open" },
    input: { state: true },
  };

  declare isOpen: boolean;
  /** Of a dense layer: which input's weight is shown. */
  declare input: number;

  constructor() {
    super();
    this.isOpen = false;
    this.input = 0;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 14px;
        color: var(--ink);
      }
      /* Open, it has a line of its own below what stands beside it. */
      :host([open]) {
        order: 1;
        flex: 1 0 100%;
      }
      label {
        display: inline-flex;
        align-items: center;
        gap: 6px;
      }
      cs-weight {
        width: 84px;
      }
      input {
        width: 76px;
        min-height: 30px;
        font: inherit;
        color: inherit;
        background: var(--raised);
        border: 1px solid var(--line-strong);
        border-radius: var(--radius);
      }
      button {
        min-height: 28px;
      }
      @media (pointer: coarse) {
        button,
        input {
          min-height: 44px;
        }
      }
    `,
  ];

  override render() {
    const { map, output } = this.context;
    const what = output.shape.length === 1 ? `unit ${map}` : `map ${map}`;
    return html`
      <button aria-label="Edit the weights of ${what}" aria-pressed=${this.isOpen} @click=${this.#toggle}>Edit</button>
      ${this.isOpen ? html`${ofMaps(this.context).map((parameter) => this.#number(parameter, what))}${this.#ofInput(what)}` : nothing}
    `;
  }

  #number(parameter: string, what: string) {
    const shown = this.shown(parameter) as Shown;
    const name = parameter.replaceAll("_", " ");
    return html`<label>${name} ${this.cell(shown, this.context.map, `${name} of ${what}`)}</label>`;
  }

  #ofInput(what: string) {
    const inputs = inputsWeighed(this.context);
    const weight = inputs ? this.shown("weight") : undefined;
    if (!weight) return nothing;
    const input = Math.min(this.input, inputs - 1);
    const choose = (event: Event) => {
      const { valueAsNumber } = event.target as HTMLInputElement;
      if (Number.isInteger(valueAsNumber)) this.input = Math.max(0, Math.min(inputs - 1, valueAsNumber));
    };
    return html`
      <label>weight of input <input type="number" min="0" max=${inputs - 1} .value=${String(input)} aria-label="Number of the input" @change=${choose} /></label>
      ${this.cell(weight, this.context.map * inputs + input, `Weight of input ${input} for ${what}`)}
    `;
  }

  readonly #toggle = (): void => {
    this.isOpen = !this.isOpen;
    if (this.isOpen) this.edits?.attend();
  };
}

customElements.define("cs-map-weights", CsMapWeights);

declare global {
  interface HTMLElementTagNameMap {
    "cs-map-weights": CsMapWeights;
  }
}
