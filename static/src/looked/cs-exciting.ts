import { css, html, LitElement, type PropertyValues } from "lit";
import { formatNumber } from "../format.ts";
import { describeUnit } from "../graph/raster.ts";
import type { RunState } from "../run-state.ts";
import { shared } from "../styles/shared.ts";
import { type PatchDescription, patchesOf } from "../wire/attributions.ts";
import type { SampleDescription } from "../wire/events.ts";
import { asProblem, isAbort, type Problem } from "../wire/stream.ts";
import { Tensor } from "../wire/tensor.ts";
import "./cs-looked-figure.ts";

/** Detail of "open-sample": a sample, and the unit of a map that it excites. */
export interface Excited {
  sample: string;
  layer: string;
  unit: readonly number[];
}

/** The patches of the samples that excite a map's units most, each a way to that sample and place. Fires "open-sample" (Excited). */
export class CsExciting extends LitElement {
  static override properties = {
    run: { attribute: false },
    layer: {},
    map: { type: Number },
    samples: { attribute: false },
    patches: { state: true },
    problem: { state: true },
    scheme: {},
  };

  declare run: RunState;
  declare layer: string;
  declare map: number;
  declare samples: readonly SampleDescription[];
  declare patches: readonly PatchDescription[] | null;
  declare problem: Problem | null;
  declare scheme: string;
  #key = "";
  #asking: AbortController | null = null;

  constructor() {
    super();
    this.patches = null;
    this.problem = null;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        overflow: auto;
        min-height: 0;
        font-variant-numeric: tabular-nums;
      }
      ol {
        margin: 0;
        padding: 2px;
        list-style: none;
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(190px, 45%), 1fr));
        gap: 8px;
      }
      li button {
        width: 100%;
        display: grid;
        grid-template-rows: clamp(110px, 20vh, 220px) auto auto;
        gap: 2px;
        padding: 6px;
        text-align: left;
        font: var(--font-small);
        line-height: 1.3;
        color: var(--ink-soft);
      }
      b {
        font: var(--font-strong);
        color: var(--ink);
      }
    `,
  ];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#asking?.abort();
    this.#key = "";
  }

  override willUpdate(_changed: PropertyValues<this>): void {
    const { edits, updated } = this.run.asked?.options ?? {};
    const key = JSON.stringify([this.run.model, this.layer, this.map, edits, updated]);
    if (key === this.#key) return;
    this.#key = key;
    void this.#ask();
  }

  override render() {
    const { problem, patches } = this;
    if (problem)
      return html`<p role="alert">${problem.detail} <button @click=${() => void this.#ask()}>Try again</button></p>`;
    if (!patches) return html`<p role="status">Looking through all samples…</p>`;
    if (!patches.length) return html`<p>There are no samples for this network.</p>`;
    return html`<ol aria-label="Patches that excite it most, the strongest first">
      ${patches.map((patch) => this.#entry(patch))}
    </ol>`;
  }

  #entry({ sample, unit, value, cutout }: PatchDescription) {
    const label = this.samples.find(({ id }) => id === sample)?.label ?? sample;
    const place = describeUnit(unit.slice(1));
    const tensor = Tensor.decode(cutout);
    return html`<li>
      <button @click=${() => this.#open(sample, unit)} title="Open this sample${place ? ` at ${place}` : ""}">
        <cs-looked-figure
          .input=${tensor}
          .preprocessing=${this.run.preprocessing}
          .frame=${Math.floor((tensor.shape.length > 3 ? (tensor.shape[1] ?? 1) : 1) / 2)}
          .still=${true}
          .label=${`patch of ${label}`}
          .scheme=${this.scheme}
        ></cs-looked-figure>
        <b data-testid="excitement">${formatNumber(value)}</b>
        <span>${label}${place ? ` · ${unit.slice(1).join(", ")}` : ""}</span>
      </button>
    </li>`;
  }

  #open(sample: string, unit: readonly number[]): void {
    const detail: Excited = { sample, layer: this.layer, unit };
    this.dispatchEvent(new CustomEvent<Excited>("open-sample", { detail }));
  }

  async #ask(): Promise<void> {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    this.patches = null;
    this.problem = null;
    try {
      const patches = await patchesOf(
        this.run.model,
        this.layer,
        this.map,
        this.run.asked?.options ?? {},
        asking.signal,
      );
      if (!asking.signal.aborted) this.patches = patches;
    } catch (error) {
      if (!isAbort(error) && !asking.signal.aborted) this.problem = asProblem(error);
    }
  }
}

customElements.define("cs-exciting", CsExciting);
