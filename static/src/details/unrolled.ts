/** A convolution as a matrix product: im2col lays every window out as a column, col2im adds the columns up again. */
import { indexOf, unitAt } from "../graph/raster.ts";
import { sizeOf, type Tensor } from "../wire/tensor.ts";
import { paintersOf, type Rule } from "./backward/painting.ts";

/** What is unrolled: the side that windows slide over, and how many windows there are along each of its axes. */
export interface Unrolling {
  rule: Rule;
  /** Lengths of the axes that the windows slide over. */
  lengths: readonly number[];
  /** Windows along each axis. */
  windows: readonly number[];
  /** Channels of one group; `first` is the first of them. */
  channels: number;
  first: number;
}

/** An entry of cols, and of what is added up to one place. */
export interface Entry {
  row: number;
  column: number;
}

/** cols: a row for every channel and cell of the kernel, a column for every window. */
export class Unrolled {
  readonly rows: number;
  readonly columns: number;
  readonly #of: Unrolling;

  constructor(of: Unrolling) {
    this.#of = of;
    this.rows = of.channels * sizeOf(of.rule.kernel);
    this.columns = sizeOf(of.windows);
  }

  /** The channel and the kernel's cell of a row. */
  rowAt(row: number): { channel: number; cell: number[] } {
    const { rule, first } = this.#of;
    const size = sizeOf(rule.kernel);
    return { channel: first + Math.floor(row / size), cell: unitAt(row % size, rule.kernel) };
  }

  /** Where the window of a column stands. */
  windowAt(column: number): number[] {
    return unitAt(column, this.#of.windows);
  }

  rowOf(channel: number, cell: readonly number[]): number {
    const { rule, first } = this.#of;
    return (channel - first) * sizeOf(rule.kernel) + indexOf(cell, rule.kernel);
  }

  columnOf(window: readonly number[]): number {
    return indexOf(window, this.#of.windows);
  }

  /** The value that an entry is a copy of: its channel and place; null for a zero of the padding. */
  sourceOf({ row, column }: Entry): readonly number[] | null {
    const { rule, lengths } = this.#of;
    const { channel, cell } = this.rowAt(row);
    const place = this.windowAt(column).map(
      (window, axis) =>
        window * (rule.stride[axis] ?? 1) -
        (rule.padding[axis] ?? 0) +
        (cell[axis] as number) * (rule.dilation[axis] ?? 1),
    );
    const isInside = place.every((each, axis) => each >= 0 && each < (lengths[axis] ?? 1));
    return isInside ? [channel, ...place] : null;
  }

  /** im2col: an entry's value. */
  valueOf(source: Tensor, entry: Entry): number {
    const at = this.sourceOf(entry);
    return at ? source.at(...at) : 0;
  }

  /** col2im: the entries that add up to a place. */
  entriesAt(channel: number, place: readonly number[]): Entry[] {
    const { rule, windows } = this.#of;
    return paintersOf(rule, windows, place).map(({ at, cell }) => ({
      row: this.rowOf(channel, cell),
      column: this.columnOf(at),
    }));
  }
}
