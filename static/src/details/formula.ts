/** Formulas with the current numbers in place: each number on the colour of what it is. */
import { css, html } from "lit";
import type { Kind } from "../colour.ts";
import { styled } from "../styled.ts";
import type { FormulaNumber, Part, Term } from "./explain/explanation.ts";
import { cellColours } from "./map-image.ts";

/** Half-width of the colour scale of each kind of number. */
export type Limits = Record<Kind, number>;

export const formulaStyles = css`
  .formula {
    margin: 0;
    font-size: 17px;
    line-height: 32px;
    font-variant-numeric: tabular-nums lining-nums;
  }
  .formula span {
    padding: 2px 6px;
    border-radius: 4px;
    white-space: nowrap;
  }
  .formula .result {
    font-weight: 700;
    font-size: 20px;
    padding: 2px 0;
  }
  .formula .chosen {
    outline: 2.5px solid var(--field);
    font-weight: 700;
  }
  .adjusted {
    text-decoration: underline dotted;
    text-underline-offset: 3px;
  }
  .terms {
    border-collapse: collapse;
    font-variant-numeric: tabular-nums lining-nums;
    line-height: 22px;
  }
  .terms td {
    padding: 1px 14px 1px 0;
    white-space: nowrap;
  }
  .terms td:first-child {
    white-space: normal;
  }
  .terms td:last-child {
    padding-right: 0;
    text-align: right;
  }
  .terms .own {
    color: var(--ink-soft);
  }
  .terms tfoot td {
    border-top: 1.5px solid var(--ink);
    font-weight: 650;
  }
`;

export function formulaView(lines: Part[][], limits: Limits) {
  return lines.map((parts) => html`<p class="formula">${parts.map((part) => partView(part, limits))}</p>`);
}

/** Terms below each other, and their sum. */
export function termsView(list: Term[], total: string, totalValue: number, heading: string) {
  return html`
    <table class="terms">
      <caption class="visually-hidden">${heading}</caption>
      <tbody>${list.map(termRow)}</tbody>
      <tfoot>
        <tr><td colspan="2">sum</td><td data-testid="total" data-value=${totalValue}>${total}</td></tr>
      </tfoot>
    </table>
  `;
}

function termRow({ label, parts, shown }: Term) {
  const written = parts.map((part) => (typeof part === "string" ? part : part.text)).join("");
  return html`
    <tr>
      <td>${label}</td>
      <td class="own">${written}</td>
      <td class=${shown.adjusted ? "adjusted" : ""} title=${String(shown.value)} data-testid="term" data-value=${shown.value}>${shown.text}</td>
    </tr>
  `;
}

function partView(part: Part, limits: Limits) {
  if (typeof part === "string") return part;
  const classes = `${part.kind} ${part.chosen ? "chosen" : ""} ${part.adjusted ? "adjusted" : ""}`;
  const name = part.kind === "result" ? "total" : "number";
  return html`<span class=${classes} ${styled(colours(part, limits))} title=${String(part.value)} data-testid=${name} data-value=${part.value}>${part.text}</span>`;
}

function colours({ kind, value }: FormulaNumber, limits: Limits): Record<string, string> {
  if (kind === "result") return {};
  const { background, ink } = cellColours(value, limits[kind], kind);
  return { background, color: ink };
}
