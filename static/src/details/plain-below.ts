/** Below input, formula and output: what the layer does to all its values, in figures. */
import { css, html, nothing } from "lit";
import type { DetailContext } from "./context.ts";
import type { Compared } from "./cs-histogram.ts";
import "./cs-histogram.ts";
import type { Explanation, Facts } from "./explain/explanation.ts";
import { inputAt, outputAt } from "./explain/explanation.ts";
import { limitFor } from "./limits.ts";

/** Whose values are compared. */
export type Scope = "map" | "layer";

export const belowStyles = css`
  .below {
    grid-column: 1 / -1;
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(250px, 100%), 1fr));
    gap: 12px 32px;
    border-top: 1px solid var(--line);
    padding-top: 8px;
  }
  .scopes {
    display: inline-flex;
  }
  .scopes button {
    min-height: 26px;
    padding: 0 8px;
    border-radius: 0;
  }
  .facts {
    border-collapse: collapse;
    font-variant-numeric: tabular-nums lining-nums;
    line-height: 24px;
    align-self: start;
  }
  .facts th {
    font-weight: 400;
    color: var(--ink-soft);
    text-align: left;
    padding: 0 16px 0 0;
    white-space: nowrap;
    vertical-align: top;
  }
  .facts td {
    padding: 0 16px 0 0;
    font-weight: 600;
  }
  @media (pointer: coarse) {
    .scopes button {
      min-height: 44px;
    }
  }
`;

export interface Below {
  context: DetailContext;
  explanation: Explanation;
  scope: Scope;
  choose(scope: Scope): void;
}

/** The histograms before and after, and the facts; nothing where there are neither. */
export function belowView({ context, explanation, scope, choose }: Below) {
  const { compares, facts } = explanation;
  return html`
    ${compares ? histogramView(context, scope, choose) : nothing} ${facts ? factsView(facts) : nothing}
  `;
}

function histogramView(context: DetailContext, scope: Scope, choose: Below["choose"]) {
  const { output } = context;
  const hasMaps = output.shape.length > 1 && output.map(0).length > 1;
  const button = (of: Scope, label: string) =>
    html`<button aria-pressed=${scope === of} @click=${() => choose(of)}>${label}</button>`;
  return html`
    <div class="histogram">
      <cs-histogram .compared=${comparedIn(context, hasMaps ? scope : "layer")}>
        ${
          hasMaps
            ? html`<span class="scopes" role="group" aria-label="Values of">${button("map", "this map")}${button("layer", "whole layer")}</span>`
            : nothing
        }
      </cs-histogram>
    </div>
  `;
}

function comparedIn(context: DetailContext, scope: Scope): Compared {
  const { inputs, output, layer, map } = context;
  const input = inputs[0]?.tensor ?? output;
  const isMap = scope === "map" && input.shape[0] === output.shape[0];
  const of = (tensor: typeof output) => (isMap ? tensor.map(map) : tensor.data);
  return {
    before: { name: inputs[0]?.name ?? "", values: of(input), own: ownBefore(context) },
    after: { name: context.back?.way.symbol ?? layer.name, values: of(output), own: outputAt(context) },
    limit: Math.max(limitFor(input), limitFor(output)),
    kind: context.kinds.output,
  };
}

/** The input's value at the unit's own place, where the layer keeps places. */
function ownBefore(context: DetailContext): number {
  const same = String(context.inputs[0]?.tensor.shape) === String(context.output.shape);
  return same ? inputAt(context) : Number.NaN;
}

/** What there is to know of the layer in words and figures. */
export function factsView({ columns, rows }: Facts) {
  return html`
    <table class="facts" data-testid="facts">
      <caption class="visually-hidden">Facts</caption>
      ${columns ? html`<thead><tr><td></td>${columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>` : nothing}
      <tbody>
        ${rows.map(({ name, cells }) => html`<tr><th scope="row">${name}</th>${cells.map((cell) => html`<td colspan=${cells.length === 1 ? (columns?.length ?? 1) : 1}>${cell}</td>`)}</tr>`)}
      </tbody>
    </table>
  `;
}
