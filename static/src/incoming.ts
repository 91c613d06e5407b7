import type { ReactiveController, ReactiveControllerHost } from "lit";

/**
 * Files that come to an element by drop, pictures also to its page by paste.
 *
 * Any dropped file is passed on: the server says best what it cannot read. The attribute "dropping" marks a file in the air.
 */
export class IncomingFiles implements ReactiveController {
  readonly #host: HTMLElement;
  readonly #take: (files: readonly File[]) => void;

  constructor(host: ReactiveControllerHost & HTMLElement, take: (files: readonly File[]) => void) {
    this.#host = host;
    this.#take = take;
    host.addController(this);
  }

  hostConnected(): void {
    this.#host.addEventListener("dragover", this.#draggedOver);
    this.#host.addEventListener("dragleave", this.#left);
    this.#host.addEventListener("drop", this.#dropped);
    window.addEventListener("paste", this.#pasted);
  }

  hostDisconnected(): void {
    this.#host.removeEventListener("dragover", this.#draggedOver);
    this.#host.removeEventListener("dragleave", this.#left);
    this.#host.removeEventListener("drop", this.#dropped);
    window.removeEventListener("paste", this.#pasted);
  }

  readonly #draggedOver = (event: DragEvent) => {
    event.preventDefault();
    this.#host.toggleAttribute("dropping", true);
  };

  readonly #left = () => this.#host.toggleAttribute("dropping", false);

  readonly #dropped = (event: DragEvent) => {
    event.preventDefault();
    this.#left();
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length) this.#take(files);
  };

  readonly #pasted = (event: ClipboardEvent) => {
    const files = [...(event.clipboardData?.files ?? [])];
    const picture = files.find((file) => file.type.startsWith("image/"));
    if (picture) this.#take([picture]);
  };
}
