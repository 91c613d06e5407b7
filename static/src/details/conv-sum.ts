/** The last lines of a convolution's sum: all channels, the bias, the unit's value. */
import { html, nothing } from "lit";
import { formatNumber } from "../format.ts";
import type { Shown } from "./adding-up.ts";
import type { DetailContext } from "./context.ts";
import type { UnitSum } from "./convolution.ts";

/** A number as it is shown; marked where its last digit was moved, in full on hovering. */
export const written = ({ text, adjusted, value }: Shown) =>
  html`<span class=${adjusted ? "adjusted" : ""} title=${String(value)}>${text}</span>`;

export function sumView({ unit, weights, gradient, map }: DetailContext, sum: UnitSum) {
  const { channels, together, bias, total } = sum;
  return html`
    <dl class="lines">
      <dt>Σ ${channels.length === 1 ? "1 channel" : `${channels.length} channels`}</dt>
      <dd data-testid="together" data-value=${together.value} title=${String(together.value)}>${together.text}</dd>
      <dt>+ ${weights.bias ? "bias" : "no bias"}</dt>
      <dd data-testid="bias" data-value=${bias.value}>${written(bias)}</dd>
      <dt class="total">= unit ${unit.join(", ")}</dt>
      <dd class="total" data-testid="total" data-value=${total.value} title=${String(total.value)}>${total.text}</dd>
    </dl>
    ${gradient ? gradientLines(gradient.dOutput.at(map, ...unit), gradient.dParameters.bias?.at(map)) : nothing}
    ${hasMoved(sum) ? html`<p class="note"><span class="adjusted">Dotted</span>: last digit moved,<br />so that the sum is exact.</p>` : nothing}
  `;
}

/** The sum in one line, for where there is little room. */
export function sumLine({ together, bias, total }: UnitSum) {
  return html`
    Σ <span data-testid="together" data-value=${together.value}>${together.text}</span> + bias
    <span data-testid="bias" data-value=${bias.value}>${written(bias)}</span> =
    <b data-testid="total" data-value=${total.value}>${total.text}</b>
  `;
}

function gradientLines(dOutput: number, dBias: number | undefined) {
  return html`
    <dl class="lines gradients">
      <dt>dL/dy of this unit</dt>
      <dd data-testid="d-output" data-value=${dOutput}>${formatNumber(dOutput)}</dd>
      ${dBias === undefined ? nothing : html`<dt>dL/db</dt><dd data-testid="d-bias" data-value=${dBias}>${formatNumber(dBias)}</dd>`}
    </dl>
  `;
}

const hasMoved = ({ channels, bias }: UnitSum): boolean =>
  bias.adjusted ||
  channels.some(({ sum, products }) => sum.adjusted || products.some(({ product }) => product.adjusted));
