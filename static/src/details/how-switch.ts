/** How a convolution and its ways back are told: by a kernel that slides, by painting, as a matrix. */
import { css, html, nothing } from "lit";
import type { How } from "../state.ts";
import type { DetailContext } from "./context.ts";
import { isTransposed } from "./operation-names.ts";

interface Telling {
  how: How;
  label: string;
}

/** The tellings that a convolution or a way back of one has, the first of them where none is chosen. */
export function tellingsOf({ back, layer }: Pick<DetailContext, "back" | "layer">): Telling[] {
  if (!/^(conv|correlation)/.test(layer.op)) return [];
  const matrix: Telling = { how: "matrix", label: "as a matrix" };
  if (!isTransposed(layer)) return [{ how: "", label: "slide" }, matrix];
  if (!back) return [{ how: "", label: "scatter" }, matrix];
  return [{ how: "", label: "turn and slide" }, { how: "scatter", label: "scatter" }, matrix];
}

export const howStyles = css`
  .how {
    display: inline-flex;
    flex-wrap: wrap;
  }
  .how button {
    min-height: 30px;
    padding: 0 9px;
    border-radius: 0;
  }
  @media (pointer: coarse) {
    .how button {
      min-height: 44px;
    }
  }
`;

/** Its buttons fire "choose-how" (How). */
export function howSwitch(context: DetailContext) {
  const tellings = tellingsOf(context);
  if (tellings.length < 2) return nothing;
  const chosen = tellings.find(({ how }) => how === context.how) ?? tellings[0];
  return html`<span class="how" role="group" aria-label="How it is told">
    ${tellings.map(
      (telling) =>
        html`<button aria-pressed=${telling === chosen} @click=${tell(telling.how)}>${telling.label}</button>`,
    )}
  </span>`;
}

const tell = (how: How) => (event: Event) =>
  event.currentTarget?.dispatchEvent(
    new CustomEvent<How>("choose-how", { detail: how, bubbles: true, composed: true }),
  );
