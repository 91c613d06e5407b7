/** What a convolution's view draws: inputs and kernels, each kind on one scale. */
import { sizeOf, Tensor } from "../wire/tensor.ts";
import { inputKind, type Kinds } from "./context.ts";
import type { OpenedFilter } from "./convolution.ts";
import { limitFor } from "./limits.ts";
import { type MapImage, mapImage } from "./map-image.ts";

export class ConvImages {
  readonly #filter: OpenedFilter;

  constructor(filter: OpenedFilter) {
    this.#filter = filter;
  }

  get kinds(): Kinds {
    return this.#filter.context.kinds;
  }

  /** Half-widths of the scales. */
  get weightLimit(): number {
    return this.#filter.kernels.limit;
  }

  get inputLimit(): number {
    const [input] = this.#filter.context.inputs;
    return input ? limitFor(input.tensor) : 1;
  }

  /** Steady while the window slides: half of what the largest input and weight could give. */
  get productLimit(): number {
    return (this.inputLimit * this.weightLimit) / 2;
  }

  /** The scale of every kind of number that the view's formulas hold. */
  get limits(): Record<MapImage["kind"], number> {
    const { kinds } = this;
    return {
      activation: 1,
      gradient: 1,
      difference: 1,
      grey: 1,
      weight: this.weightLimit,
      [inputKind(this.#filter.context, 0)]: this.inputLimit,
      [kinds.output]: this.productLimit,
    };
  }

  /** The kernel of an input channel; one image a frame of it. */
  kernel(channel: number): MapImage[] {
    const { kernel, planes } = this.#filter.window;
    const values = this.#filter.kernels.of(channel);
    const shape = [1, ...kernel.slice(-2)];
    const size = sizeOf(shape);
    return Array.from({ length: planes }, (_, i) =>
      mapImage(
        new Tensor(shape, values.subarray(i * size, (i + 1) * size)),
        0,
        this.kinds.weights,
        this.weightLimit,
      ),
    );
  }
}
