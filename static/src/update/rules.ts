/** The rules that make steps of gradients, as the server knows them, and the numbers that each takes. */
import type { Plan, Rule } from "../wire/updates.ts";

export interface RuleNumber {
  name: string;
  symbol: string;
  usual: number;
  least: number;
  most: number;
}

export interface RuleAbout {
  title: string;
  /** What a step is. */
  formula: string;
  /** The rate to begin with. */
  rate: number;
  numbers: readonly RuleNumber[];
}

const μ: RuleNumber = { name: "momentum", symbol: "μ", usual: 0.9, least: 0, most: 0.9999 };
const β: RuleNumber = { name: "decay", symbol: "β", usual: 0.9, least: 0, most: 0.9999 };
const β1: RuleNumber = { ...β, symbol: "β₁" };
const β2: RuleNumber = { name: "square_decay", symbol: "β₂", usual: 0.999, least: 0, most: 0.99999 };

export const RULES: Readonly<Record<Rule, RuleAbout>> = {
  sgd: { title: "SGD", formula: "w ← w − η·g", rate: 0.01, numbers: [] },
  momentum: { title: "Momentum", formula: "v ← μ·v + g;  w ← w − η·v", rate: 0.01, numbers: [μ] },
  nesterov: {
    title: "Nesterov",
    formula: "v ← μ·v + g;  w ← w − η·(g + μ·v)",
    rate: 0.01,
    numbers: [μ],
  },
  rmsprop: {
    title: "RMSProp",
    formula: "s ← β·s + (1−β)·g²;  w ← w − η·g/√s",
    rate: 0.001,
    numbers: [β],
  },
  adam: {
    title: "Adam",
    formula: "m, s ← running means of g, g²;  w ← w − η·m/√s",
    rate: 0.001,
    numbers: [β1, β2],
  },
};

/** A rule with its usual numbers; the rate that it had, unless that was only the other rule's usual one. */
export function planFor(rule: Rule, before?: Plan): Plan {
  const keeps = before && before.rate !== RULES[before.rule].rate;
  const numbers = Object.fromEntries(RULES[rule].numbers.map(({ name, usual }) => [name, usual]));
  return { rule, rate: keeps ? before.rate : RULES[rule].rate, numbers };
}
