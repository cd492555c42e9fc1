/** Mean squared difference of each of n rows of `size` numbers, [n]. */
export function squaredErrors(a: ArrayLike<number>, b: ArrayLike<number>, size: number): Float64Array {
  const out = new Float64Array(Math.floor(a.length / size));
  for (let i = 0; i < out.length * size; i++) {
    const row = Math.floor(i / size);
    out[row] = (out[row] as number) + ((a[i] as number) - (b[i] as number)) ** 2 / size;
  }
  return out;
}

/** The value that a share of the numbers does not exceed; linear between two (Hyndman & Fan 1996, type 7). */
export function quantile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort();
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)] ?? 0;
  return low + (at % 1) * ((sorted[Math.ceil(at)] ?? low) - low);
}

/** How many of the numbers lie in each of `bins` equal parts of `low` … `high`; those beyond count in the first or the last. */
export function histogram(values: ArrayLike<number>, low: number, high: number, bins: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (let i = 0; i < values.length; i++) {
    const bin = Math.floor((((values[i] as number) - low) / (high - low)) * bins);
    const at = Math.max(0, Math.min(bins - 1, bin));
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
}

/** Mean absolute difference. */
export function meanAbsolute(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs((a[i] as number) - (b[i] as number));
  return sum / Math.max(1, a.length);
}
