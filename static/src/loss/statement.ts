/** What a loss is made of: its formula with the numbers in place, and the gradient that each score begins with. */
import { decimalsFor, type Shown, shown, shownTerms } from "../details/adding-up.ts";
import { joined, number, type Part, result, sub } from "../details/explain/parts.ts";
import { formatFixed, formatNumber } from "../format.ts";
import type { LossEvent, ScoredClass } from "../wire/events.ts";

/** A score, and the gradient of the loss by it. */
export interface Begins {
  label: string;
  isTarget: boolean;
  /** What the gradient is made of, in numbers: "0.913 − 1". */
  made: string;
  gradient: Shown;
}

export interface Statement {
  symbols: Part[];
  /** The same in a line of text. */
  words: string;
  numbers: Part[];
  /** dL/dz in letters; "" where no score has one. */
  rule: string;
  rows: Begins[];
  /** Of the classes that have no row of their own. */
  others: Begins | null;
  /** The sum of all rows; null where there is nothing to add up. */
  sum: Shown | null;
  note: string;
}

/** Margins that are written out one by one. */
const MOST_MARGINS = 3;
const LONGEST = 14;

/** `most`: so many classes have rows of their own, the target always. */
export function statementOf(loss: LossEvent, scores: readonly ScoredClass[], most: number): Statement {
  const value = loss.value ?? Number.NaN;
  if (loss.name === "unit") return ofUnit(loss, value);
  const target = scores.find(({ index }) => index === loss.target);
  if (!target) return { ...EMPTY, numbers: ["L = ", result(value)] };
  const told = { value, target, scores, most };
  if (loss.name === "hinge") return hinge(told);
  return loss.name === "logit" ? logit(told) : crossEntropy(told);
}

interface Told {
  value: number;
  target: ScoredClass;
  scores: readonly ScoredClass[];
  most: number;
}

const EMPTY: Statement = {
  symbols: [],
  words: "L",
  numbers: [],
  rule: "",
  rows: [],
  others: null,
  sum: null,
  note: "",
};

function crossEntropy(told: Told): Statement {
  const { value, target, scores } = told;
  const share = ({ probability }: ScoredClass) => probability ?? Number.NaN;
  const wanted = (score: ScoredClass) => (score === target ? 1 : 0);
  const gradients = scores.map((score) => share(score) - wanted(score));
  const decimals = decimalsFor(Math.max(...gradients.map(Math.abs)));
  const split = splitOf(told, (some) =>
    shownTerms(
      some.map((each) => sumOf(each.map(share))),
      10 ** decimals,
      decimals,
    ),
  );
  const begins = (label: string, part: Shown, one: number, isTarget: boolean): Begins => {
    const ticks = part.ticks - one * 10 ** decimals;
    const gradient = { ...shown(ticks / 10 ** decimals, decimals), value: part.value - one, ticks };
    return {
      label,
      isTarget,
      made: `${part.text} − ${one}`,
      gradient: { ...gradient, adjusted: part.adjusted },
    };
  };
  return {
    symbols: ["L = −log ", sub("p", shortLabel(target.label))],
    words: `L = −log p(${shortLabel(target.label)})`,
    numbers: [" = −log ", { ...number(share(target)), text: shareText(value) }, " = ", result(value)],
    rule: `dL/dz = p − y (y is 1 for ${shortLabel(target.label)})`,
    rows: split.rows.map(({ score, term }) => begins(score.label, term, wanted(score), score === target)),
    others: split.others && begins(split.others.label, split.others.term, 0, false),
    sum: shown(0, decimals),
    note: "",
  };
}

function logit({ value, target, scores, most }: Told): Statement {
  const one = (score: ScoredClass) => shown(score === target ? 1 : 0, 0);
  const rows = shownRows(scores, target, most).map((score) => ({
    label: score.label,
    isTarget: score === target,
    made: "",
    gradient: one(score),
  }));
  return {
    ...EMPTY,
    symbols: ["L = ", sub("z", shortLabel(target.label))],
    words: `L = z(${shortLabel(target.label)})`,
    numbers: [" = ", result(value)],
    rule: "dL/dz = y",
    rows,
    note: "No loss, but the score itself: gradients tell what raises it.",
  };
}

function hinge({ value, target, scores, most }: Told): Statement {
  const own = target.logit ?? Number.NaN;
  const margin = (score: ScoredClass) => (score.logit ?? Number.NaN) - own + 1;
  const beyond = scores.filter((score) => score !== target && margin(score) > 0);
  const decimals = decimalsFor(value);
  const costs = shownTerms(beyond.map(margin), shown(value, decimals).ticks, decimals);
  const alone = costs.slice(0, costs.length > MOST_MARGINS + 1 ? MOST_MARGINS : undefined);
  const rest = costs.slice(alone.length);
  const restTicks = sumOf(rest.map(({ ticks }) => ticks));
  const terms: Part[] = [
    ...alone.map(({ text, value: exact, adjusted }) => ({ ...number(exact), text, adjusted })),
    ...(rest.length
      ? [
          {
            ...number(sumOf(rest.map((each) => each.value))),
            text: formatFixed(restTicks / 10 ** decimals, decimals),
          },
        ]
      : []),
  ];
  const rows = shownRows(scores, target, most).map((score): Begins => {
    const isTarget = score === target;
    const gradient = isTarget ? -beyond.length : margin(score) > 0 ? 1 : 0;
    const made = isTarget ? "" : `max(0, ${formatNumber(margin(score))})`;
    return { label: score.label, isTarget, made, gradient: shown(gradient, 0) };
  });
  return {
    symbols: ["L = Σ max(0, z − ", sub("z", shortLabel(target.label)), " + 1)"],
    words: `L = Σ max(0, z − z(${shortLabel(target.label)}) + 1)`,
    numbers: [
      " = ",
      ...joined(terms, " + "),
      ...(terms.length ? [" = "] : []),
      { ...result(value), text: formatFixed(value, decimals) },
    ],
    rule: "dL/dz: 1 for each score too near",
    rows,
    others: null,
    sum: null,
    note: beyond.length
      ? `${beyond.length} of ${scores.length - 1} other scores come within 1 of it${rest.length ? `; the last term is ${rest.length} of them` : ""}.`
      : "All other scores are at least 1 below: the loss is 0, and so is every gradient.",
  };
}

function ofUnit({ layer = "", unit = [] }: LossEvent, value: number): Statement {
  return {
    ...EMPTY,
    symbols: [sub("y", unit.join(", ")), ` of ${shortLabel(layer)}`],
    words: `${layer} ${unit.join(", ")}`,
    numbers: [" = ", result(value)],
    note: "The unit's own value: its gradient by itself is 1. Layers that it does not depend on have gradients of 0.",
  };
}

interface Split {
  rows: { score: ScoredClass; term: Shown }[];
  others: { label: string; term: Shown } | null;
}

/** Classes with a row each, and all others together, as terms that are written so that they add up. */
function splitOf({ scores, target, most }: Told, write: (groups: ScoredClass[][]) => Shown[]): Split {
  const rows = shownRows(scores, target, most);
  const others = scores.filter((score) => !rows.includes(score));
  const terms = write([...rows.map((score) => [score]), ...(others.length ? [others] : [])]);
  const label = `the other ${others.length}`;
  return {
    rows: rows.map((score, i) => ({ score, term: terms[i] as Shown })),
    others: others.length ? { label, term: terms.at(-1) as Shown } : null,
  };
}

/** The highest scores, the target among them. */
function shownRows(scores: readonly ScoredClass[], target: ScoredClass, most: number): ScoredClass[] {
  const first = scores.slice(0, scores.length > most ? most - 1 : most);
  return first.includes(target) ? first : [...first.slice(0, -1), target];
}

const FEWEST_DIGITS = 4;
const MOST_DIGITS = 12;
const SMALLEST_WRITTEN = 1e-4;

/** A share with as many digits as its logarithm needs to come out as the loss is written. */
function shareText(loss: number): string {
  const share = Math.exp(-loss);
  for (let digits = FEWEST_DIGITS; digits < MOST_DIGITS; digits++) {
    const rounded = Number(share.toPrecision(digits));
    if (formatNumber(-Math.log(rounded)) !== formatNumber(loss)) continue;
    return share < SMALLEST_WRITTEN ? formatNumber(rounded) : share.toPrecision(digits);
  }
  return formatNumber(share);
}

/** As much of a name as there is room for in a formula. */
function shortLabel(label: string): string {
  const [first = label] = label.split(",");
  return first.length > LONGEST ? `${first.slice(0, LONGEST - 1)}…` : first;
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
