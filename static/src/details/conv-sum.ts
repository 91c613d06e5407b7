/** The last lines of a convolution's sum: all channels, the bias, the unit's value. */
import { html, nothing } from "lit";
import type { Shown } from "./adding-up.ts";
import { agreement } from "./backward/agreement.ts";
import type { DetailContext } from "./context.ts";
import { namesOf } from "./conv-names.ts";
import type { UnitSum } from "./convolution.ts";

/** A number as it is shown; marked where its last digit was moved, in full on hovering. */
export const written = ({ text, adjusted, value }: Shown) =>
  html`<span class=${adjusted ? "adjusted" : ""} title=${String(value)}>${text}</span>`;

export function sumView(context: DetailContext, sum: UnitSum) {
  const { unit, weights, back } = context;
  const { channels, together, bias, total } = sum;
  const { input, value } = namesOf(context);
  return html`
    <dl class="lines">
      <dt>Σ ${channels.length === 1 ? `1 ${input}` : `${channels.length} ${input}s`}</dt>
      <dd data-testid="together" data-value=${together.value} title=${String(together.value)}>${together.text}</dd>
      ${
        back
          ? nothing
          : html`<dt>+ ${weights.bias ? "bias" : "no bias"}</dt>
      <dd data-testid="bias" data-value=${bias.value}>${written(bias)}</dd>`
      }
      <dt class="total">= ${back ? "dL/dx " : value}${unit.join(", ")}</dt>
      <dd class="total" data-testid="total" data-value=${total.value} title=${String(total.value)}>${total.text}</dd>
    </dl>
    ${agreement(context, sum)}
    ${hasMoved(sum) ? html`<p class="note"><span class="adjusted">Dotted</span>: last digit moved,<br />so that the sum is exact.</p>` : nothing}
  `;
}

/** The sum in one line, for where there is little room. */
export function sumLine({ together, bias, total }: UnitSum, hasBias: boolean) {
  return html`
    Σ <span data-testid="together" data-value=${together.value}>${together.text}</span>
    ${hasBias ? html`+ bias <span data-testid="bias" data-value=${bias.value}>${written(bias)}</span>` : nothing} =
    <b data-testid="total" data-value=${total.value}>${total.text}</b>
  `;
}

const hasMoved = ({ channels, bias }: UnitSum): boolean =>
  bias.adjusted ||
  channels.some(({ sum, products }) => sum.adjusted || products.some(({ product }) => product.adjusted));
