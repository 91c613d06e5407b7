/**
 * Steps as short text, for addresses: `^sgd*0.01**3*photos-cat-1**10` are ten steps of SGD at a rate of 0.01 for
 * class 3 on a sample, which begin with no edits; a rule's own numbers stand behind the rate.
 */
import { Edits } from "../edits/edits.ts";
import { LOSS_NAMES } from "../loss/asked.ts";
import type { Loss } from "../wire/client.ts";
import type { Plan, Rule } from "../wire/updates.ts";
import { RULES } from "./rules.ts";
import type { StepOrder } from "./step-order.ts";

export const STEP = "^";
const BETWEEN = "*";
const NUMBER = ",";
const MOST_STEPS = 1000;

/** Undefined where one of the steps cannot be told: it is on a picture of the person's. */
export function formatSteps(
  steps: readonly StepOrder[],
  formatPatches: (edits: Edits) => string,
): string[] | undefined {
  const told: { text: string; count: number }[] = [];
  for (const step of steps) {
    if (step.source.kind !== "sample") return undefined;
    const text = formatStep(step, step.source.id, formatPatches);
    const last = told.at(-1);
    if (last?.text === text) last.count += 1;
    else told.push({ text, count: 1 });
  }
  return told.map(({ text, count }) => `${STEP}${text}${BETWEEN}${count}`);
}

function formatStep(
  { plan, target, loss, edits }: StepOrder,
  sample: string,
  formatPatches: (edits: Edits) => string,
): string {
  const numbers = RULES[plan.rule].numbers.map(({ name, usual }) => plan.numbers[name] ?? usual);
  const short = RULES[plan.rule].numbers.every(({ usual }, i) => usual === numbers[i]);
  const patches = encodeURIComponent(formatPatches(edits)).replaceAll(BETWEEN, "%2A").replaceAll("~", "%7E");
  return [
    plan.rule,
    plan.rate,
    short ? "" : numbers.join(NUMBER),
    target,
    encodeURIComponent(sample).replaceAll(BETWEEN, "%2A").replaceAll("~", "%7E"),
    loss === "cross_entropy" ? "" : loss,
    patches,
  ].join(BETWEEN);
}

/** The steps that a text (without its sign) stands for; null where it is none. */
export function parseStep(text: string, parsePatches: (text: string) => Edits): StepOrder[] | null {
  const [rule = "", rate = "", given = "", target = "", sample = "", loss = "", patches = "", count = ""] =
    text.split(BETWEEN);
  const plan = planOf(rule, rate, given);
  const times = wholeOf(count);
  const isLoss = loss === "" || Object.hasOwn(LOSS_NAMES, loss);
  if (!plan || !isLoss || !/^\d{1,6}$/.test(target) || !sample || !times || times > MOST_STEPS) return null;
  try {
    const source = { kind: "sample" as const, id: decodeURIComponent(sample) };
    const first = patches ? parsePatches(decodeURIComponent(patches)) : Edits.none;
    if (patches && !first.count) return null;
    return Array.from({ length: times }, () => ({
      plan,
      source,
      target: Number(target),
      loss: (loss || "cross_entropy") as Loss,
      edits: first,
    }));
  } catch {
    return null; // a lone % sign
  }
}

function planOf(rule: string, rate: string, given: string): Plan | null {
  if (!Object.hasOwn(RULES, rule)) return null;
  const { numbers } = RULES[rule as Rule];
  const values = given ? given.split(NUMBER).map(numberOf) : numbers.map(({ usual }) => usual);
  const fits = values.length === numbers.length && !values.some(Number.isNaN);
  if (!fits || !(numberOf(rate) > 0)) return null;
  const own = Object.fromEntries(numbers.map(({ name }, i) => [name, values[i] as number]));
  return { rule: rule as Rule, rate: numberOf(rate), numbers: own };
}

const numberOf = (text: string): number => (/^[\d.e+-]{1,25}$/.test(text) ? Number(text) : Number.NaN);
const wholeOf = (text: string): number => (/^\d{1,6}$/.test(text) ? Number(text) : 0);
