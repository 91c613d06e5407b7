import { html, LitElement } from "lit";
import { type Field, inputName } from "../graph/field.ts";
import type { Unit } from "../graph/raster.ts";
import type { RunState } from "../run-state.ts";
import type { Session } from "../session.ts";
import { shared } from "../styles/shared.ts";
import { sourcePanelStyles } from "../styles/source-panel.ts";
import type { Fit } from "../wire/client.ts";
import "./cs-picture.ts";
import "./cs-samples.ts";
import "./cs-signal.ts";
import "./cs-sources.ts";
import "./cs-tool.ts";
import type { Tool } from "./cs-tool.ts";

/** The picture as the network sees it, and where another one comes from. Fires "choose-tool" (Tool, or null). */
export class CsSourcePanel extends LitElement {
  static override properties = {
    session: { attribute: false },
    run: { attribute: false, hasChanged: () => true },
    field: { attribute: false },
    place: { attribute: false },
    framed: { type: Boolean, reflect: true },
    tool: { reflect: true },
    fit: { state: true },
  };

  declare session: Session;
  declare run: RunState | null;
  /** Framed on the picture. */
  declare field: Field | null;
  /** The place of the picture that was chosen; choosing another fires "choose-place" (Unit, or null). */
  declare place: Unit | null;
  declare framed: boolean;
  declare tool: Tool | null;
  declare fit: Fit;
  #pixelsToRun: number[][][] | null = null;

  constructor() {
    super();
    this.run = null;
    this.field = null;
    this.place = null;
    this.framed = false;
    this.tool = null;
    this.fit = "crop";
  }

  static override styles = [shared, sourcePanelStyles];

  /** Runs the network on a picture of the person's. */
  useImage(image: Blob): void {
    this.#chooseTool(null);
    void this.session.useOwn({ kind: "image", image, fit: this.fit });
  }

  override render() {
    const isOwn = this.session.state.picture === "own";
    const name = isOwn ? "your picture" : (this.session.sample?.label ?? "");
    return html`
      <figure>
        ${this.#input(name)}
        <figcaption>${this.#caption(name)}</figcaption>
      </figure>
      ${this.#sources(isOwn)} ${this.tool ? this.#openTool(this.tool) : ""}
      <cs-samples
        .samples=${this.session.modelSamples}
        .chosen=${this.session.sampleId ?? ""}
        @choose-sample=${(event: CustomEvent<string>) => this.session.chooseSample(event.detail)}
      ></cs-samples>
    `;
  }

  #input(name: string) {
    const input = this.run?.input ?? null;
    const kind = inputName((input?.shape.length ?? 3) - 1);
    const label = `The ${kind} as the network sees it: ${name}`;
    if (kind === "signal") {
      return html`<cs-signal
        .input=${input}
        .field=${this.field}
        .place=${this.place}
        .label=${label}
        @choose-place=${this.#choosePlace}
      ></cs-signal>`;
    }
    return html`<cs-picture
      .input=${input}
      .preprocessing=${this.run?.preprocessing ?? null}
      .field=${this.field}
      .place=${this.place}
      .label=${label}
      @choose-place=${this.#choosePlace}
    ></cs-picture>`;
  }

  readonly #choosePlace = ({ detail }: CustomEvent<Unit | null>): void => {
    this.dispatchEvent(new CustomEvent("choose-place", { detail }));
  };

  #caption(name: string) {
    if (this.session.note) return html`<span role="status">${this.session.note}</span>`;
    const [, ...lengths] = this.run?.input?.shape ?? [];
    const size = lengths.length ? ` as the network sees it, ${sizeInWords(lengths)}` : "";
    const note = this.run?.note;
    return html`<b>${name}</b>${size}${note ? html`. <span role="status">${note}</span>` : ""}`;
  }

  #sources(isOwn: boolean) {
    return html`<cs-sources
      .drawing=${this.session.drawing !== null}
      .kind=${inputName((this.session.model?.input_shape.length ?? 3) - 1)}
      .fit=${this.fit}
      .fits=${isOwn && this.session.own?.kind === "image"}
      .tool=${this.tool}
      @choose-image=${(event: CustomEvent<Blob>) => this.useImage(event.detail)}
      @choose-tool=${(event: CustomEvent<Tool | null>) => this.#chooseTool(event.detail)}
      @choose-fit=${(event: CustomEvent<Fit>) => this.#chooseFit(event.detail)}
    ></cs-sources>`;
  }

  #openTool(tool: Tool) {
    return html`<cs-tool
      .tool=${tool}
      .drawing=${this.session.drawing}
      .shape=${this.session.model?.input_shape}
      @draw=${(event: CustomEvent<number[][][]>) => this.#drawn(event.detail)}
      @snapshot=${(event: CustomEvent<Blob>) => this.useImage(event.detail)}
      @close=${() => this.#chooseTool(null)}
    ></cs-tool>`;
  }

  #chooseTool(tool: Tool | null): void {
    this.dispatchEvent(new CustomEvent("choose-tool", { detail: tool }));
  }

  #chooseFit(fit: Fit): void {
    this.fit = fit;
    const { own } = this.session;
    if (own?.kind === "image") void this.session.useOwn({ ...own, fit });
  }

  /** Runs on the newest drawing as soon as the run before has finished. */
  async #drawn(pixels: number[][][]): Promise<void> {
    const isRunning = this.#pixelsToRun !== null;
    this.#pixelsToRun = pixels;
    if (isRunning) return;
    let last: number[][][] | null = null;
    while (last !== this.#pixelsToRun) {
      last = this.#pixelsToRun;
      await this.session.useOwn({ kind: "pixels", pixels: last });
    }
    this.#pixelsToRun = null;
  }
}

/** "32×32", "128 samples", "8 frames of 16×16". */
function sizeInWords(lengths: readonly number[]): string {
  const [frames, ...frame] = lengths;
  if (lengths.length === 1) return `${frames} samples`;
  return lengths.length === 3 ? `${frames} frames of ${frame.join("×")}` : lengths.join("×");
}

customElements.define("cs-source-panel", CsSourcePanel);
