/** Few edits travel in the address; of many it says that the tab holds them. */
import type { Store } from "../state.ts";
import type { Editing } from "./editing.ts";
import { formatEdits, parseEdits } from "./edits-text.ts";

/** What is said in place of edits that are too many. */
const IN_TAB = "tab";
/** Longer addresses are cut by mail and chat programs. */
const LONGEST = 1500;
/** Browsers limit how often an address may change. */
const ADDRESS_AFTER_MS = 300;

export class EditsInAddress {
  readonly #store: Store;
  readonly #editing: Editing;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isFirst = true;

  constructor(store: Store, editing: Editing) {
    this.#store = store;
    this.#editing = editing;
    editing.addEventListener("change", () => this.#write());
    store.addEventListener("change", () => this.#write());
  }

  /** Turns to a network's edits: on arrival to those of the address. Gives what is to be said of that, or "". */
  take(network: string): string {
    const { edits } = this.#store.state;
    const isTold = this.#isFirst && edits !== IN_TAB && !this.#isAhead(network);
    const given = isTold ? parseEdits(edits) : undefined;
    this.#isFirst = false;
    this.#editing.use(network, given);
    this.#write();
    const isLost = (edits === IN_TAB && this.#editing.now.isNone) || (given && edits && given.isNone);
    return isLost ? "The edited weights of this link are not part of it; the network is as trained." : "";
  }

  /** Whether the page was loaded again with edits that may be newer than its address. */
  #isAhead(network: string): boolean {
    const [navigation] = performance.getEntriesByType("navigation");
    const isReload = (navigation as PerformanceNavigationTiming | undefined)?.type === "reload";
    return isReload && !this.#editing.of(network).isNone;
  }

  /** The address follows a moment later; an older one that came back is put right. */
  #write(): void {
    clearTimeout(this.#timer);
    if (this.#isFirst || this.#text() === this.#store.state.edits) return;
    this.#timer = setTimeout(() => {
      this.#store.set({ edits: this.#text() }, "replace");
    }, ADDRESS_AFTER_MS);
  }

  #text(): string {
    const { now } = this.#editing;
    const text = formatEdits(now);
    return text.length <= LONGEST && (text || now.isNone) ? text : IN_TAB;
  }
}
