/** The pinned unit's run: the network of the pin, on the picture of the pin, as far as its layer. */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { UnitOf } from "../reading.ts";
import type { RunState } from "../run-state.ts";
import { Runner } from "../runner.ts";
import type { Session } from "../session.ts";
import { formatPin, type Pin, parsePin } from "./pin.ts";

export class PinSource implements ReactiveController {
  readonly runner = new Runner();
  readonly #session: Session;
  #text = "";
  /** What the pinned run was asked for: a picture of the person's, and edits, are in no address. */
  #asked: RunState["asked"] = null;

  constructor(host: ReactiveControllerHost, session: Session) {
    this.#session = session;
    host.addController(this);
    for (const news of ["progress", "status"]) this.runner.addEventListener(news, () => host.requestUpdate());
  }

  get pin(): Pin | null {
    return parsePin(this.#session.state.pin);
  }

  /** Keeps a unit of the run in hand. */
  keep(at: UnitOf): void {
    const { runner, sampleId = "own", modelId, store } = this.#session;
    this.#asked = runner.run?.asked ?? null;
    this.#text = "";
    store.set({ pin: formatPin({ ...at, model: modelId, sample: sampleId }) }, "replace");
  }

  drop(): void {
    this.#session.store.set({ pin: "" }, "replace");
  }

  /** The unit to compare with: the opened one, or in the overview the one that was pinned, where there is such. */
  current(opened: UnitOf | null): UnitOf | null {
    const { pin } = this;
    const run = this.#session.runner.run;
    if (opened) return opened;
    const twin = pin && run?.layer(pin.layer);
    const fits =
      twin && pin.map < (twin.output_shape[0] ?? 0) && twin.output_shape.length - 1 === pin.unit.length;
    return fits ? { layer: pin.layer, map: pin.map, unit: pin.unit } : null;
  }

  hostUpdate(): void {
    const { pin: text } = this.#session.state;
    if (text === this.#text || !this.#session.models.length) return;
    this.#text = text;
    const { pin } = this;
    const source =
      this.#asked?.source ??
      (pin && pin.sample !== "own" ? ({ kind: "sample", id: pin.sample } as const) : null);
    const edits = this.#asked?.options.edits;
    this.#asked = null;
    if (!pin || !source) {
      // A pin of somebody else's picture, or none at all.
      if (text) queueMicrotask(() => this.drop());
      return;
    }
    void this.runner.start(pin.model, source, {
      tensors: "exact",
      layers: [pin.layer],
      ...(edits && { edits }),
    });
  }
}
