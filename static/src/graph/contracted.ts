/** A network whose closed blocks are one node each. */
import type { LayerDescription } from "../wire/events.ts";
import type { Block } from "./blocks.ts";

export interface ContractedLayer extends Pick<LayerDescription, "name" | "op" | "inputs" | "output_shape"> {
  block: Block | null;
}

/**
 * The layers in execution order, each closed block as its last layer that others read: with that layer's output,
 * and reading whatever the block reads.
 */
export function contracted(layers: readonly LayerDescription[], closed: readonly Block[]): ContractedLayer[] {
  const blockOf = new Map(closed.flatMap((block) => block.members.map((name) => [name, block] as const)));
  const exits = new Map(closed.map((block) => [block, exitOf(block, layers)]));
  const standsFor = (name: string): string => exits.get(blockOf.get(name) as Block) ?? name;
  return layers.flatMap((layer): ContractedLayer[] => {
    const block = blockOf.get(layer.name) ?? null;
    if (!block) return [{ ...layer, inputs: layer.inputs.map(standsFor), block }];
    if (exits.get(block) !== layer.name) return [];
    const members = new Set(block.members);
    const read = layers.filter(({ name }) => members.has(name)).flatMap(({ inputs }) => inputs);
    return [{ ...layer, inputs: unique(read.filter((name) => !members.has(name)).map(standsFor)), block }];
  });
}

/** The last member that others read; of the block at the network's end its last. */
function exitOf({ members }: Block, layers: readonly LayerDescription[]): string {
  const inside = new Set(members);
  const read = new Set(layers.filter(({ name }) => !inside.has(name)).flatMap(({ inputs }) => inputs));
  return members.findLast((name) => read.has(name)) ?? (members.at(-1) as string);
}

const unique = (names: readonly string[]): string[] => [...new Set(names)];
