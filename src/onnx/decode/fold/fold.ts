import { sizeOf } from '../../../core/shape';
import type { Attributes } from '../attributes';
import { type Element, KNOWN_LIMIT, type Known } from '../known';

export interface FoldArgs {
  /** Elements of the inputs; undefined where an optional one is left out. */
  readonly inputs: readonly (Known | undefined)[];
  readonly attrs: Attributes;
  readonly opset: number;
  /** How many outputs have a name. */
  readonly outputs: number;
}

/** Evaluates a node whose inputs are all known; undefined where it cannot (a symbolic size in arithmetic, a form nobody needs). */
export type Fold = (args: FoldArgs) => Known | undefined;

/** As Fold, of a node with several outputs. */
export type FoldAll = (args: FoldArgs) => readonly Known[] | undefined;

/** Row-major strides of dims that stretch to `rank` axes: 0 where an axis of size 1 repeats. */
function stretchedStrides(dims: readonly number[], rank: number): number[] {
  const strides = new Array<number>(rank).fill(0);
  let stride = 1;
  for (let axis = dims.length - 1; axis >= 0; axis--) {
    const size = dims[axis] as number;
    if (size !== 1) strides[rank - dims.length + axis] = stride;
    stride *= size;
  }
  return strides;
}

/** NumPy broadcasting of fixed sizes; undefined where they do not stretch or the result is too large to know. */
export function stretchedDims(all: readonly (readonly number[])[]): number[] | undefined {
  const rank = Math.max(0, ...all.map((dims) => dims.length));
  const result = new Array<number>(rank).fill(1);
  for (const dims of all) {
    for (const [i, size] of dims.entries()) {
      const axis = rank - dims.length + i;
      if (size === 1) continue;
      if (result[axis] !== 1 && result[axis] !== size) return undefined;
      result[axis] = size;
    }
  }
  return sizeOf(result) <= KNOWN_LIMIT ? result : undefined;
}

/** Calls `visit` with each index of `dims` in row-major order; the array is reused. */
export function eachIndex(dims: readonly number[], visit: (index: readonly number[]) => void): void {
  const index = dims.map(() => 0);
  const total = sizeOf(dims);
  for (let n = 0; n < total; n++) {
    visit(index);
    for (let axis = dims.length - 1; axis >= 0; axis--) {
      index[axis] = (index[axis] as number) + 1;
      if ((index[axis] as number) < (dims[axis] as number)) break;
      index[axis] = 0;
    }
  }
}

/** A tensor whose element at each index is `at(index)`; undefined where one cannot be had. */
export function fill(
  dtype: Known['dtype'],
  dims: readonly number[],
  at: (index: readonly number[]) => Element | undefined,
): Known | undefined {
  if (sizeOf(dims) > KNOWN_LIMIT) return undefined;
  const data: Element[] = [];
  let complete = true;
  eachIndex(dims, (index) => {
    const element = at(index);
    if (element === undefined) complete = false;
    else data.push(element);
  });
  return complete ? { dtype, dims, data } : undefined;
}

/** Reads by index, the index possibly of a shape the tensor stretches to. */
export function readerOf({ dims, data }: Known, rank = dims.length): (index: readonly number[]) => Element | undefined {
  const strides = stretchedStrides(dims, rank);
  return (index) => data[index.reduce((flat, at, axis) => flat + at * (strides[axis] as number), 0)];
}
