/** The frames around a network's blocks, each with a button that closes or opens it. */
import { html } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Frame } from "../graph/frames.ts";
import type { Box } from "../graph/placed.ts";
import { styled } from "../styled.ts";

export interface BlocksView {
  frames: readonly Frame[];
  /** The block with the column that is in the tab order: its button is, too. */
  active: Frame | undefined;
  toggle(name: string): void;
}

export function blockFrames({ frames, active, toggle }: BlocksView) {
  return repeat(
    frames,
    ({ block }) => block.name,
    (frame) => html`<div class="frame ${frame.closed ? "closed" : ""}" ${boxed(frame)}>
      <button
        class="block"
        data-block=${frame.block.name}
        tabindex=${frame === active ? 0 : -1}
        aria-expanded=${!frame.closed}
        aria-label=${`Block ${frame.block.name}, ${frame.block.members.length} layers`}
        title=${`${frame.closed ? "Open" : "Close"} ${frame.block.name}: ${frame.block.members.length} layers`}
        @click=${() => toggle(frame.block.name)}
      >${labelOf(frame)}</button>
    </div>`,
  );
}

/** A closed block's name stands over its maps, as a layer's does. */
function labelOf({ closed, block: { name, members } }: Frame) {
  const count = `${members.length} layers`;
  return closed
    ? html`<span aria-hidden="true">▸</span> ${count}`
    : html`<span aria-hidden="true">▾</span> <b>${name}</b> · ${count}`;
}

/** Keeps the names of wide frames in view: each stands at its frame's left, or at the view's. */
export function keepNamesInView(root: ParentNode, frames: readonly Frame[], view: Box): void {
  const buttons = new Map(
    [...root.querySelectorAll<HTMLElement>(".block")].map((button) => [button.dataset.block, button]),
  );
  for (const { block, closed, x, width } of frames) {
    const button = buttons.get(block.name);
    if (!button || closed || x + width < view.x || x > view.x + view.width) continue;
    const shift = Math.max(0, Math.min(view.x - x, width - button.offsetWidth));
    button.style.transform = shift ? `translateX(${shift}px)` : "";
  }
}

const boxed = ({ x, y, width, height }: Box) =>
  styled({ left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
