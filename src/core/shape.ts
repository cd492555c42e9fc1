import type { DType } from './dtype';
import { ShapeError } from './errors';

/** A number of elements, or the name of an axis whose size is only known at run time (`'B'`, the batch). */
export type Dim = number | string;
export type Shape = readonly Dim[];

/** What is known of a value before it exists. */
export interface TensorType {
  readonly dtype: DType;
  readonly shape: Shape;
}

/** The symbolic batch axis. */
export const BATCH = 'B';

/** `[B, 32, 26, 26]`, as errors and chips print it. */
export function formatShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dim, axis) => dim === b[axis]);
}

/** All sizes as numbers; throws where one is symbolic. */
export function staticDims(shape: Shape): number[] {
  return shape.map((dim) => {
    if (typeof dim === 'number') return dim;
    throw new ShapeError('symbolic', { actual: formatShape(shape) });
  });
}

/** Product of the sizes; throws where one is symbolic. */
export function sizeOf(shape: Shape): number {
  return staticDims(shape).reduce((product, dim) => product * dim, 1);
}

/** It has a size of 0 and no open size: there are no elements. */
export function isEmpty(shape: Shape): boolean {
  return shape.includes(0) && shape.every((dim) => typeof dim === 'number');
}

/** The sizes after the first axis as numbers (one example of a batch). */
export function exampleDims(shape: Shape): number[] {
  return staticDims(shape.slice(1));
}

/** The axis counted from the front; a negative axis counts from the back. Throws outside `[-rank, rank)`. */
export function normalizeAxis(axis: number, rank: number): number {
  const fromFront = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(axis) || fromFront < 0 || fromFront >= rank) {
    throw new ShapeError('axis', { expected: `-${rank} … ${rank - 1}`, actual: axis });
  }
  return fromFront;
}

/** NumPy broadcasting of two shapes (aligned at the last axis; 1 stretches). Throws `broadcast`. */
export function broadcastShapes(a: Shape, b: Shape): Dim[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = a[a.length - rank + axis] ?? 1;
    const right = b[b.length - rank + axis] ?? 1;
    if (left === right || right === 1) return left;
    if (left === 1) return right;
    throw new ShapeError('broadcast', { expected: formatShape(a), actual: formatShape(b) });
  });
}

/** Row-major strides, in elements. */
export function stridesOf(dims: readonly number[]): number[] {
  const strides = new Array<number>(dims.length);
  let stride = 1;
  for (let axis = dims.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= dims[axis] ?? 1;
  }
  return strides;
}
