/** The terms of a sum as a table whose last line is what they add up to. */
import { css, html, nothing } from "lit";
import { type CellLink, sameLink, type Term, textOf } from "./explain/explanation.ts";

export const termsStyles = css`
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
  .terms .lit {
    outline: 2px solid var(--ink);
  }
  .terms .own {
    color: var(--ink-soft);
  }
  .terms tfoot td {
    border-top: 1.5px solid var(--ink);
    font-weight: 650;
  }
`;

/** A sum, what it is called, and how its terms are lit. */
export interface Sum {
  heading: string;
  list: readonly Term[];
  total: { text: string; value: number };
  lit: CellLink | null;
  light(at: CellLink | null): void;
}

/** Terms below each other, and their sum. */
export function termsView({ heading, list, total, lit, light }: Sum) {
  return html`
    <table class="terms">
      <caption class="visually-hidden">${heading}</caption>
      <tbody>${list.map((term) => termRow(term, lit, light))}</tbody>
      <tfoot>
        <tr><td colspan="2">sum</td><td data-testid="sum" data-value=${total.value}>${total.text}</td></tr>
      </tfoot>
    </table>
  `;
}

function termRow({ label, parts, shown, at }: Term, lit: Sum["lit"], light: Sum["light"]) {
  const on = at && (() => light(at));
  const off = at && (() => light(null));
  return html`
    <tr
      class=${at && sameLink(at, lit) ? "lit" : ""}
      tabindex=${at ? 0 : nothing}
      @pointerenter=${on}
      @pointerleave=${off}
      @focus=${on}
      @blur=${off}
    >
      <td>${label}</td>
      <td class="own">${textOf(parts)}</td>
      <td class=${shown.adjusted ? "adjusted" : ""} title=${String(shown.value)} data-testid="term" data-value=${shown.value}>${shown.text}</td>
    </tr>
  `;
}
