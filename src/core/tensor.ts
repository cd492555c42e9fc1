import type { AnyTypedArray, DType } from './dtype';

/** A tensor in this thread's memory, row-major. */
export interface HostTensor {
  readonly dtype: DType;
  readonly dims: readonly number[];
  readonly data: AnyTypedArray;
}

export function hostTensor(dtype: DType, dims: readonly number[], data: AnyTypedArray): HostTensor {
  return { dtype, dims, data };
}
