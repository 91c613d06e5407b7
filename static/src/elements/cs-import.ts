import { html, LitElement, nothing, type PropertyValues } from "lit";
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
  };

  declare imports: Imports;
  /** The file on its way. */
  declare opening: Imports["opening"];
  /** The network in use. */
  declare model: ModelSummary | undefined;
  declare shown: boolean;

  constructor() {
    super();
    this.opening = null;
    this.shown = false;
  }

  static override styles = [shared, importStyles];

  /** Opens the dialog, filled with what was said before of a file that was refused, or of the network in use. */
  show(): void {
    this.shown = true;
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

  get #known(): NetworkFile | undefined {
    return this.imports.refused ?? this.imports.files.get(this.model?.id ?? "");
  }

  #progress({ name, share }: { name: string; share: number }) {
    const isSent = share >= 1;
    return html`<div class="opening" role="status">
      ${isSent ? "Reading" : "Sending"} ${name}…
      <progress aria-label=${`Opening ${name}`} max="1" value=${isSent ? nothing : share}></progress>
    </div>`;
  }

  /** Made anew whenever it is shown. */
  #form() {
    const close = () => this.#dialog?.close();
    const known = this.#known;
    return html`
      <dialog aria-labelledby="heading" @close=${this.#closed} @keydown=${keepKeys}>
        <form @submit=${this.#submitted}>
          <header>
            <h2 id="heading">Open a network</h2>
            <button type="button" class="icon quiet" aria-label="Close" @click=${close}>${closeIcon}</button>
          </header>
          <label>
            <span>ONNX file ${known ? html`<small>left empty: ${known.file.name}, once more</small>` : ""}</span>
            <input type="file" name="file" accept=".onnx" ?required=${!known} />
          </label>
          ${this.#notes()} ${this.#labelsField(known)} ${this.#pixelFields(known)} ${this.#inputFields(known)}
          <footer>
            ${this.model?.weights === "imported" ? html`<button type="button" class="quiet" @click=${this.#remove}>Remove ${this.model.title}</button>` : ""}
            <button type="button" @click=${close}>Cancel</button>
            <button class="main">Open</button>
          </footer>
        </form>
      </dialog>
    `;
  }

  /** What was done to the network in use when it was opened here. */
  #notes() {
    const notes = this.imports.refused ? [] : (this.imports.notes.get(this.model?.id ?? "") ?? []);
    return notes.length ? html`<p class="notes">${notes.join(" ")}</p>` : "";
  }

  #labelsField(known: NetworkFile | undefined) {
    return html`<div class="field">
      <label for="labels">Labels of its classes <small>one a line, in the order of its outputs</small></label>
      <textarea id="labels" name="labels" rows="3" spellcheck="false" .value=${known?.labels ?? ""}></textarea>
      <label>or a text file with them
        <input type="file" accept=".txt,text/plain" @change=${this.#labelsChosen} /></label>
    </div>`;
  }

  #pixelFields(known: NetworkFile | undefined) {
    const { mean = "", std = "" } = known ?? {};
    const chosen = PIXELS.findIndex((usual) => usual[1] === mean && usual[2] === std);
    return html`<fieldset>
      <legend>Its pixels</legend>
      <select name="usual" aria-label="Usual pixels" @change=${this.#pixelsChosen}>
        ${PIXELS.map(([name], i) => html`<option value=${i} ?selected=${i === chosen}>${name}</option>`)}
        <option value="" ?selected=${chosen < 0}>as below</option>
      </select>
      <label>(pixel − <input name="mean" aria-label="Mean" placeholder="0" .value=${mean} @input=${this.#pixelsTyped} />)</label>
      <label>/ <input name="std" aria-label="Standard deviation" placeholder="1" .value=${std} @input=${this.#pixelsTyped} /></label>
    </fieldset>`;
  }

  #inputFields(known: NetworkFile | undefined) {
    return html`
      <label>
        Axes of its input
        <select name="layout">
          <option value="nchw">channels first, as PyTorch has them</option>
          <option value="nhwc" ?selected=${known?.layout === "nhwc"}>channels last, as TensorFlow has them</option>
        </select>
      </label>
      <label>
        <span>Sizes of its input <small>where the file leaves them open</small></span>
        <input name="inputShape" placeholder="3, 224, 224" .value=${known?.inputShape ?? ""} />
      </label>
      <label class="check">
        <input type="checkbox" name="foldBatchnorm" ?checked=${known?.foldBatchnorm} />
        Batch norms become part of the convolutions before them
      </label>
    `;
  }

  #field(name: string): HTMLInputElement {
    return this.renderRoot.querySelector(`[name="${name}"]`) as HTMLInputElement;
  }

  readonly #closed = () => {
    this.shown = false;
  };

  readonly #labelsChosen = async (event: Event) => {
    const file = (event.target as HTMLInputElement).files?.[0];
    if (file) this.#field("labels").value = await file.text();
  };

  readonly #pixelsChosen = (event: Event) => {
    const usual = PIXELS[Number((event.target as HTMLSelectElement).value || "none")];
    if (usual) [, this.#field("mean").value, this.#field("std").value] = usual;
  };

  readonly #pixelsTyped = () => {
    this.#field("usual").value = "";
  };

  readonly #submitted = (event: SubmitEvent) => {
    event.preventDefault();
    const given = new FormData(event.target as HTMLFormElement);
    const text = (name: string) => String(given.get(name) ?? "");
    const chosen = given.get("file") as File;
    const { file: before, toml } = this.#known ?? {};
    const file = chosen.name ? chosen : (before as File);
    const isAgain = !chosen.name && !this.imports.refused;
    const said = {
      labels: text("labels"),
      mean: text("mean"),
      std: text("std"),
      ...(text("layout") === "nhwc" && { layout: "nhwc" as const }),
      ...(!chosen.name && toml && { toml }),
      inputShape: text("inputShape"),
      foldBatchnorm: given.has("foldBatchnorm"),
    };
    void this.imports.open({ file, ...said }, isAgain ? (this.model?.id ?? "") : "");
    this.#dialog?.close();
  };

  readonly #remove = () => {
    this.#dialog?.close();
    if (this.model) void this.imports.remove(this.model.id);
  };
}

/** What is typed here is not meant for the view behind. */
function keepKeys(event: KeyboardEvent): void {
  event.stopPropagation();
}

customElements.define("cs-import", CsImport);
