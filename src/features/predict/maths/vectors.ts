/** Rows of a table [n, width] brought to length 1; a row of zeros stays. */
export function unitRows(table: ArrayLike<number>, width: number): Float32Array {
  const rows = Float32Array.from(table);
  for (let start = 0; start < rows.length; start += width) {
    const row = rows.subarray(start, start + width);
    const length = Math.hypot(...row);
    if (length > 0) for (let i = 0; i < width; i++) row[i] = (row[i] as number) / length;
  }
  return rows;
}

export interface Neighbour {
  readonly row: number;
  readonly cosine: number;
}

/** The rows whose cosine with `query` is largest, the nearest first; rows of zeros and those left out are none. */
export function nearest(
  units: Float32Array,
  query: ArrayLike<number>,
  count: number,
  leftOut: ReadonlySet<number> = new Set(),
): Neighbour[] {
  const width = query.length;
  const [unit] = [unitRows(query, width)];
  const all: Neighbour[] = [];
  for (let row = 0; row * width < units.length; row++) {
    if (leftOut.has(row)) continue;
    let cosine = 0;
    let size = 0;
    for (let i = 0; i < width; i++) {
      const value = units[row * width + i] as number;
      cosine += value * (unit[i] as number);
      size += value * value;
    }
    if (size > 0) all.push({ row, cosine });
  }
  return all.sort((a, b) => b.cosine - a.cosine || a.row - b.row).slice(0, count);
}

/**
 * Coordinates of rows [n, width] along the two directions in which they differ most (principal components, power iteration
 * with deflation; signs such that the largest entry of a direction is positive), [n][2].
 */
export function principalPlane(table: ArrayLike<number>, width: number): [number, number][] {
  const count = table.length / width;
  const centred = Float64Array.from(table);
  for (let i = 0; i < width; i++) {
    let mean = 0;
    for (let row = 0; row < count; row++) mean += (centred[row * width + i] as number) / count;
    for (let row = 0; row < count; row++) centred[row * width + i] = (centred[row * width + i] as number) - mean;
  }
  const first = direction(centred, width, []);
  const second = direction(centred, width, [first]);
  const along = (row: number, axis: Float64Array) =>
    axis.reduce((sum, value, i) => sum + value * (centred[row * width + i] as number), 0);
  return Array.from({ length: count }, (_, row) => [along(row, first), along(row, second)]);
}

const ROUNDS = 100;

/** The direction of largest variance at right angles to `others`, of length 1. */
function direction(centred: Float64Array, width: number, others: readonly Float64Array[]): Float64Array {
  // any start that is not at right angles to it by accident
  let axis = Float64Array.from({ length: width }, (_, i) => Math.sin(1 + 2 * i));
  for (let round = 0; round < ROUNDS; round++) {
    for (const other of others) {
      const part = axis.reduce((sum, value, i) => sum + value * (other[i] as number), 0);
      axis = axis.map((value, i) => value - part * (other[i] as number));
    }
    const length = Math.hypot(...axis);
    if (length < 1e-12) return new Float64Array(width);
    axis = axis.map((value) => value / length);
    if (round < ROUNDS - 1) axis = times(centred, width, axis);
  }
  const largest = axis.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
  return largest < 0 ? axis.map((value) => -value) : axis;
}

/** Xᵀ X v. */
function times(x: Float64Array, width: number, v: Float64Array): Float64Array<ArrayBuffer> {
  const out = new Float64Array(width);
  for (let start = 0; start < x.length; start += width) {
    let along = 0;
    for (let i = 0; i < width; i++) along += (x[start + i] as number) * (v[i] as number);
    for (let i = 0; i < width; i++) out[i] = (out[i] as number) + along * (x[start + i] as number);
  }
  return out;
}

/** A point between two codes: along the great circle (Shoemake 1985), since normal codes lie near a sphere; straight where they are (anti)parallel. */
export function between(a: ArrayLike<number>, b: ArrayLike<number>, share: number): Float32Array {
  const lengths = Math.hypot(...Array.from(a)) * Math.hypot(...Array.from(b));
  let dot = 0;
  for (let i = 0; i < a.length; i++) dot += (a[i] as number) * (b[i] as number);
  const angle = lengths > 0 ? Math.acos(Math.max(-1, Math.min(1, dot / lengths))) : 0;
  const sine = Math.sin(angle);
  const [left, right] =
    sine < 1e-4 ? [1 - share, share] : [Math.sin((1 - share) * angle) / sine, Math.sin(share * angle) / sine];
  return Float32Array.from(a, (value, i) => left * value + right * (b[i] as number));
}
