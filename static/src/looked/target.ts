/** What is asked about: a class's score, or one unit; and as text of the address. */
import { type AskedUnit, askedUnit, unitName } from "../loss/asked.ts";
import type { RunState } from "../run-state.ts";

export type Target = { kind: "class"; index: number } | ({ kind: "unit" } & AskedUnit);

/** "7" is a class, "conv1:3,4,5" a unit. Null for what names neither. */
export function parseTarget(text: string): Target | null {
  if (/^\d{1,6}$/.test(text)) return { kind: "class", index: Number(text) };
  const unit = askedUnit(text);
  return unit && { kind: "unit", ...unit };
}

export const formatTarget = (target: Target): string =>
  target.kind === "class" ? String(target.index) : `${target.layer}:${target.index.join(",")}`;

export const queryOf = (target: Target): Record<string, string> =>
  target.kind === "class"
    ? { target: String(target.index) }
    : { layer: target.layer, unit: target.index.join(",") };

/** "cat", or "conv1 3, 4, 5". */
export const titleOf = (target: Target, classes: readonly string[]): string =>
  target.kind === "class" ? (classes[target.index] ?? `class ${target.index}`) : unitName(target);

/** Asked against nothing, as the address says it. */
export const NOBODY = "none";

/** The one or two targets: unless told otherwise the predicted class, and against a class the next best one. */
export function targetsOf(run: RunState, about: string, against: string): Target[] {
  const best = run.scores.map(({ index }) => index);
  const first = parseTarget(about) ?? classTarget(best[0]);
  if (!first) return [];
  if (against === NOBODY) return [first];
  const nextBest = best.find((index) => first.kind === "class" && index !== first.index);
  const second = parseTarget(against) ?? (first.kind === "class" ? classTarget(nextBest) : null);
  return second && formatTarget(second) !== formatTarget(first) ? [first, second] : [first];
}

const classTarget = (index: number | undefined): Target | null =>
  index === undefined ? null : { kind: "class", index };
