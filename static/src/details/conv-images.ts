/** What a convolution's view draws: inputs, kernels and their gradients, each kind on one scale. */
import { sizeOf, Tensor } from "../wire/tensor.ts";
import type { OpenedFilter } from "./convolution.ts";
import { type Kernels, kernelsOf } from "./filters.ts";
import { limitFor } from "./limits.ts";
import { type MapImage, mapImage } from "./map-image.ts";

export class ConvImages {
  readonly #filter: OpenedFilter;
  readonly #dKernels: Kernels | undefined;

  constructor(filter: OpenedFilter) {
    this.#filter = filter;
    const { gradient, layer, map, output } = filter.context;
    const choice = { ...filter, map, maps: output.shape[0] ?? 1, groups: layer.groups ?? 1 };
    this.#dKernels =
      gradient?.dParameters.weight && kernelsOf(gradient.dParameters.weight, filter.window, choice);
  }

  /** Half-widths of the scales. */
  get weightLimit(): number {
    return this.#filter.kernels.limit;
  }

  get dWeightLimit(): number {
    return this.#dKernels?.limit ?? 0;
  }

  /** Steady while the window slides: half of what the largest input and weight could give. */
  get productLimit(): number {
    const [input] = this.#filter.context.inputs;
    return (input ? limitFor(input.tensor) * this.weightLimit : 1) / 2;
  }

  /** dL/dX of an input channel; undefined in a forward pass. */
  dInput(channel: number): MapImage | undefined {
    const tensor = this.#filter.context.gradient?.dInputs[0];
    return tensor && mapImage(tensor, channel, "gradient", limitFor(tensor));
  }

  /** dL/dW of the kernel for an input channel, in the kernel's order; undefined in a forward pass. */
  dWeights(channel: number): Float32Array | undefined {
    return this.#dKernels?.of(channel);
  }

  kernel(channel: number): MapImage[] {
    return this.#images(this.#filter.kernels.of(channel), "weight", this.weightLimit);
  }

  dKernel(channel: number): MapImage[] | undefined {
    const values = this.dWeights(channel);
    return values && this.#images(values, "gradient", this.dWeightLimit);
  }

  /** One image a frame of the kernel. */
  #images(values: Float32Array, kind: "weight" | "gradient", limit: number): MapImage[] {
    const { kernel, planes } = this.#filter.window;
    const shape = [1, ...kernel.slice(-2)];
    const size = sizeOf(shape);
    return Array.from({ length: planes }, (_, i) =>
      mapImage(new Tensor(shape, values.subarray(i * size, (i + 1) * size)), 0, kind, limit),
    );
  }
}
