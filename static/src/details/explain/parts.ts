/** What formulas are made of: words and signs, numbers in place, and what is built of both. */
import type { Kind } from "../../colour.ts";
import { formatNumber } from "../../format.ts";
import type { Shown } from "../adding-up.ts";
import type { Role } from "../backward/back.ts";

/** A value of one of the layer's inputs: its place in that input's data, the channel included. */
export interface CellLink {
  input: number;
  index: number;
}

export const sameLink = (a: CellLink | null | undefined, b: CellLink | null | undefined): boolean =>
  a === b || (!!a && !!b && a.input === b.input && a.index === b.index);

/** A number in a formula, in the colour of what it is. */
export interface FormulaNumber {
  text: string;
  value: number;
  kind: Kind | "result";
  adjusted?: boolean;
  /** Stands out: the largest of a window, for one. */
  chosen?: boolean;
  /** Where the number was read; the two light up together. */
  at?: CellLink;
  /** Half-width of its own colour scale, where it is another than that of its kind. */
  limit?: number;
  /** Which of a layer's gradients it is, in a way back. */
  role?: Role;
}

/** Parts above, below or beside each other. */
export type Built =
  | { form: "fraction"; above: Part[]; below: Part[] }
  | { form: "root"; of: Part[] }
  | { form: "power" | "sub" | "under"; base: Part[]; script: Part[] };

/** Strings hold words, letters and signs, as one would write them in a line: "max(", " + ", "x". */
export type Part = string | FormulaNumber | Built;

export const fraction = (above: Part[], below: Part[]): Built => ({ form: "fraction", above, below });
export const root = (...of: Part[]): Built => ({ form: "root", of });
export const power = (base: Part[], script: Part[]): Built => ({ form: "power", base, script });
export const sub = (base: string, script: string): Built => ({ form: "sub", base: [base], script: [script] });
/** A sign with what it runs over below it: Σ, max. */
export const under = (base: string, script: string): Built => ({
  form: "under",
  base: [base],
  script: [script],
});

export const number = (value: number, kind: FormulaNumber["kind"] = "activation"): FormulaNumber => ({
  text: formatNumber(value),
  value,
  kind,
});

export const result = (value: number): FormulaNumber => number(value, "result");

export const fromShown = ({ text, value, adjusted }: Shown, kind: FormulaNumber["kind"]): FormulaNumber => ({
  text,
  value,
  kind,
  adjusted,
});

/** A number in words where it is one of the layer's settings: "0.2", "1e-5". */
export const setting = (value: number): string => String(Number(value.toPrecision(6))).replace("-", "−");

/** Parts one after the other, with a sign between each two. */
export const joined = (parts: readonly Part[], between: string): Part[] =>
  parts.flatMap((part, i) => (i === 0 ? [part] : [between, part]));

/** A formula in one line of plain text. */
export const textOf = (parts: readonly Part[]): string => parts.map(partText).join("");

function partText(part: Part): string {
  if (typeof part === "string") return part;
  if (!("form" in part)) return part.text;
  if (part.form === "fraction") return `${grouped(part.above)} / ${grouped(part.below)}`;
  if (part.form === "root") return `√${fenced(part.of)}`;
  const sign = part.form === "power" ? "^" : "_";
  return `${textOf(part.base)}${sign}${grouped(part.script)}`;
}

const fenced = (parts: Part[]): string => `(${textOf(parts)})`;
const grouped = (parts: Part[]): string => (parts.length > 1 ? fenced(parts) : textOf(parts));

/** The numbers of a formula in the order in which they stand. */
export function numbersIn(parts: readonly Part[]): FormulaNumber[] {
  return parts.flatMap((part) => {
    if (typeof part === "string") return [];
    if (!("form" in part)) return [part];
    if (part.form === "fraction") return numbersIn([...part.above, ...part.below]);
    return numbersIn(part.form === "root" ? part.of : [...part.base, ...part.script]);
  });
}
