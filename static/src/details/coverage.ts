/** Which places of an input the windows of a layer read along each axis: how often, and which never. */
import type { LayerDescription } from "../wire/events.ts";

export interface AxisCover {
  length: number;
  windows: number;
  /** Places that no window reads. */
  unread: number[];
  /** The most windows that read one place. */
  most: number;
  /** Places of the last window that lie behind the input and its padding. */
  over: number;
}

/** Axis by axis, for an input and an output with these lengths. */
export function coverOf(
  { kernel = [], stride = [], padding = [], dilation = [] }: LayerDescription,
  lengths: readonly number[],
  outputs: readonly number[],
): AxisCover[] {
  return lengths.map((length, axis) => {
    const [cells, step, hole] = [kernel[axis] ?? 1, stride[axis] ?? 1, dilation[axis] ?? 1];
    const [before, behind] = [padding[axis] ?? 0, padding[kernel.length + axis] ?? 0];
    const windows = outputs[axis] ?? 1;
    const reads = new Array<number>(length).fill(0);
    for (let window = 0; window < windows; window++) {
      for (let cell = 0; cell < cells; cell++) {
        const place = window * step - before + cell * hole;
        if (place >= 0 && place < length) reads[place] = (reads[place] as number) + 1;
      }
    }
    const end = (windows - 1) * step - before + (cells - 1) * hole + 1;
    return {
      length,
      windows,
      unread: reads.flatMap((count, place) => (count === 0 ? [place] : [])),
      most: Math.max(0, ...reads),
      over: Math.max(0, end - length - behind),
    };
  });
}
