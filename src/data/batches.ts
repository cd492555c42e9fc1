import { internal } from '../core/errors';
import { Rng } from '../core/rng';
import { elementsOf } from '../layers/columns';
import type { NumberArray, NumberColumn } from './dataset';

/**
 * The order in which an epoch visits the examples: a Fisher-Yates shuffle that depends on seed and epoch only, so a run
 * can go on in the middle of any epoch without replaying the ones before.
 * @param indices places in the data set; not changed
 * @param epoch from 0
 */
export function epochOrder(indices: Uint32Array, seed: number, epoch: number): Uint32Array {
  const order = indices.slice();
  Rng.of(seed, 'epoch', String(epoch)).shuffle(order);
  return order;
}

/** Whole batches in an epoch; an incomplete last one counts unless dropped. */
export function batchesPerEpoch(count: number, batchSize: number, dropLast: boolean): number {
  return dropLast ? Math.floor(count / batchSize) : Math.ceil(count / batchSize);
}

/**
 * Copies the examples at `indices` of one column together: [n, ...shape], each number as `into` holds it.
 * @param into room for `indices.length` examples
 */
export function gather(column: NumberColumn, indices: Uint32Array, into: NumberArray | BigInt64Array): void {
  const { data, spec } = column;
  const size = elementsOf(spec);
  if (into.length < indices.length * size) internal(`expected room for ${indices.length} examples`);
  for (let i = 0; i < indices.length; i++) {
    const start = (indices[i] as number) * size;
    if (start + size > data.length) internal(`expected an example below ${data.length / size}, got ${indices[i]}`);
    if (into instanceof BigInt64Array) {
      for (let e = 0; e < size; e++) into[i * size + e] = BigInt(data[start + e] as number);
    } else if (size === 1) into[i] = data[start] as number;
    else into.set(data.subarray(start, start + size), i * size);
  }
}
