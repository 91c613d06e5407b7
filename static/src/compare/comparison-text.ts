/** A comparison as lines with tabs between, for a spreadsheet. */
import { rawText } from "../details/raw-numbers.ts";
import { differenceOf, type Side } from "./side.ts";

export function comparisonText(pinned: Side, current: Side): string {
  const difference = differenceOf(pinned, current);
  const lines = [
    ["", "pinned", "current", "current − pinned"],
    ["network", pinned.model, current.model],
    ["picture", pinned.picture, current.picture],
    ["unit", nameOf(pinned), nameOf(current)],
    [
      "value",
      rawText(pinned.value),
      rawText(current.value),
      rawText(Math.fround(current.value - pinned.value)),
    ],
    ...scoreLines(pinned, current),
  ];
  if (difference) {
    difference.values.forEach((delta, i) => {
      const place = `row ${Math.floor(i / pinned.columns)}, column ${i % pinned.columns}`;
      const [before, now] = [pinned.values[i] as number, current.values[i] as number];
      lines.push([place, rawText(before), rawText(now), rawText(delta)]);
    });
  }
  return lines.map((line) => line.join("\t")).join("\n");
}

const nameOf = ({ layer, map, unit }: Side): string => [layer, map, ...unit].join(" ");

function scoreLines(pinned: Side, current: Side): string[][] {
  const now = new Map(current.scores.map(({ label, probability }) => [label, probability]));
  const before = new Map(pinned.scores.map(({ label, probability }) => [label, probability]));
  return [...new Set([...before.keys(), ...now.keys()])].map((label) => [
    `probability of ${label}`,
    ...[before, now].map((scores) => rawText(scores.get(label) ?? Number.NaN)),
  ]);
}
