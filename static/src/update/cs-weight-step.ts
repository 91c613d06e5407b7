import { css, html, LitElement, nothing } from "lit";
import { nudgedOf } from "../check/nudged.ts";
import type { DetailContext } from "../details/context.ts";
import { formatNumber } from "../format.ts";
import { shared } from "../styles/shared.ts";
import { weights } from "../wire/client.ts";
import type { Tensor } from "../wire/tensor.ts";
import type { Learning } from "./learning.ts";
import { afterSgd, shownStep } from "./moved.ts";

/** Of an opened weight, while steps of learning are taken: where the last one moved it, where SGD's next one will. */
export class CsWeightStep extends LitElement {
  static override properties = { context: { attribute: false }, earlier: { state: true } };

  declare context: DetailContext;
  /** The parameter before the last step. */
  declare earlier: Tensor | null;
  #followed: Learning | undefined;
  #key = "";

  constructor() {
    super();
    this.earlier = null;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        font-variant-numeric: tabular-nums lining-nums;
      }
      p {
        display: inline-block;
        margin: 6px 24px 0 0;
      }
    `,
  ];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#follow(undefined);
  }

  override willUpdate(): void {
    this.#follow(this.#learning);
    void this.#fetchBefore();
  }

  override render() {
    const learning = this.#learning;
    const place = this.#place;
    if (!learning?.isOpen || place === null) return nothing;
    return html`${this.#last(place)}${learning.plan.rule === "sgd" ? this.#next(place, learning.plan.rate) : nothing}`;
  }

  /** "0.6321 − 0.01 · 0.00384 = 0.6320" */
  #next(place: number, rate: number) {
    const gradient = this.context.back?.way.downstream.data[place] ?? Number.NaN;
    const weight = this.#now?.data[place] ?? Number.NaN;
    const to = afterSgd(weight, rate, gradient);
    const { from, part, to: shownTo } = shownStep(weight, to);
    return html`<p data-testid="next-step" data-value=${to}>
      Next step: w − η·g = ${from} − ${rate} · ${bracketed(formatNumber(gradient))}
      = ${from} − ${bracketed(part)} = <b>${shownTo}</b>
    </p>`;
  }

  #last(place: number) {
    const before = this.earlier?.data[place];
    const now = this.#base?.data[place];
    if (before === undefined || now === undefined || !this.#learning?.taken.length) return nothing;
    const { from, part, to } = shownStep(before, now);
    return html`<p data-testid="last-step" data-value=${before}>Last step: ${from} − ${bracketed(part)} = <b>${to}</b></p>`;
  }

  get #forward(): DetailContext | undefined {
    return this.context.back?.forward;
  }

  get #learning(): Learning | undefined {
    return this.#forward?.editing?.learning;
  }

  /** The opened parameter's name; null where the gradient is that of an input. */
  get #name(): string | null {
    const way = this.context.back?.way;
    return way?.input === null ? way.wrt : null;
  }

  /** As it is after the steps, without edits. */
  get #base(): Tensor | undefined {
    return this.#forward?.editing?.trained[this.#name ?? ""];
  }

  get #now(): Tensor | undefined {
    return this.#forward?.weights[this.#name ?? ""];
  }

  get #place(): number | null {
    const value = this.#name === null ? null : nudgedOf(this.context);
    const { shape } = this.context.back?.way.downstream ?? {};
    if (!value || !shape || !this.#now || !this.#base) return null;
    return value.index.reduce((sum, at, axis) => sum * (shape[axis] ?? 1) + at, 0);
  }

  /** Fetches what the last step began with, unless it is here. */
  async #fetchBefore(): Promise<void> {
    const [name, learning, asked] = [this.#name, this.#learning, this.context.asked];
    const steps = this.#forward?.editing?.edits.now.steps ?? [];
    const last = steps.at(-1);
    if (!name || !learning?.isOpen || !asked?.options.updated || !last) return;
    const parent = learning.taken.at(-2)?.id ?? "";
    const { layer } = this.context;
    const key = JSON.stringify([asked.model, asked.options.updated, layer.name, name]);
    if (key === this.#key) return;
    this.#key = key;
    this.earlier = null;
    try {
      const tensor = (await weights(asked.model, layer.name, null, parent))[name];
      if (key === this.#key && tensor)
        this.earlier = last.edits.applied({ layer: layer.name, parameter: name, tensor });
    } catch {
      this.#key = ""; // what the step began with was let go: the line is left out
    }
  }

  #follow(learning: Learning | undefined): void {
    if (learning === this.#followed) return;
    this.#followed?.removeEventListener("change", this.#changed);
    this.#followed = learning;
    learning?.addEventListener("change", this.#changed);
  }

  readonly #changed = (): void => this.requestUpdate();
}

const bracketed = (text: string): string => (text.startsWith("\u2212") ? `(${text})` : text);

customElements.define("cs-weight-step", CsWeightStep);
