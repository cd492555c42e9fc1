import { type DType, fromNumbers, isFloat, toNumbers } from '../../core/dtype';
import type { Dim } from '../../core/shape';
import type { HostTensor } from '../../core/tensor';

/** A number, a whole number of an integer type, or the name of a symbolic size. bool is 0n or 1n. */
export type Element = number | bigint | string;

/** A small tensor whose elements are known at import, sizes of symbolic axes by name: what shapes are computed with. */
export interface Known {
  readonly dtype: DType;
  readonly dims: readonly number[];
  readonly data: readonly Element[];
}

/** Larger tensors are left to the runtime. */
export const KNOWN_LIMIT = 1024;

/** A tensor as its elements. */
export function knownOf(tensor: HostTensor): Known {
  const { dtype, dims, data } = tensor;
  if (isFloat(dtype)) return { dtype, dims, data: [...toNumbers(tensor)] };
  return { dtype, dims, data: Array.from(data as ArrayLike<number | bigint>, (value) => BigInt(value)) };
}

/** The elements as a tensor; undefined where one is symbolic. */
export function hostOf({ dtype, dims, data }: Known): HostTensor | undefined {
  if (data.some((element) => typeof element === 'string')) return undefined;
  if (dtype === 'int64') return { dtype, dims, data: BigInt64Array.from(data as bigint[]) };
  if (dtype === 'uint64') return { dtype, dims, data: BigUint64Array.from(data as bigint[]) };
  return { dtype, dims, data: fromNumbers(dtype, data.map(Number)) };
}

/** A vector of sizes, int64 as Shape gives it. */
export function knownDims(sizes: readonly Dim[]): Known {
  return { dtype: 'int64', dims: [sizes.length], data: sizes.map(elementOf) };
}

export function elementOf(size: Dim): Element {
  return typeof size === 'number' ? BigInt(size) : size;
}

/** An element as a size or an index; beyond 2^53 the end of the range. */
export function dimOf(element: Element): Dim {
  if (typeof element === 'string') return element;
  const value = Number(element);
  if (value > Number.MAX_SAFE_INTEGER) return Number.MAX_SAFE_INTEGER;
  return value < -Number.MAX_SAFE_INTEGER ? -Number.MAX_SAFE_INTEGER : value;
}
