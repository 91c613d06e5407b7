/** The edits of every network in use, with what undoes them. The network's own weights stay on the server. */
import { Edits, type Trained } from "./edits.ts";
import { keepEdits, keptEdits } from "./kept.ts";

const MOST_UNDONE = 200;

/** What was before, what is, and what was undone. */
interface History {
  past: readonly Edits[];
  now: Edits;
  future: readonly Edits[];
}

const fresh = (now: Edits): History => ({ past: [], now, future: [] });

/** Fires "change" whenever the edits in force do. */
export class Editing extends EventTarget {
  #network = "";
  #histories = new Map<string, History>();
  #gesture = "";
  #attended = new Set<string>();
  /** Another number after every change. */
  version = 0;

  /** The edits of the network in use. */
  get now(): Edits {
    return this.#history.now;
  }

  get canUndo(): boolean {
    return this.#history.past.length > 0;
  }

  get canRedo(): boolean {
    return this.#history.future.length > 0;
  }

  /** Whether the network in use is edited, was, or is about to be. */
  get isAttended(): boolean {
    return this.#attended.has(this.#network) || !this.now.isNone || this.canUndo || this.canRedo;
  }

  /** The person has opened an editor: what edits do is shown from now on, before the first one. */
  attend(): void {
    if (this.#attended.has(this.#network)) return;
    this.#attended.add(this.#network);
    this.dispatchEvent(new Event("attend"));
  }

  /** The edits of a network, in use or not. */
  of(network: string): Edits {
    return this.#histories.get(network)?.now ?? keptEdits(network);
  }

  /** Turns to a network: to the edits that it was left with, or (the first time, where given) to these. */
  use(network: string, first?: Edits): void {
    if (network === this.#network) return;
    if (!this.#histories.has(network)) {
      if (first) keepEdits(network, first);
      this.#histories.set(network, fresh(first ?? keptEdits(network)));
    }
    this.#network = network;
    this.#gesture = "";
  }

  /** A network is not there any more, or another one has its name. */
  forget(network: string): void {
    this.#histories.delete(network);
    keepEdits(network, Edits.none);
    if (network === this.#network) this.#network = "";
  }

  /** Replaces numbers of a parameter. Changes of one gesture, such as a drag, are undone together. */
  change(trained: Trained, values: ReadonlyMap<number, number>, gesture = ""): void {
    const { past, now } = this.#history;
    const next = now.with(trained, values);
    const continues = gesture !== "" && gesture === this.#gesture;
    this.#gesture = gesture;
    this.#show({ past: continues ? past : [...past, now].slice(-MOST_UNDONE), now: next, future: [] });
  }

  /** A step of learning was taken from the edits in force. */
  learn(stepped: Edits): void {
    const { past, now } = this.#history;
    this.#leap({ past: [...past, now].slice(-MOST_UNDONE), now: stepped, future: [] });
  }

  /** All weights as trained. */
  reset(): void {
    const { past, now } = this.#history;
    this.#gesture = "";
    this.#show({ past: [...past, now].slice(-MOST_UNDONE), now: Edits.none, future: [] });
  }

  undo(): void {
    const { past, now, future } = this.#history;
    const before = past.at(-1);
    if (before) this.#leap({ past: past.slice(0, -1), now: before, future: [now, ...future] });
  }

  redo(): void {
    const { past, now, future } = this.#history;
    const [next, ...rest] = future;
    if (next) this.#leap({ past: [...past, now], now: next, future: rest });
  }

  #leap(history: History): void {
    this.#gesture = "";
    this.#show(history);
  }

  #show(history: History): void {
    this.#histories.set(this.#network, history);
    this.version += 1;
    keepEdits(this.#network, history.now);
    this.dispatchEvent(new Event("change"));
  }

  get #history(): History {
    return this.#histories.get(this.#network) ?? fresh(Edits.none);
  }
}
