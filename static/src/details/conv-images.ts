/** What a convolution's view draws: inputs, kernels and their gradients, each kind on one scale. */
import { limitOf } from "../colour.ts";
import { Tensor } from "../wire/tensor.ts";
import type { OpenedFilter } from "./convolution.ts";
import { lastTwo } from "./geometry.ts";
import { limitFor } from "./limits.ts";
import { type MapImage, mapImage } from "./map-image.ts";

export class ConvImages {
  /** Half-widths of the scales. */
  readonly weightLimit: number;
  readonly dWeightLimit: number;
  readonly #filter: OpenedFilter;

  constructor(filter: OpenedFilter) {
    this.#filter = filter;
    const { weights, gradient, map } = filter.context;
    this.weightLimit = weights.weight ? limitOf(weights.weight.map(map)) : 0;
    this.dWeightLimit = gradient?.dWeight ? limitOf(gradient.dWeight.map(map)) : 0;
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

  kernel(channel: number): MapImage {
    const { weights } = this.#filter.context;
    return mapImage(this.#slice(weights.weight, channel), 0, "weight", this.weightLimit);
  }

  /** dL/dW of the kernel for an input channel; undefined in a forward pass. */
  dKernel(channel: number): MapImage | undefined {
    const dWeight = this.#filter.context.gradient?.dWeight;
    return dWeight && mapImage(this.#slice(dWeight, channel), 0, "gradient", this.dWeightLimit);
  }

  /** The kernel for one input channel out of an O×I×H×W tensor, as 1×H×W. */
  #slice(filters: Tensor | undefined, channel: number): Tensor {
    const { first, context } = this.#filter;
    const [height, width] = lastTwo(context.layer.kernel, 1);
    const size = height * width;
    const start = (channel - first) * size;
    const values = filters?.map(context.map).subarray(start, start + size) ?? new Float32Array(size);
    return new Tensor([1, height, width], values);
  }
}
