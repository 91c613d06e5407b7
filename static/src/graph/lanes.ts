/** Columns and lanes of a network's graph: a chain of layers runs along one lane, parallel branches beside it. */

/** What the arrangement needs to know of a layer; layers come in execution order. */
export interface GraphLayer {
  name: string;
  inputs: readonly string[];
}

export interface Place {
  /** Longest path from the input, in layers. */
  column: number;
  /** 0 is the trunk: the longest chain from the input to the output. */
  lane: number;
}

/** Columns `from` … `to` that a chain keeps to itself in its lane, the way to where it merges included. */
interface Chain {
  members: string[];
  from: number;
  to: number;
}

export interface Arrangement {
  places: ReadonlyMap<string, Place>;
  /** Edges that run along their source's lane, which is kept free for them, until they merge: "source target". */
  runs: ReadonlySet<string>;
  /** For each column how many lanes there are side by side where it stands. */
  lanesAt: readonly number[];
}

/** Columns that a branch could stand further right before it is moved there. */
const LONG_SLACK = 8;

export const edgeKey = (source: string, target: string): string => `${source} ${target}`;

/** Arranges layers, the input first among them. The same graph is always arranged alike. */
export function arrange(layers: readonly GraphLayer[]): Arrangement {
  const columns = longestPaths(layers);
  const heirs = heirsOf(layers);
  const chains = chainsOf(layers, heirs, columns);
  postpone(chains, layers, heirs, columns);
  const lanes = lanesOf(chains);
  const places = new Map<string, Place>();
  const runs = new Set<string>();
  chains.forEach(({ members }, i) => {
    for (const name of members) {
      places.set(name, { column: columns.get(name) as number, lane: lanes[i] as number });
    }
    const last = members.at(-1) as string;
    const merge = heirs.get(last);
    if (merge !== undefined && lanes[i] !== 0) runs.add(edgeKey(last, merge));
  });
  return { places, runs, lanesAt: sections(chains, lanes, Math.max(...columns.values()) + 1) };
}

function longestPaths(layers: readonly GraphLayer[]): Map<string, number> {
  const columns = new Map<string, number>();
  for (const { name, inputs } of layers) {
    columns.set(name, Math.max(-1, ...inputs.map((input) => columns.get(input) ?? 0)) + 1);
  }
  return columns;
}

/** For each layer the consumer that carries its chain on: the one from which the way to the output is longest. */
function heirsOf(layers: readonly GraphLayer[]): Map<string, string> {
  const heights = new Map<string, number>();
  const heirs = new Map<string, string>();
  for (const { name, inputs } of [...layers].reverse()) {
    const height = heights.get(heirs.get(name) ?? "") ?? 0;
    heights.set(name, height + 1);
    for (const input of inputs) {
      const rival = heights.get(heirs.get(input) ?? "") ?? 0;
      // Equally long ways: the first in execution order, which comes last here.
      if (height + 1 >= rival) heirs.set(input, name);
    }
  }
  return heirs;
}

/** Every layer in one chain; where chains meet, the one that began first goes on. */
function chainsOf(
  layers: readonly GraphLayer[],
  heirs: ReadonlyMap<string, string>,
  columns: ReadonlyMap<string, number>,
): Chain[] {
  const chains: Chain[] = [];
  const chainOf = new Map<string, number>();
  for (const { name, inputs } of layers) {
    const continued = inputs
      .filter((input) => heirs.get(input) === name)
      .map((input) => chainOf.get(input) ?? 0);
    const index = continued.length ? Math.min(...continued) : chains.length;
    const column = columns.get(name) as number;
    chains[index] ??= { members: [], from: column, to: column };
    chains[index].members.push(name);
    chainOf.set(name, index);
  }
  reserve(chains, heirs, columns);
  return chains;
}

/** A chain keeps its lane up to where it merges. */
function reserve(
  chains: readonly Chain[],
  heirs: ReadonlyMap<string, string>,
  columns: ReadonlyMap<string, number>,
): void {
  for (const chain of chains) {
    const last = chain.members.at(-1) as string;
    const merge = columns.get(heirs.get(last) ?? "");
    chain.to = merge === undefined ? (columns.get(last) as number) : merge - 1;
  }
}

/**
 * Moves short branches on the way of a long skip (a U-Net's crops) right before where they merge.
 *
 * There they need a lane for their own length, and the skip leads over the top like any other.
 */
function postpone(
  chains: readonly Chain[],
  layers: readonly GraphLayer[],
  heirs: ReadonlyMap<string, string>,
  columns: Map<string, number>,
): void {
  for (const chain of chains.slice(1)) {
    const last = chain.members.at(-1) as string;
    const slack = chain.to - (columns.get(last) as number);
    const members = new Set(chain.members);
    const readers = layers.filter(
      ({ name, inputs }) => !members.has(name) && inputs.some((each) => members.has(each)),
    );
    const mergesOnly = readers.every(
      ({ name, inputs }) =>
        name === heirs.get(last) && inputs.every((each) => each === last || !members.has(each)),
    );
    if (
      slack < LONG_SLACK ||
      !mergesOnly ||
      !layers.find(({ name }) => name === chain.members[0])?.inputs.length
    )
      continue;
    for (const name of chain.members) columns.set(name, (columns.get(name) as number) + slack);
    chain.from += slack;
    // Others may merge into it, and now do so later.
    reserve(chains, heirs, columns);
  }
}

/** The lowest lane that is free for the whole of a chain. */
function lanesOf(chains: readonly Chain[]): number[] {
  const taken: Chain[][] = [];
  return chains.map((chain, i) => {
    let lane = i === 0 ? 0 : 1;
    while (taken[lane]?.some((other) => other.from <= chain.to && chain.from <= other.to)) lane++;
    taken[lane] ??= [];
    taken[lane]?.push(chain);
    return lane;
  });
}

/** How many lanes each column is divided into: the same for all columns that a branch reaches over. */
function sections(chains: readonly Chain[], lanes: readonly number[], count: number): number[] {
  const branches = chains
    .map((chain, i) => ({ ...chain, lane: lanes[i] as number }))
    .filter(({ lane }) => lane > 0)
    .sort((a, b) => a.from - b.from);
  const lanesAt = new Array<number>(count).fill(1);
  let section = { from: 0, to: -1, most: 1 };
  for (const { from, to, lane } of branches) {
    section =
      from <= section.to
        ? { from: section.from, to: Math.max(section.to, to), most: Math.max(section.most, lane + 1) }
        : { from, to, most: lane + 1 };
    lanesAt.fill(section.most, section.from, section.to + 1);
  }
  return lanesAt;
}
