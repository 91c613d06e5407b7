/** Words and signs of a formula, written in a line, as the tokens of MathML. */

/** What a token is to those beside it; formulas break before infix signs and behind separators. */
export type Role = "atom" | "infix" | "separator" | "open" | "close" | "prefix";

export interface Token {
  tag: "mi" | "mn" | "mo" | "mtext";
  text: string;
  role: Role;
}

const TOKENS =
  /\s+|(?<number>\d+(?:[.,]\d+)*(?:e[-−+]?\d+)?)|(?<letter>e\b|[^\P{L}Σ][\p{M}′]*(?![\p{L}\p{M}\p{N}_.]))|(?<word>[^\P{L}Σ][\p{L}\p{M}\p{N}_.'’/-]*)|(?<sign>.)/gu;

const INFIX = new Set([..."+−·×÷/=<>≤≥∈≈→"]);
/** Functions: what follows them is their argument. */
const FUNCTIONS = new Set(["max", "min", "ln", "log", "tanh", "erf", "exp", "sin", "cos"]);
const JOINED = "\u00a0";

/** Reads a string; `before` is what stands to its left, for signs that may be of one value or between two. */
export function tokensOf(text: string, before: Role = "open"): Token[] {
  const tokens: Token[] = [];
  let last = before;
  for (const match of text.matchAll(TOKENS)) {
    const token = tokenOf(match, last, text);
    if (!token) continue;
    tokens.push(token);
    last = token.role;
  }
  return tokens;
}

function tokenOf(match: RegExpMatchArray, last: Role, text: string): Token | null {
  const { number, letter, word, sign } = match.groups ?? {};
  const start = match.index ?? 0;
  const end = start + match[0].length;
  if (number) return { tag: "mn", text: number + spaceBehind(text, end), role: "atom" };
  if (letter) return { tag: "mi", text: letter, role: "atom" };
  if (word) {
    if (FUNCTIONS.has(word) && text[end] === "(") return { tag: "mi", text: word, role: "atom" };
    return {
      tag: "mtext",
      text: spaceBefore(text, start) + word + spaceBehind(text, end),
      role: "atom",
    };
  }
  return sign ? { tag: "mo", text: sign, role: roleOf(sign, last) } : null;
}

/** Words keep the space to the word or number that follows them; signs bring their own. */
function spaceBehind(text: string, end: number): string {
  return /^\s+(?:[\p{L}\p{N}]|$)/u.test(text.slice(end)) ? JOINED : "";
}

/** Other words have left that space already. */
function spaceBefore(text: string, start: number): string {
  return /(?:^|[^\p{L}\p{N}\s])\s+$/u.test(text.slice(0, start)) ? JOINED : "";
}

function roleOf(sign: string, last: Role): Role {
  if (sign === "," || sign === ":") return "separator";
  if (sign === "(" || sign === "⌊") return "open";
  if (sign === ")" || sign === "⌋") return "close";
  if (sign === "|") return last === "atom" || last === "close" ? "close" : "open";
  if (sign === "√" || sign === "Σ") return "prefix";
  if (INFIX.has(sign)) return last === "atom" || last === "close" || sign === "=" ? "infix" : "prefix";
  return "atom";
}
