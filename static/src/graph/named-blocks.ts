/** Parts of a network as its layers' names tell them: "blocks.3/_expand_conv/Conv" belongs to "blocks.3". */

export const LEAST_MEMBERS = 3;
/** Larger parts are no help: they are divided, or left as they are. */
export const MOST_MEMBERS = 32;

/** Layers `from` … `to` (behind the last), whose names share a beginning that no other layer's has. */
export interface NamedRun {
  label: string;
  from: number;
  to: number;
}

/** The parts that names in execution order speak of: the largest that are not too large. */
export function namedRuns(names: readonly string[]): NamedRun[] {
  return divide(names.map(piecesOf), 0, names.length, 0);
}

/** "blocks.3/_bn1" as "blocks", ".3", "/_bn1". */
function piecesOf(name: string): string[] {
  return name.match(/^[/.]?[^/.]+|[/.]+[^/.]*/g) ?? [name];
}

function divide(names: readonly string[][], from: number, to: number, depth: number): NamedRun[] {
  const runs = runsAt(names, from, to, depth);
  const occurrences = new Map<string, number>();
  for (const { label } of runs) occurrences.set(label, (occurrences.get(label) ?? 0) + 1);
  return runs.flatMap((run) => {
    const length = run.to - run.from;
    // A beginning that comes back later tells no part.
    if (!run.label || length < LEAST_MEMBERS || occurrences.get(run.label) !== 1) return [];
    if (length <= MOST_MEMBERS && length < names.length) return [{ ...run, label: short(run.label) }];
    return divide(names, run.from, run.to, depth + 1);
  });
}

/** Neighbours whose names agree in their first `depth` + 1 pieces. */
function runsAt(names: readonly string[][], from: number, to: number, depth: number): NamedRun[] {
  const runs: NamedRun[] = [];
  for (let i = from; i < to; i++) {
    const pieces = names[i] as string[];
    const label = pieces.length > depth ? pieces.slice(0, depth + 1).join("") : "";
    const last = runs.at(-1);
    if (last?.label === label) last.to = i + 1;
    else runs.push({ label, from: i, to: i + 1 });
  }
  return runs;
}

/** Exporters repeat what contains a part: "/layer1/layer1.0" is called "layer1.0". */
function short(label: string): string {
  const name = label.replace(/^[/.]+/, "");
  const last = name.slice(name.lastIndexOf("/") + 1);
  const around = name.slice(0, name.lastIndexOf("/"));
  return around && last.startsWith(around.slice(around.lastIndexOf("/") + 1)) ? last : name;
}
