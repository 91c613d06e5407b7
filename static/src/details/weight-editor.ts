import { html, LitElement } from "lit";
import { limitOf } from "../colour.ts";
import type { Editing } from "../edits/editing.ts";
import type { Trained } from "../edits/edits.ts";
import { filterOf } from "../edits/kernel.ts";
import type { Tensor } from "../wire/tensor.ts";
import { decimalsFor } from "./adding-up.ts";
import type { DetailContext } from "./context.ts";
import type { WeightChange } from "./cs-weight.ts";
import "./cs-weight.ts";

/** A parameter as it is trained and as it is now, and the measure of its colours and steps. */
export interface Shown {
  trained: Trained;
  now: Tensor;
  limit: number;
}

/** What all editors of a layer's weights share: the numbers as they are at this very moment, and a cell for each. */
export abstract class WeightEditor extends LitElement {
  static override properties = { context: { attribute: false } };

  declare context: DetailContext;
  #followed: Editing | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#follow(this.edits);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#follow(undefined);
  }

  override willUpdate(): void {
    this.#follow(this.edits);
  }

  protected get edits(): Editing | undefined {
    return this.context.editing?.edits;
  }

  /** A parameter of the opened layer; undefined where it has none of that name. */
  protected shown(parameter: string): Shown | undefined {
    const { layer, map, editing } = this.context;
    const tensor = editing?.trained[parameter];
    if (!tensor) return undefined;
    const trained = { layer: layer.name, parameter, tensor };
    const now = this.edits?.now.applied(trained) ?? tensor;
    const [was, is] = [tensor, now].map((each) => limitOf(filterOf(layer, each, map))) as [number, number];
    return { trained, now, limit: Math.max(was, is) };
  }

  /** One number of a parameter, by its place in C order. */
  protected cell({ trained, now, limit }: Shown, place: number, label: string) {
    return html`<cs-weight
      data-testid="edit-${trained.parameter}"
      .value=${now.data[place] ?? Number.NaN}
      .trained=${trained.tensor.data[place] ?? Number.NaN}
      .decimals=${decimalsFor(limit) + 1}
      .step=${stepFor(limit)}
      .limit=${limit}
      .label=${label}
      @weight-change=${({ detail: { value, gesture } }: CustomEvent<WeightChange>) =>
        this.edits?.change(trained, new Map([[place, value]]), gesture)}
    ></cs-weight>`;
  }

  #follow(edits: Editing | undefined): void {
    if (edits === this.#followed) return;
    this.#followed?.removeEventListener("change", this.#changed);
    this.#followed = edits;
    edits?.addEventListener("change", this.#changed);
  }

  readonly #changed = (): void => this.requestUpdate();
}

/** A hundredth of the largest weight or a little more, as a power of ten. */
function stepFor(limit: number): number {
  return 10 ** (Math.floor(Math.log10(limit > 0 ? limit : 1)) - 1);
}
