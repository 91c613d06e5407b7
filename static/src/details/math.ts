/** Formulas as MathML, which the browser sets: no line is wider than its place, and every number is text. */
import { mathml, nothing, type TemplateResult } from "lit";
import { styled } from "../styled.ts";
import type { Built, CellLink, FormulaNumber, Part } from "./explain/parts.ts";
import { type Role, type Token, tokensOf } from "./math-tokens.ts";

/** How the numbers of a formula look and what happens at them. */
export interface Numbers {
  colours(number: FormulaNumber): Record<string, string>;
  isLit(at: CellLink): boolean;
  light(at: CellLink | null): void;
}

interface Piece {
  view: TemplateResult<3>;
  role: Role;
}

const FORMS: Partial<Record<Role, string>> = {
  infix: "infix",
  separator: "infix",
  open: "prefix",
  prefix: "prefix",
  close: "postfix",
};

/** One line of a formula; it wraps where two groups meet. */
export function mathLine(parts: readonly Part[], numbers: Numbers, classes = ""): TemplateResult {
  const groups = grouped(pieces(parts, numbers));
  const line = groups.map((group) => mathml`<mrow>${group.map(({ view }) => view)}</mrow>`);
  return mathml`<math class=${classes} display="block"><mrow class="line">${line}</mrow></math>` as TemplateResult;
}

function row(parts: readonly Part[], numbers: Numbers): TemplateResult<3> {
  return mathml`<mrow>${pieces(parts, numbers).map(({ view }) => view)}</mrow>`;
}

function pieces(parts: readonly Part[], numbers: Numbers): Piece[] {
  const all: Piece[] = [];
  for (const part of parts) {
    if (typeof part === "string") {
      all.push(...tokensOf(part, all.at(-1)?.role).map((token) => ({ view: sign(token), role: token.role })));
    } else {
      all.push({ view: "form" in part ? built(part, numbers) : inPlace(part, numbers), role: "atom" });
    }
  }
  return all;
}

/** Groups that stay on one line: an infix sign begins one, a separator ends one. */
function grouped(all: readonly Piece[]): Piece[][] {
  const groups: Piece[][] = [];
  let last: Role | undefined;
  for (const piece of all) {
    if (!last || piece.role === "infix" || last === "separator") groups.push([piece]);
    else groups.at(-1)?.push(piece);
    last = piece.role;
  }
  return groups;
}

function sign({ tag, text, role }: Token): TemplateResult<3> {
  if (tag === "mi") return mathml`<mi class=${text.length > 2 ? "name" : nothing}>${text}</mi>`;
  if (tag === "mn") return mathml`<mn>${text}</mn>`;
  if (tag === "mtext") return mathml`<mtext>${text}</mtext>`;
  return mathml`<mo form=${FORMS[role] ?? nothing} stretchy="false">${text}</mo>`;
}

function built(part: Built, numbers: Numbers): TemplateResult<3> {
  if (part.form === "fraction") {
    return mathml`<mfrac displaystyle="true">${row(part.above, numbers)}${row(part.below, numbers)}</mfrac>`;
  }
  if (part.form === "root") return mathml`<msqrt>${row(part.of, numbers)}</msqrt>`;
  const [base, script] = [row(part.base, numbers), row(part.script, numbers)];
  if (part.form === "power") return mathml`<msup>${base}${script}</msup>`;
  if (part.form === "sub") return mathml`<msub>${base}${script}</msub>`;
  return mathml`<munder>${base}${script}</munder>`;
}

function inPlace(part: FormulaNumber, numbers: Numbers): TemplateResult<3> {
  const { at, kind, chosen, adjusted, text, value, role } = part;
  const lit = at && numbers.isLit(at);
  const classes = `number ${kind}${chosen ? " chosen" : ""}${adjusted ? " adjusted" : ""}${lit ? " lit" : ""}${role ? ` role ${role}` : ""}`;
  const light = at && (() => numbers.light(at));
  const unlight = at && (() => numbers.light(null));
  // HTML inside the token: it can be focused, selected and hovered as all other text can.
  return mathml`<mn><span
    class=${classes}
    ${styled(numbers.colours(part))}
    title=${String(value)}
    data-testid=${kind === "result" ? "total" : "number"}
    data-value=${value}
    tabindex=${at ? 0 : nothing}
    @pointerenter=${light}
    @pointerleave=${unlight}
    @focus=${light}
    @blur=${unlight}
  >${text}</span></mn>`;
}
