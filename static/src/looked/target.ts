/** What is asked about: a class's score, or one unit; and as text of the address. */
import type { RunState } from "../run-state.ts";

export type Target =
  | { kind: "class"; index: number }
  | { kind: "unit"; layer: string; unit: readonly number[] };

/** "7" is a class, "conv1:3,4,5" a unit (a layer's name may hold colons, too). Null for what names neither. */
export function parseTarget(text: string): Target | null {
  if (/^\d{1,6}$/.test(text)) return { kind: "class", index: Number(text) };
  const colon = text.lastIndexOf(":");
  const place = text.slice(colon + 1);
  if (colon < 1 || !/^\d{1,9}(,\d{1,9}){0,5}$/.test(place)) return null;
  return { kind: "unit", layer: text.slice(0, colon), unit: place.split(",").map(Number) };
}

export const formatTarget = (target: Target): string =>
  target.kind === "class" ? String(target.index) : `${target.layer}:${target.unit.join(",")}`;

export const queryOf = (target: Target): Record<string, string> =>
  target.kind === "class"
    ? { target: String(target.index) }
    : { layer: target.layer, unit: target.unit.join(",") };

/** "cat", or "conv1 3, 4, 5". */
export const titleOf = (target: Target, classes: readonly string[]): string =>
  target.kind === "class"
    ? (classes[target.index] ?? `class ${target.index}`)
    : `${target.layer} ${target.unit.join(", ")}`;

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
