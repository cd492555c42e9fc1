import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { HostTensor } from '../../core/tensor';
import { loadDataset } from '../../data/loader';
import { groundOf, inkOf, onWhite } from './ground';

const bytes = (dims: readonly number[], value: (i: number) => number): HostTensor => ({
  dtype: 'uint8',
  dims,
  data: Uint8Array.from({ length: dims.reduce((a, b) => a * b, 1) }, (_, i) => value(i)),
});

async function samples(id: string): Promise<HostTensor> {
  const { columns } = await loadDataset(id, { split: 'test', full: false }, async (path) =>
    Uint8Array.from(readFileSync(`public/data/${path}`)),
  );
  const picture = columns.find(({ spec }) => spec.kind === 'picture');
  if (!picture || !(picture.data instanceof Uint8Array)) throw new Error(`no pictures in ${id}`);
  const size = picture.spec.shape.reduce((a, b) => a * b, 1);
  return { dtype: 'uint8', dims: [32, ...picture.spec.shape], data: picture.data.subarray(0, 32 * size) };
}

test.each(['mnist', 'doodles'])('the drawings of %s lie on black, and on white when they are turned', async (id) => {
  const pictures = await samples(id);
  expect(groundOf(pictures)).toBe('black');
  expect(groundOf(onWhite(pictures))).toBe('white');
});

test('pictures that fill their frame lie on nothing, dark ones too', () => {
  expect(groundOf(bytes([4, 3, 8, 8], (i) => (i * 37) % 256))).toBeUndefined();
  expect(groundOf(bytes([4, 3, 8, 8], (i) => (i * 37) % 96))).toBeUndefined();
  expect(groundOf(bytes([0, 1, 8, 8], () => 0))).toBeUndefined();
});

test('ink on grey paper becomes white on black; paper alone stays nearly black', () => {
  const line = (i: number) => i % 28 >= 13 && i % 28 <= 15;
  const photo = bytes([1, 1, 28, 28], (i) => (line(i) ? 60 : 170 + (i % 7)));
  const ink = inkOf(photo);
  ink.data.forEach((value, i) => {
    if (line(i)) expect(Number(value)).toBeGreaterThan(245);
    else expect(Number(value)).toBeLessThan(12);
  });
  expect(ink.dims).toEqual(photo.dims);
  const blank = inkOf(bytes([1, 1, 28, 28], (i) => 170 + (i % 7)));
  expect(Math.max(...Array.from(blank.data, Number))).toBeLessThan(30);
});
