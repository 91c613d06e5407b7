import { html, LitElement, type PropertyValues } from "lit";
import type { Imports } from "../imports.ts";
import { importStyles } from "../styles/import.ts";
import { shared } from "../styles/shared.ts";
import type { ModelSummary } from "../wire/events.ts";
import type { NetworkFile } from "../wire/imports.ts";
import { closeIcon } from "./icons.ts";

/** What networks are commonly trained on: a name, and mean and std of pixels in 0…1. */
const PIXELS = [
  ["0 to 1", "", ""],
  ["−1 to 1", "0.5", "0.5"],
  ["ImageNet's mean and deviation", "0.485, 0.456, 0.406", "0.229, 0.224, 0.225"],
] as const;

/** Opens networks of one's own: a dialog for the file and for what no such file says, and how far the file has come. */
export class CsImport extends LitElement {
  static override properties = {
    imports: { attribute: false },
    opening: { attribute: false },
    model: { attribute: false },
    shown: { state: true },
    labels: { state: true },
    mean: { state: true },
    std: { state: true },
  };

  declare imports: Imports;
  /** The file on its way. */
  declare opening: Imports["opening"];
  /** The network in use. */
  declare model: ModelSummary | undefined;
  declare shown: boolean;
  declare labels: string;
  declare mean: string;
  declare std: string;

  constructor() {
    super();
    this.opening = null;
    this.shown = false;
    this.labels = "";
    this.mean = "";
    this.std = "";
  }

  static override styles = [shared, importStyles];

  /** Opens the dialog; for a network that was opened here before, with what was said of it. */
  show(): void {
    const { labels = "", mean = "", std = "" } = this.#known ?? {};
    Object.assign(this, { labels, mean, std, shown: true });
    void this.updateComplete.then(() => this.#dialog?.showModal());
  }

  override render() {
    return html`${this.opening ? this.#progress(this.opening) : ""} ${this.shown ? this.#form() : ""}`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("opening") && this.opening) this.#dialog?.close();
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector("dialog");
  }

  /** The file of the network in use, where it was opened on this page. */
  get #known(): NetworkFile | undefined {
    return this.imports.files.get(this.model?.id ?? "");
  }

  /** Made anew whenever it is shown, so that nothing is left in its fields. */
  #form() {
    const close = () => this.#dialog?.close();
    return html`
      <dialog aria-labelledby="heading" @close=${this.#closed}>
        <form @submit=${this.#submitted}>
          <header>
            <h2 id="heading">Open a network</h2>
            <button type="button" class="icon quiet" aria-label="Close" @click=${close}>${closeIcon}</button>
          </header>
          ${this.#fileField()} ${this.#labelsField()} ${this.#pixelFields()}
          <label>
            Axes of its input
            <select name="layout">
              <option value="nchw" ?selected=${this.#known?.layout !== "nhwc"}>channels first, as PyTorch has them</option>
              <option value="nhwc" ?selected=${this.#known?.layout === "nhwc"}>channels last, as TensorFlow has them</option>
            </select>
          </label>
          <label class="check">
            <input type="checkbox" name="fold" ?checked=${this.#known?.foldBatchnorm} />
            Batch norms become part of the convolutions before them
          </label>
          <footer>
            ${this.model?.weights === "imported" ? html`<button type="button" class="quiet" @click=${this.#remove}>Remove ${this.model.title}</button>` : ""}
            <button type="button" @click=${close}>Cancel</button>
            <button class="main">Open</button>
          </footer>
        </form>
      </dialog>
    `;
  }

  readonly #closed = () => {
    this.shown = false;
  };

  #progress({ name, share }: { name: string; share: number }) {
    const isSent = share >= 1;
    return html`<div class="opening" role="status">
      ${isSent ? "Reading" : "Sending"} ${name}…
      <progress aria-label=${`Opening ${name}`} max="1" .value=${isSent ? null : share}></progress>
    </div>`;
  }

  #fileField() {
    const known = this.#known;
    return html`<label>
      ONNX file${known ? html` <small>(left empty: ${known.file.name} again, in its place)</small>` : ""}
      <input type="file" name="file" accept=".onnx" ?required=${!known} />
    </label>`;
  }

  #labelsField() {
    return html`<label>
      Labels of its classes <small>one a line, in the order of its outputs; or choose a text file</small>
      <textarea name="labels" rows="3" spellcheck="false" .value=${this.labels} @input=${this.#labelsTyped}></textarea>
      <input type="file" accept=".txt,text/plain" aria-label="A text file with the labels" @change=${this.#labelsChosen} />
    </label>`;
  }

  #pixelFields() {
    const known = PIXELS.findIndex(([, mean, std]) => mean === this.mean && std === this.std);
    return html`<fieldset>
      <legend>What its pixels are</legend>
      <select aria-label="Usual choices" @change=${this.#pixelsChosen}>
        ${PIXELS.map(([name], i) => html`<option value=${i} .selected=${i === known}>${name}</option>`)}
        <option value="" .selected=${known < 0} ?hidden=${known >= 0}>as below</option>
      </select>
      <label>(pixel − <input name="mean" aria-label="Mean" placeholder="0" .value=${this.mean} @input=${this.#meanTyped} />)</label>
      <label>/ <input name="std" aria-label="Standard deviation" placeholder="1" .value=${this.std} @input=${this.#stdTyped} /></label>
    </fieldset>`;
  }

  readonly #labelsTyped = (event: Event) => {
    this.labels = (event.target as HTMLTextAreaElement).value;
  };

  readonly #labelsChosen = async (event: Event) => {
    const file = (event.target as HTMLInputElement).files?.[0];
    if (file) this.labels = await file.text();
  };

  readonly #meanTyped = (event: Event) => {
    this.mean = (event.target as HTMLInputElement).value;
  };

  readonly #stdTyped = (event: Event) => {
    this.std = (event.target as HTMLInputElement).value;
  };

  readonly #pixelsChosen = (event: Event) => {
    const [, mean, std] = PIXELS[Number((event.target as HTMLSelectElement).value)] ?? PIXELS[0];
    Object.assign(this, { mean, std });
  };

  readonly #submitted = (event: SubmitEvent) => {
    event.preventDefault();
    const given = new FormData(event.target as HTMLFormElement);
    const chosen = given.get("file") as File;
    const known = this.#known;
    const replaced = !chosen.name && known ? (this.model?.id ?? "") : "";
    void this.imports.open(
      {
        file: chosen.name ? chosen : (known?.file ?? chosen),
        labels: this.labels,
        mean: this.mean,
        std: this.std,
        layout: given.get("layout") === "nhwc" ? "nhwc" : "nchw",
        foldBatchnorm: given.has("fold"),
      },
      replaced,
    );
    this.#dialog?.close();
  };

  readonly #remove = () => {
    this.#dialog?.close();
    if (this.model) void this.imports.remove(this.model.id);
  };
}

customElements.define("cs-import", CsImport);
