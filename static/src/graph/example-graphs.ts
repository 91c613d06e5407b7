/** Graphs of the kinds that networks come in, for tests: chains, residual blocks, modules, U-Nets, and odd ones. */
import type { LayerDescription } from "../wire/events.ts";

/** Describes layers as they are added: `add("conv1", ["input"], [16, 32, 32])`. */
export class GraphBuilder {
  readonly layers: LayerDescription[] = [];

  add(name: string, inputs: string[], output_shape: number[], op = "relu"): string {
    const receptive_field = { size: [1, 1], stride: [1, 1], start: [0, 0] };
    this.layers.push({ name, op, inputs, output_shape, parameters: 0, macs: 0, receptive_field });
    return name;
  }

  chain(name: string, length: number, from: string, shape: number[]): string {
    let last = from;
    for (let i = 0; i < length; i++) last = this.add(`${name}_${i}`, [last], shape);
    return last;
  }
}

/** Blocks of two layers and a skip each; every second block with a projection beside it. */
export function residual(blocks: number, channels = 64): LayerDescription[] {
  const graph = new GraphBuilder();
  const shape = [channels, 16, 16];
  let last = graph.chain("stem", 3, "input", shape);
  for (let i = 0; i < blocks; i++) {
    const body = graph.chain(`block${i}`, 5, last, shape);
    const skip = i % 2 ? graph.chain(`down${i}`, 2, last, shape) : last;
    last = graph.add(`relu${i}`, [graph.add(`add${i}`, [body, skip], shape, "add")], shape);
  }
  graph.add("scores", [graph.add("pool", [last], [channels, 1, 1])], [10]);
  return graph.layers;
}

/** Modules of four branches of different lengths. */
export function inception(modules: number): LayerDescription[] {
  const graph = new GraphBuilder();
  let last = graph.chain("stem", 4, "input", [64, 28, 28]);
  for (let i = 0; i < modules; i++) {
    const branches = [2, 4, 4, 3].map((length, b) =>
      graph.chain(`m${i}b${b}`, length, last, [32 + b, 28, 28]),
    );
    last = graph.add(`join${i}`, branches, [134, 28, 28], "concat");
  }
  graph.add("scores", [last], [1000]);
  return graph.layers;
}

/** Down and up again, with a skip across at every size. */
export function unet(depth: number): LayerDescription[] {
  const graph = new GraphBuilder();
  const skips: string[] = [];
  let last = "input";
  for (let i = 0; i < depth; i++) {
    const shape = [8 << i, 64 >> i, 64 >> i];
    last = graph.chain(`down${i}`, 2, last, shape);
    skips.push(last);
    last = graph.add(`pool${i}`, [last], [8 << i, 32 >> i, 32 >> i]);
  }
  for (let i = depth - 1; i >= 0; i--) {
    const shape = [8 << i, 64 >> i, 64 >> i];
    const up = graph.add(`up${i}`, [last], shape);
    last = graph.chain(
      `up${i}_conv`,
      2,
      graph.add(`cat${i}`, [skips[i] as string, up], shape, "concat"),
      shape,
    );
  }
  graph.add("mask", [last], [2, 64, 64]);
  return graph.layers;
}

/** Every layer reads all before it, as in a DenseNet block. */
export function dense(length: number): LayerDescription[] {
  const graph = new GraphBuilder();
  const names = ["input"];
  for (let i = 0; i < length; i++) names.push(graph.add(`layer${i}`, [...names], [4 + i, 8, 8], "concat"));
  return graph.layers;
}

/** A graph from a seed: each layer reads one to three of those before it; what nobody reads is joined at the end. */
export function random(seed: number, length: number): LayerDescription[] {
  const graph = new GraphBuilder();
  const names = ["input"];
  const unread = new Set<string>();
  let state = seed + 1;
  const next = (below: number) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
  for (let i = 0; i < length; i++) {
    const reach = Math.min(names.length, 8);
    const inputs = Array.from({ length: 1 + next(3) }, () => names[names.length - 1 - next(reach)] as string);
    for (const name of inputs) unread.delete(name);
    names.push(graph.add(`n${i}`, inputs, [1 + next(40), 1 + next(20), 1 + next(20)]));
    unread.add(`n${i}`);
  }
  graph.add("end", [...unread], [4]);
  return graph.layers;
}
