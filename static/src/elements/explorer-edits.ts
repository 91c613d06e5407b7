/** What the explorer's frame says of an edited network. */
import { html } from "lit";
import type { Session } from "../session.ts";
import type { Compare } from "../state.ts";

/** How much is edited, and the way back; nothing as long as nobody edits. */
export function editsBar({ editing, state, store, comparison, model }: Session) {
  if (!editing.isAttended) return "";
  void import("./cs-edits-bar.ts");
  return html`<cs-edits-bar
    .count=${editing.now.count}
    .steps=${editing.now.steps.length}
    .layers=${[...editing.now.layers]}
    .weights=${model?.weights ?? "trained"}
    .opened=${Boolean(state.layer)}
    .compare=${state.compare}
    .comparable=${Boolean(comparison?.before)}
    .canUndo=${editing.canUndo}
    .canRedo=${editing.canRedo}
    @undo=${() => editing.undo()}
    @redo=${() => editing.redo()}
    @reset=${() => editing.reset()}
    @choose-compare=${(event: CustomEvent<Compare>) => store.set({ compare: event.detail }, "replace")}
  ></cs-edits-bar>`;
}
