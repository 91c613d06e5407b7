import { html } from "lit";
import type { PinSource } from "../compare/pin-source.ts";
import type { UnitOf } from "../reading.ts";
import type { Session } from "../session.ts";

/** The pinned unit beside the current one, below the network; nothing while none is pinned. */
export function comparePanel(pins: PinSource, session: Session, opened: UnitOf | null) {
  const { pin } = pins;
  if (!pin) return "";
  void import("../compare/cs-compare.ts");
  const { run } = session.runner;
  const at = pins.current(opened);
  const labelOf = (id: string | undefined) =>
    session.samples.find((sample) => sample.id === id)?.label ?? "your picture";
  if (run && at && !run.activations.has(at.layer)) {
    void session.runner.hold([at.layer], new AbortController().signal).catch(() => {});
  }
  return html`<cs-compare
    .pinned=${{ run: pins.runner.run, at: pin, picture: labelOf(pin.sample) }}
    .current=${{ run, at, picture: labelOf(session.sampleId) }}
    .missing=${at ? "Fetching the numbers…" : "Open a layer, and its unit stands here beside the pinned one."}
    @unpin=${() => pins.drop()}
  ></cs-compare>`;
}
