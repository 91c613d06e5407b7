/** Where a convolution's kernel lies on its input, over any number of axes. */
import { type Unit, unitAt } from "../graph/raster.ts";
import type { LayerDescription } from "../wire/events.ts";
import { lastTwo, type Pair, type WindowRule } from "./geometry.ts";
import { isTransposed } from "./operation-names.ts";

/**
 * A window along one axis. It walks over the *drawn* input: the input itself, or, for a transposed convolution,
 * the input with zeros between its values: there the window moves one by one, and reads its kernel backwards.
 */
export interface Axis {
  kernel: number;
  dilation: number;
  /** How far the window moves from unit to unit. */
  step: number;
  /** Places before the input's first at which the first window begins. */
  before: number;
  /** Places behind the input's last that the layer's padding adds. */
  behind: number;
  /** From one input value to the next: 1, or the stride of a transposed convolution. */
  spread: number;
  /** Of the input. */
  length: number;
  /** Of the output. */
  units: number;
}

/** One cell of the kernel where it lies for a unit. */
export interface KernelCell {
  /** On the drawn input's axes. */
  place: readonly number[];
  /** On the input's own axes; null where there is a zero. */
  at: readonly number[] | null;
  /** Why it reads a zero: outside of the input, or between two of its values. */
  zero: "" | "padding" | "between";
  /** Its index in the kernel, in C order. */
  weight: number;
}

/** How the kernel of a layer walks over its input. */
export class ConvWindow {
  readonly axes: readonly Axis[];
  readonly isTransposed: boolean;
  readonly kernel: readonly number[];

  constructor(layer: LayerDescription, lengths: readonly number[], units: readonly number[]) {
    this.isTransposed = isTransposed(layer);
    this.kernel = layer.kernel ?? lengths.map(() => 1);
    this.axes = lengths.map((length, axis) => this.#axis(layer, axis, length, units[axis] ?? 1));
  }

  #axis(layer: LayerDescription, axis: number, length: number, units: number): Axis {
    const kernel = this.kernel[axis] ?? 1;
    const dilation = layer.dilation?.[axis] ?? 1;
    const stride = layer.stride?.[axis] ?? 1;
    const before = layer.padding?.[axis] ?? 0;
    const behind = layer.padding?.[this.kernel.length + axis] ?? 0;
    const common = { kernel, dilation, length, units };
    if (!this.isTransposed) return { ...common, step: stride, before, behind, spread: 1 };
    const reach = (kernel - 1) * dilation;
    return { ...common, step: 1, before: reach - before, behind: 0, spread: stride };
  }

  /** Lengths of the drawn input's axes. */
  get drawn(): readonly number[] {
    return this.axes.map(({ length, spread }) => (length - 1) * spread + 1);
  }

  /** Frames that the kernel has: 1 unless it moves through a clip. */
  get planes(): number {
    return this.kernel.slice(0, -2).reduce((all, each) => all * each, 1);
  }

  /** Whether the kernel is a single cell: a small dense network at one place. */
  get isPixel(): boolean {
    return this.kernel.every((length) => length === 1);
  }

  /** The rule over rows and columns of the drawn input. */
  get rule(): WindowRule {
    const of = (value: (axis: Axis) => number, missing: number) => lastTwo(this.axes.map(value), missing);
    return {
      kernel: of(({ kernel }) => kernel, 1),
      stride: of(({ step }) => step, 1),
      dilation: of(({ dilation }) => dilation, 1),
      padding: [...of(({ before }) => before, 0), ...of(({ behind }) => behind, 0)],
    };
  }

  /** Rows and columns of the drawn input. */
  get size(): Pair {
    return lastTwo(this.drawn, 1);
  }

  /** The kernel's cells for a unit, in C order of the places they lie on. */
  cells(unit: Unit): KernelCell[] {
    const count = this.kernel.reduce((all, each) => all * each, 1);
    return Array.from({ length: count }, (_, i) => this.#cell(unit, i, count));
  }

  #cell(unit: Unit, index: number, count: number): KernelCell {
    const place = unitAt(index, this.kernel).map((step, axis) => {
      const { step: stride, before, dilation } = this.axes[axis] as Axis;
      return (unit[axis] ?? 0) * stride - before + step * dilation;
    });
    const zero = this.#zeroAt(place);
    return {
      place,
      at: zero ? null : place.map((each, axis) => each / (this.axes[axis] as Axis).spread),
      zero,
      weight: this.isTransposed ? count - 1 - index : index,
    };
  }

  #zeroAt(place: readonly number[]): KernelCell["zero"] {
    const { drawn } = this;
    if (place.some((each, axis) => each < 0 || each >= (drawn[axis] as number))) return "padding";
    return place.some((each, axis) => each % (this.axes[axis] as Axis).spread) ? "between" : "";
  }
}
