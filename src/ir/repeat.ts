import type { OnnxWriter, Value } from './op';

interface Repeated {
  readonly dtype: Value['type']['dtype'];
  /** Spatial sizes of x [B, C, ...]. */
  readonly sizes: readonly number[];
  /** How often each element of each spatial axis is repeated, one after the other. */
  readonly factors: readonly number[];
}

/**
 * Repeats the elements of the spatial axes: [a, b] twice is [a, a, b, b]. Resize does it fastest, but divides positions by the factor:
 * exact on the CPU, on a GPU only for powers of two. Otherwise one Gather an axis.
 */
export function writeRepeated(w: OnnxWriter, x: string, { dtype, sizes, factors }: Repeated): string {
  const isExact = factors.every((factor) => w.target === 'cpu' || Number.isInteger(Math.log2(factor)));
  if (dtype === 'float32' && isExact) {
    const data = Float32Array.from([1, 1, ...factors]);
    const scales = w.constant({ dtype: 'float32', dims: [data.length], data });
    const how = { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' };
    return w.node('Resize', [x, '', scales], how)[0] as string;
  }
  return factors.reduce((repeated, factor, i) => {
    const indices = Array.from({ length: (sizes[i] ?? 0) * factor }, (_, n) => Math.floor(n / factor));
    return factor === 1 ? repeated : writePicked(w, repeated, indices, i + 2);
  }, x);
}

/** Elements of one axis by fixed indices. */
export function writePicked(w: OnnxWriter, x: string, indices: readonly number[], axis: number): string {
  const at = w.constant({ dtype: 'int32', dims: [indices.length], data: Int32Array.from(indices) });
  return w.node('Gather', [x, at], { axis })[0] as string;
}
