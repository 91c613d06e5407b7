/** Where a layer's upstream gradient comes from: who sent it, and of several how much each. */
import { html } from "lit";
import { decimalsFor, shown, shownTerms } from "../adding-up.ts";
import type { DetailContext } from "../context.ts";
import type { Explanation } from "../explain/explanation.ts";
import { limitFor } from "../limits.ts";

/** Of several senders at the upstream value that the opened one is made of. */
export function sendersView(context: DetailContext, { products }: Explanation) {
  const { senders = [], dOutput } = context.back?.forward.gradient ?? {};
  const at = products?.list[0]?.at;
  const [first, ...others] = senders;
  if (!first) return html`<p class="senders">It comes from the loss.</p>`;
  if (!others.length) return html`<p class="senders">It comes from ${first.name}.</p>`;
  if (at?.input !== 0 || !dOutput || senders.some(({ sends }) => !sends))
    return html`<p class="senders">It is the sum of what ${senders.map(({ name }) => name).join(", ")} send.</p>`;
  const values = senders.map(({ sends }) => sends?.data[at.index] ?? Number.NaN);
  const decimals = decimalsFor(Math.max(limitFor(dOutput), ...values.map(Math.abs)));
  const total = shown(dOutput.data[at.index] ?? Number.NaN, decimals);
  const terms = shownTerms(values, total.ticks, decimals);
  const line = (name: string, text: string, value: number) =>
    html`<tr><td>${name}</td><td data-testid="sender" data-value=${value}>${text}</td></tr>`;
  return html`<table class="terms senders">
    <caption>Its ${senders.length} readers send</caption>
    <tbody>${terms.map(({ text, value }, i) => line(senders[i]?.name ?? "", text, value))}</tbody>
    <tfoot><tr><td>dL/dy</td><td data-testid="sent">${total.text}</td></tr></tfoot>
  </table>`;
}
