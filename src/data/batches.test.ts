import { expect, test } from 'vitest';
import { batchesPerEpoch, epochOrder, gather } from './batches';
import type { NumberColumn } from './dataset';

const indices = Uint32Array.from({ length: 100 }, (_, i) => 3 * i);
const sorted = (values: Uint32Array) => [...values].sort((a, b) => a - b);

test('an epoch visits every example once; seed and epoch decide the order', () => {
  const order = epochOrder(indices, 7, 0);
  expect(sorted(order)).toEqual([...indices]);
  expect(order).not.toEqual(indices);
  expect(epochOrder(indices, 7, 0)).toEqual(order);
  expect(epochOrder(indices, 7, 1)).not.toEqual(order);
  expect(epochOrder(indices, 8, 0)).not.toEqual(order);
  expect(indices[1]).toBe(3);
});

test('the shuffle is uniform: every place receives every example about equally often', () => {
  const few = Uint32Array.of(0, 1, 2, 3);
  const hits = Array.from({ length: 4 }, () => [0, 0, 0, 0]);
  const rounds = 4000;
  for (let epoch = 0; epoch < rounds; epoch++) {
    epochOrder(few, 1, epoch).forEach((value, place) => {
      (hits[place] as number[])[value] = ((hits[place] as number[])[value] as number) + 1;
    });
  }
  // 1000 expected, standard deviation 27: 5 of them.
  for (const count of hits.flat()) expect(Math.abs(count - rounds / 4)).toBeLessThan(137);
});

test('the last batch of an epoch is short, or dropped', () => {
  expect([batchesPerEpoch(100, 32, false), batchesPerEpoch(100, 32, true), batchesPerEpoch(96, 32, false)]).toEqual([
    4, 3, 3,
  ]);
});

const pairs: NumberColumn = {
  spec: { name: 'x', kind: 'features', dtype: 'uint8', shape: [2] },
  data: Uint8Array.of(0, 1, 10, 11, 20, 21),
};
const labels: NumberColumn = {
  spec: { name: 'y', kind: 'class', dtype: 'int32', shape: [] },
  data: Int32Array.of(5, -1, 7),
};

test('gathers the examples of a column side by side, as elements of what is given', () => {
  const x = new Uint8Array(4);
  gather(pairs, Uint32Array.of(2, 0), x);
  expect([...x]).toEqual([20, 21, 0, 1]);
  const floats = new Float32Array(4);
  gather(pairs, Uint32Array.of(1, 1), floats);
  expect([...floats]).toEqual([10, 11, 10, 11]);
  const y = new Int32Array(3);
  gather(labels, Uint32Array.of(2, 1, 2), y);
  expect([...y]).toEqual([7, -1, 7]);
  const long = new BigInt64Array(4);
  gather(pairs, Uint32Array.of(2, 0), long);
  expect([...long]).toEqual([20n, 21n, 0n, 1n]);
});

test('an example that is not there, or too little room, is our own mistake', () => {
  expect(() => gather(labels, Uint32Array.of(3), new Int32Array(1))).toThrow(
    'internal: expected an example below 3, got 3',
  );
  expect(() => gather(pairs, Uint32Array.of(0, 1), new Uint8Array(2))).toThrow('room for 2');
});
