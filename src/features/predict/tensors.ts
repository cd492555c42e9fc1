import type { HostTensor } from '../../core/tensor';
import type { Outputs } from '../../stores/predict';

/** int32 numbers as a tensor. */
export const ints = (values: ArrayLike<number>, dims: readonly number[]): HostTensor => ({
  dtype: 'int32',
  dims,
  data: Int32Array.from(values),
});

/** float32 numbers as a tensor. */
export const floats = (values: ArrayLike<number>, dims: readonly number[]): HostTensor => ({
  dtype: 'float32',
  dims,
  data: Float32Array.from(values),
});

/** The numbers of an output; undefined where it is not there. */
export function numbersOf(outputs: Outputs | undefined, name: string | undefined): Float32Array | undefined {
  const tensor = name === undefined ? undefined : outputs?.[name];
  if (!tensor) return undefined;
  return tensor.data instanceof Float32Array ? tensor.data : Float32Array.from(tensor.data, Number);
}

/** A share as percent: `97.6%`, `<0.1%`. */
export function percent(share: number): string {
  if (share > 0 && share < 0.0005) return '<0.1%';
  return `${(100 * share).toFixed(share >= 0.9995 && share < 1 ? 2 : 1)}%`;
}

/** A number short enough to show: four significant digits. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(2);
  return String(Number(value.toPrecision(4)));
}
