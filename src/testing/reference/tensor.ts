import { type DType, fromNumbers, toNumbers } from '../../core/dtype';
import { internal } from '../../core/errors';
import { stridesOf } from '../../core/shape';
import type { HostTensor } from '../../core/tensor';

/** A tensor of the reference interpreter, row-major. Floats are float64 whatever `dtype` says; integers are exact up to 2^53; bool is 0 or 1. */
export interface RefTensor {
  readonly dtype: DType;
  readonly dims: readonly number[];
  readonly data: Float64Array;
}

/** A type whose sizes are all known. */
export interface RefType {
  readonly dtype: DType;
  readonly dims: readonly number[];
}

/** Number of elements. */
export function volume(dims: readonly number[]): number {
  return dims.reduce((product, size) => product * size, 1);
}

/** Calls `visit` with every index of `dims` in row-major order; the array is reused. */
export function forEachIndex(dims: readonly number[], visit: (index: readonly number[]) => void): void {
  const total = volume(dims);
  const index = dims.map(() => 0);
  for (let n = 0; n < total; n++) {
    visit(index);
    for (let axis = dims.length - 1; axis >= 0; axis--) {
      const next = (index[axis] as number) + 1;
      if (next < (dims[axis] as number)) {
        index[axis] = next;
        break;
      }
      index[axis] = 0;
    }
  }
}

/** A tensor whose element at each index is `at(index)`. */
export function build({ dtype, dims }: RefType, at: (index: readonly number[]) => number): RefTensor {
  const data = new Float64Array(volume(dims));
  let flat = 0;
  forEachIndex(dims, (index) => {
    data[flat++] = at(index);
  });
  return { dtype, dims, data };
}

/** A tensor of the given elements. */
export function tensor(dtype: DType, dims: readonly number[], values: ArrayLike<number>): RefTensor {
  if (values.length !== volume(dims)) internal(`${values.length} values for [${dims.join(', ')}]`);
  return { dtype, dims, data: Float64Array.from(values) };
}

/** Place in the data of an index, whose axes beyond `strides` do not count. */
export function offsetOf(strides: readonly number[], index: readonly number[]): number {
  let flat = 0;
  for (let axis = 0; axis < strides.length; axis++) flat += (strides[axis] as number) * (index[axis] as number);
  return flat;
}

/** Strides in a shape of `rank` axes that `dims` stretch to: aligned at the last axis, axes of size 1 repeat. */
export function stretchedStrides(dims: readonly number[], rank: number): number[] {
  const own = stridesOf(dims).map((stride, axis) => (dims[axis] === 1 ? 0 : stride));
  return [...new Array<number>(rank - dims.length).fill(0), ...own];
}

/** Reads by index. */
export function reader({ dims, data }: RefTensor): (index: readonly number[]) => number {
  const strides = stridesOf(dims);
  return (index) => data[offsetOf(strides, index)] as number;
}

/** Reads by an index of a shape of `rank` axes that the tensor stretches to. */
export function stretchedReader({ dims, data }: RefTensor, rank: number): (index: readonly number[]) => number {
  const strides = stretchedStrides(dims, rank);
  return (index) => data[offsetOf(strides, index)] as number;
}

/** A copy for a runtime, in its own element type. */
export function toHost({ dtype, dims, data }: RefTensor): HostTensor {
  return { dtype, dims, data: fromNumbers(dtype, data) };
}

/** What a runtime gave, as float64. */
export function fromHost({ dtype, dims, data }: HostTensor): RefTensor {
  return { dtype, dims, data: toNumbers({ dtype, data }) };
}
