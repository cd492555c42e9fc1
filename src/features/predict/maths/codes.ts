import { Rng } from '../../../core/rng';
import { between } from './vectors';

/** Mean and deviation of every number of a code. */
export interface CodeRange {
  readonly mean: ArrayLike<number>;
  readonly std: ArrayLike<number>;
}

/** A code [size] from the bell curve of each number, the same for the same seed and place. */
export function codeAt(seed: number, place: number, size: number, range: CodeRange): Float32Array {
  const code = new Float32Array(size);
  Rng.of(seed, 'code', String(place)).fillNormal(code);
  return code.map((value, i) => (range.mean[i] ?? 0) + (range.std[i] ?? 1) * value);
}

/** Codes one after the other, [n * size]. */
export function joined(codes: readonly Float32Array[]): Float32Array {
  const size = codes[0]?.length ?? 0;
  const all = new Float32Array(codes.length * size);
  for (const [i, code] of codes.entries()) all.set(code, i * size);
  return all;
}

/** Steps from one code to another, both ends among them. */
export const walk = (from: Float32Array, to: Float32Array, steps: number): Float32Array[] =>
  Array.from({ length: steps }, (_, i) => between(from, to, steps > 1 ? i / (steps - 1) : 0));

/** A square of codes over two of the numbers, two deviations each way; the others as in `around`. Rows from high to low. */
export function plane(
  around: Float32Array,
  [across, up]: readonly [number, number],
  side: number,
  { mean, std }: CodeRange,
): Float32Array[] {
  const at = (dimension: number, i: number) =>
    (mean[dimension] ?? 0) + (std[dimension] ?? 1) * (side > 1 ? -2 + (4 * i) / (side - 1) : 0);
  return Array.from({ length: side * side }, (_, place) => {
    const code = around.slice();
    code[across] = at(across, place % side);
    code[up] = at(up, side - 1 - Math.floor(place / side));
    return code;
  });
}

/** Mean and deviation of each number of codes [n, size]. */
export function rangeOf(codes: ArrayLike<number>, size: number): CodeRange {
  const count = Math.max(1, codes.length / size);
  const mean = new Float64Array(size);
  const std = new Float64Array(size);
  for (let i = 0; i < codes.length; i++) mean[i % size] = (mean[i % size] as number) + (codes[i] as number) / count;
  for (let i = 0; i < codes.length; i++)
    std[i % size] = (std[i % size] as number) + ((codes[i] as number) - (mean[i % size] as number)) ** 2 / count;
  return { mean, std: std.map(Math.sqrt) };
}
