/** How the values of a tensor, or of one of its maps, are distributed. */

export interface Distribution {
  /** Values in each bin from `low` to `high`; exact zeros are counted apart. */
  bins: readonly number[];
  low: number;
  high: number;
  zeros: number;
  /** NaN and infinities: they have no bin. */
  notFinite: number;
  count: number;
}

export interface Extent {
  low: number;
  high: number;
}

/** Least and greatest finite value; null where there is none. */
export function extentOf(...all: readonly Float32Array[]): Extent | null {
  let [low, high] = [Infinity, -Infinity];
  for (const values of all) {
    for (const value of values) {
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? { low, high } : null;
}

/** The same extent, never without width: a single value stands in the middle. */
export function widened({ low, high }: Extent): Extent {
  const width = high - low;
  if (width > 0) return { low, high };
  const half = Math.max(0.5, Math.abs(low) / 2);
  return { low: low - half, high: high + half };
}

/** Counts values in equal bins between `low` and `high`, which must hold all that are finite. */
export function distributionOf(values: Float32Array, { low, high }: Extent, count: number): Distribution {
  const bins = new Array<number>(count).fill(0);
  let [zeros, notFinite] = [0, 0];
  for (const value of values) {
    if (value === 0) zeros++;
    else if (!Number.isFinite(value)) notFinite++;
    else {
      const bin = Math.min(count - 1, Math.floor(((value - low) / (high - low)) * count));
      bins[bin] = (bins[bin] as number) + 1;
    }
  }
  return { bins, low, high, zeros, notFinite, count: values.length };
}

/** The share of values for which something holds; 0 of none. */
export function shareOf(values: Float32Array, holds: (value: number) => boolean): number {
  let count = 0;
  for (const value of values) if (holds(value)) count++;
  return values.length ? count / values.length : 0;
}

export interface Moments {
  mean: number;
  /** Standard deviation of the values themselves, not of a larger population that they were drawn from. */
  deviation: number;
  variance: number;
}

export function momentsOf(values: Float32Array): Moments {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  const variance = squares / values.length;
  return { mean, variance, deviation: Math.sqrt(variance) };
}

/** Remembers what was worked out for an array of values, so that steps over a large layer stay quick. */
export function remembered<Result>(work: (values: Float32Array) => Result): (values: Float32Array) => Result {
  const results = new WeakMap<ArrayBufferLike, Map<string, Result>>();
  return (values) => {
    const ofBuffer = results.get(values.buffer) ?? new Map<string, Result>();
    results.set(values.buffer, ofBuffer);
    const key = `${values.byteOffset} ${values.length}`;
    const known = ofBuffer.get(key);
    if (known !== undefined) return known;
    const result = work(values);
    ofBuffer.set(key, result);
    return result;
  };
}
