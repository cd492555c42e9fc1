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

/** Reads by index. */
export function reader({ dims, data }: RefTensor): (index: readonly number[]) => number {
  const strides = stridesOf(dims);
  return (index) => {
    let flat = 0;
    for (let axis = 0; axis < strides.length; axis++) flat += (strides[axis] as number) * (index[axis] as number);
    return data[flat] as number;
  };
}

/** Reads by an index of a shape the tensor stretches to: aligned at the last axis, axes of size 1 repeat. */
export function stretchedReader(x: RefTensor, rank: number): (index: readonly number[]) => number {
  const lead = rank - x.dims.length;
  const strides = stridesOf(x.dims).map((stride, axis) => (x.dims[axis] === 1 ? 0 : stride));
  return (index) => {
    let flat = 0;
    for (let axis = 0; axis < strides.length; axis++)
      flat += (strides[axis] as number) * (index[lead + axis] as number);
    return x.data[flat] as number;
  };
}

/** A copy for a runtime, in its own element type. */
export function toHost({ dtype, dims, data }: RefTensor): HostTensor {
  return { dtype, dims, data: fromNumbers(dtype, data) };
}

/** What a runtime gave, as float64. */
export function fromHost({ dtype, dims, data }: HostTensor): RefTensor {
  return { dtype, dims, data: toNumbers({ dtype, data }) };
}
