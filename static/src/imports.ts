/** Opening networks of the person's own: one at a time, the newest wish wins. */

import type { ModelDescription, ModelSummary } from "./wire/events.ts";
import { importModel, type NetworkFile, removeModel, whyNotImport } from "./wire/imports.ts";
import { asProblem, isAbort, Problem } from "./wire/stream.ts";

const OTHER_FORMATS = /\.(pt|pth|h5|keras|tflite|pb|safetensors|mlmodel)$/i;

/** Of several files, the network, its labels (a text) and its TOML; null where no network is among them. */
export async function networkAmong(files: readonly File[]): Promise<NetworkFile | null> {
  const file = files.find(({ name }) => /\.onnx$/i.test(name));
  if (!file) return null;
  const labels = await files.find(({ name }) => /\.txt$/i.test(name))?.text();
  const toml = await files.find(({ name }) => /\.toml$/i.test(name))?.text();
  return { file, ...(labels && { labels }), ...(toml && { toml }) };
}

/** Fires "change" as an import goes on, "imported" (CustomEvent<ModelDescription>) and "removed" (CustomEvent<string>). */
export class Imports extends EventTarget {
  /** Whether this server takes networks at all. */
  allowed = false;
  /** Name of the file on its way, and how much of it has arrived (0…1). */
  opening: { name: string; share: number } | null = null;
  problem: Problem | null = null;
  /** The files of the networks opened here by id, to be opened again with other labels or colours. */
  readonly files = new Map<string, NetworkFile>();
  /** What the server did to them, by id. */
  readonly notes = new Map<string, readonly string[]>();
  /** The last file that was refused, to be tried again with something else said of it. */
  refused: NetworkFile | null = null;
  #request: AbortController | null = null;
  #last: (() => Promise<void>) | null = null;

  /** Opens the network among some files; false where these have nothing to do with networks. */
  async take(files: readonly File[]): Promise<boolean> {
    const network = await networkAmong(files);
    const other = files.find(({ name }) => OTHER_FORMATS.test(name));
    if (network) await this.open(network);
    else if (other) this.#refuse(other);
    return Boolean(network ?? other);
  }

  /** Sends a network; where it is to take another's place, that one is removed once the new one is there. */
  async open(network: NetworkFile, replaced = ""): Promise<void> {
    this.#last = () => this.open(network, replaced);
    this.#request?.abort();
    const request = new AbortController();
    this.#request = request;
    this.problem = null;
    this.refused = network;
    try {
      if (!this.allowed) throw await whyNotImport();
      const model = await this.#send(network, request.signal);
      this.refused = null;
      this.files.set(model.id, network);
      this.notes.set(model.id, model.notes ?? []);
      this.#tell("imported", model);
      if (replaced) await this.#takeAway(replaced);
    } catch (error) {
      if (!isAbort(error)) this.problem = asProblem(error);
    } finally {
      if (this.#request === request) this.opening = null;
      this.#tell("change");
    }
  }

  /** Removes a network from the server. */
  async remove(id: string): Promise<void> {
    this.#last = () => this.remove(id);
    this.problem = null;
    try {
      await this.#takeAway(id);
    } catch (error) {
      this.problem = asProblem(error);
    }
    this.#tell("change");
  }

  /** Does again what went wrong. */
  retry(): void {
    void this.#last?.();
  }

  dismissProblem(): void {
    this.problem = null;
    this.#tell("change");
  }

  #refuse({ name }: File): void {
    const title = "This network cannot be opened";
    const detail = `${name} is no ONNX file. Export the network to ONNX, and open that.`;
    this.problem = new Problem({ title, detail, status: 415 });
    this.#tell("change");
  }

  #send(network: NetworkFile, signal: AbortSignal): Promise<ModelDescription> {
    const show = (share: number) => {
      if (signal.aborted) return;
      this.opening = { name: network.file.name, share };
      this.#tell("change");
    };
    show(0);
    return importModel(network, show, signal);
  }

  async #takeAway(id: string): Promise<void> {
    await removeModel(id);
    this.files.delete(id);
    this.#tell("removed", id);
  }

  #tell(type: string, detail: ModelDescription | string | null = null): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** What is said of a link to a network that this server does not have, when another one is shown instead. */
export function notHere(id: string, models: readonly ModelSummary[]): Problem {
  const known = models.map((model) => model.id).join(", ");
  const detail =
    `There are ${known}. This is the first of them. A network of your own is there until the server stops: ` +
    "open its file again.";
  return new Problem({ title: `There is no network “${id}” here`, detail, status: 404 });
}
