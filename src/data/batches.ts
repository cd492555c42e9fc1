import { internal } from '../core/errors';
import { Rng } from '../core/rng';
import type { LoadedDataset } from './dataset';

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
 * The places of one batch, a view into `order`; shorter than `batchSize` only where the epoch ends.
 * @param batch from 0
 */
export function batchIndices(order: Uint32Array, batch: number, batchSize: number): Uint32Array {
  const start = batch * batchSize;
  if (batch < 0 || start >= order.length) internal(`expected a batch of ${order.length} examples, got number ${batch}`);
  return order.subarray(start, start + batchSize);
}

/** Examples side by side, raw: x uint8 [n, ...shape], y int32 [n]. */
export interface Batch {
  readonly x: Uint8Array;
  readonly y: Int32Array;
}

/**
 * Copies the examples at `indices` together.
 * @param into buffers to fill instead of new ones, with room for `indices.length` examples
 */
export function gatherBatch(data: LoadedDataset, indices: Uint32Array, into?: Batch): Batch {
  const exampleSize = data.shape.reduce((a, b) => a * b, 1);
  const n = indices.length;
  const batch = into ?? { x: new Uint8Array(n * exampleSize), y: new Int32Array(n) };
  if (batch.x.length < n * exampleSize || batch.y.length < n) internal(`expected room for ${n} examples`);
  for (let i = 0; i < n; i++) {
    const place = indices[i] as number;
    const label = data.y[place];
    if (label === undefined) internal(`expected an example below ${data.count}, got ${place}`);
    batch.x.set(data.x.subarray(place * exampleSize, (place + 1) * exampleSize), i * exampleSize);
    batch.y[i] = label;
  }
  return batch;
}
