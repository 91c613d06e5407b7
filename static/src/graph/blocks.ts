/** The parts a large network is built of: residual blocks, Inception modules, stages between pools, the head. */
import type { LayerDescription } from "../wire/events.ts";
import { sizeOf } from "../wire/tensor.ts";
import { INPUT } from "./connectivity.ts";
import { LEAST_MEMBERS, MOST_MEMBERS, namedRuns } from "./named-blocks.ts";

/** Layers next to each other in execution order, drawn in one frame, or closed as one column. */
export interface Block {
  name: string;
  /** In execution order. */
  members: readonly string[];
}

/** Networks with fewer layers are overseen without blocks. */
const WORTH_BLOCKS = 20;
/** Larger networks begin with their blocks closed. */
const OPEN_AT_FIRST = 60;
/** In a list of toggled blocks: all of them. */
const ALL = "*";

const known = new WeakMap<readonly LayerDescription[], readonly Block[]>();

/** The blocks of a network, in execution order: as its layers' names say, and what they leave by its graph. */
export function blocksOf(layers: readonly LayerDescription[]): readonly Block[] {
  let blocks = known.get(layers);
  if (!blocks) {
    blocks = found(layers);
    known.set(layers, blocks);
  }
  return blocks;
}

/**
 * The blocks that are closed. `toggled` names those that are not as they are at first: open in small networks,
 * closed in large ones.
 */
export function closedBlocks(layers: readonly LayerDescription[], toggled: readonly string[]): Block[] {
  const flipped = new Set(toggled);
  const closed = layers.length > OPEN_AT_FIRST !== flipped.has(ALL);
  return blocksOf(layers).filter(({ name }) => closed !== flipped.has(name));
}

/** What is toggled after one block more is. */
export function toggledWith(toggled: readonly string[], name: string): string[] {
  return toggled.includes(name) ? toggled.filter((each) => each !== name) : [...toggled, name];
}

/** What is toggled where all blocks are closed, or all open. */
export function toggledAll(layers: readonly LayerDescription[], closed: boolean): string[] {
  return layers.length > OPEN_AT_FIRST === closed ? [] : [ALL];
}

function found(layers: readonly LayerDescription[]): Block[] {
  if (layers.length < WORTH_BLOCKS) return [];
  const named = namedRuns(layers.map(({ name }) => name));
  const blocks: Block[] = [];
  const counts = new Map<string, number>();
  let at = 0;
  for (const { label, from, to } of [...named, { label: "", from: layers.length, to: layers.length }]) {
    for (const part of partsOf(layers, at, from)) {
      const count = (counts.get(part.kind) ?? 0) + 1;
      counts.set(part.kind, count);
      blocks.push(block(layers, part.kind === "head" ? part.kind : `${part.kind} ${count}`, part));
    }
    if (label) blocks.push(block(layers, label, { from, to }));
    at = to;
  }
  return distinct(blocks);
}

interface Stretch {
  from: number;
  /** Behind the last. */
  to: number;
}

interface Part extends Stretch {
  kind: "residual" | "module" | "stage" | "head";
}

/** Blocks among layers `from` … `to` by the graph alone. */
function partsOf(layers: readonly LayerDescription[], from: number, to: number): Part[] {
  const parts: Part[] = [];
  const passed = narrows(layers);
  let chain = from;
  let last = from - 1;
  for (let i = from; i < to; i++) {
    if (!passed[i]) continue;
    if (i > last + 1) {
      // Ways part behind `last` and have all met again at i.
      let end = i + 1;
      while (end < to && passed[end] && isApplied(layers[end], layers[end - 1])) end++;
      parts.push(...stagesOf(layers, chain, last + 1));
      parts.push({ kind: isConcat(layers[i]) ? "module" : "residual", from: last + 1, to: end });
      chain = end;
      i = end - 1;
    }
    last = i;
  }
  // Where ways are still apart at the end, only what is before them is a chain.
  parts.push(...stagesOf(layers, chain, Math.max(chain, last + 1)));
  return parts.filter((part) => isHandy(part));
}

const isHandy = ({ from, to }: Stretch): boolean => to - from >= LEAST_MEMBERS && to - from <= MOST_MEMBERS;

/** Whether everything passes each layer: no edge leads over it. */
function narrows(layers: readonly LayerDescription[]): boolean[] {
  const places = new Map(layers.map(({ name }, i) => [name, i]));
  places.set(INPUT, -1);
  let reach = 0;
  const furthest = new Map<number, number>();
  layers.forEach(({ inputs }, i) => {
    for (const name of inputs) furthest.set(places.get(name) ?? -1, i);
  });
  reach = furthest.get(-1) ?? 0;
  return layers.map((_, i) => {
    const passed = reach <= i;
    reach = Math.max(reach, furthest.get(i) ?? i);
    return passed;
  });
}

/** Whether a layer only works on each value of the one before, as an activation does after a sum. */
function isApplied(layer: LayerDescription | undefined, before: LayerDescription | undefined): boolean {
  if (!layer || !before || layer.kernel || layer.parameters > 0) return false;
  return layer.inputs.length === 1 && layer.output_shape.join() === before.output_shape.join();
}

const isConcat = (layer: LayerDescription | undefined): boolean => layer?.op === "concat";

/** A chain in parts: each ends with a pooling; from where maps have only one place on, it is the head. */
function stagesOf(layers: readonly LayerDescription[], from: number, to: number): Part[] {
  const parts: Part[] = [];
  let start = from;
  for (let i = from; i < to; i++) {
    const layer = layers[i] as LayerDescription;
    const places = sizeOf(layer.output_shape.slice(1));
    const before = sizeOf((layers[i - 1]?.output_shape ?? [1]).slice(1));
    if (places === 1 && before > 1) {
      return [...parts, { kind: "head", from: i, to }];
    }
    if (layer.op.includes("pool")) {
      parts.push({ kind: "stage", from: start, to: i + 1 });
      start = i + 1;
    }
  }
  return parts;
}

function block(layers: readonly LayerDescription[], name: string, { from, to }: Stretch): Block {
  return { name, members: layers.slice(from, to).map((layer) => layer.name) };
}

/** Blocks are told apart by their names, in the address too. */
function distinct(blocks: readonly Block[]): Block[] {
  const seen = new Map<string, number>();
  return blocks.map(({ name, members }) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return { name: count > 1 ? `${name} (${count})` : name, members };
  });
}
