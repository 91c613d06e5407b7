/** The kernels of one filter, a channel each, however the layer keeps its weights. */
import { limitOf } from "../colour.ts";
import { sizeOf, Tensor } from "../wire/tensor.ts";
import type { ConvWindow } from "./conv-window.ts";

/** Which filter of a layer, and which input channels it reads. */
export interface FilterChoice {
  map: number;
  maps: number;
  groups: number;
  first: number;
  count: number;
}

/** A filter's weights (or their gradients), by input channel. */
export class Kernels {
  readonly #all: Tensor;
  readonly #first: number;
  /** The largest magnitude. */
  readonly limit: number;

  /** `all` is channels × kernel; its first channel is the input's channel `first`. */
  constructor(all: Tensor, first: number) {
    this.#all = all;
    this.#first = first;
    this.limit = limitOf(all.data);
  }

  /** The kernel for an input channel, in C order. */
  of(channel: number): Float32Array {
    return this.#all.map(channel - this.#first);
  }
}

/**
 * A convolution keeps filters × (channels / groups) × kernel; a transposed one channels × (filters / groups) ×
 * kernel: the kernels of one of its filters lie apart, and are gathered.
 */
export function kernelsOf(
  weight: Tensor | undefined,
  { isTransposed, kernel }: ConvWindow,
  { map, maps, groups, first, count }: FilterChoice,
): Kernels {
  const shape = [count, ...kernel];
  if (!weight) return new Kernels(new Tensor(shape, new Float32Array(sizeOf(shape)).fill(Number.NaN)), first);
  if (!isTransposed) return new Kernels(new Tensor(shape, weight.map(map)), first);
  const size = sizeOf(kernel);
  const own = map % (maps / groups);
  const values = new Float32Array(count * size);
  for (let i = 0; i < count; i++)
    values.set(weight.map(first + i).subarray(own * size, (own + 1) * size), i * size);
  return new Kernels(new Tensor(shape, values), first);
}
