/** Where a kernel lies among the weights of a convolution: the numbers with which one map reads one channel. */
import { isTransposed } from "../details/operation-names.ts";
import type { LayerDescription } from "../wire/events.ts";
import { sizeOf, type Tensor } from "../wire/tensor.ts";

export interface KernelPlace {
  /** Place of its first number in C order. */
  start: number;
  /** (Frames,) rows, columns. */
  sizes: readonly number[];
}

/**
 * The kernel for the `channel`th of those that a map reads. Weights are filters × channels × kernel; of a
 * transposed convolution channels × filters × kernel, a group's channels with that group's filters.
 */
export function kernelPlace(
  layer: LayerDescription,
  weight: Tensor,
  map: number,
  channel: number,
): KernelPlace {
  const [first = 1, second = 1, ...sizes] = weight.shape;
  const size = sizeOf(sizes);
  if (!isTransposed(layer)) return { start: (map * second + channel) * size, sizes };
  const group = Math.floor(map / second);
  const perGroup = first / (layer.groups ?? 1);
  return { start: ((group * perGroup + channel) * second + (map % second)) * size, sizes };
}

/** How many channels a map reads. */
export function channelsRead(layer: LayerDescription, weight: Tensor): number {
  const [first = 1, second = 1] = weight.shape;
  return isTransposed(layer) ? first / (layer.groups ?? 1) : second;
}

/** All kernels of a map, or as near as they lie together: of a transposed convolution all there are. */
export function filterOf(layer: LayerDescription, { shape, data }: Tensor, map: number): Float32Array {
  if (shape.length === 1 || isTransposed(layer)) return data;
  const size = sizeOf(shape.slice(1));
  return data.subarray(map * size, (map + 1) * size);
}
