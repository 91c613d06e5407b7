/** The names of what goes in and comes out, underlined as upstream and downstream on a way back. */
import { html, type TemplateResult } from "lit";
import { briefName } from "../../format.ts";
import type { DetailContext } from "../context.ts";

/** An input; on a way back the first one is dL/dY. */
export function inputName({ back, inputs }: DetailContext, input: number): TemplateResult {
  const name = inputs[input]?.name ?? "";
  if (!back) return html`${briefName(name)}`;
  if (input > 0) return html`<span class="role local">${briefName(name)}</span>`;
  return html`<span class="role upstream">dL/dY</span>`;
}

/** The output; on a way back dL/dX, dL/dW or dL/db. */
export function outputName({ back, layer }: DetailContext): TemplateResult {
  if (!back) return html`${briefName(layer.name)}`;
  return html`<span class="role downstream">${back.way.symbol}</span>`;
}
