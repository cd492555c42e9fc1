import { expect, test } from 'vitest';
import { packCifar10, planesOfRows, readCifarBinary } from './cifar10';
import { numberColumn } from './dataset';
import { loadDataset } from './loader';

test('an official binary file: label, then planes; anything else is refused', () => {
  const bytes = new Uint8Array(10_000 * 3073);
  bytes[3073] = 7;
  bytes[3074] = 200;
  const part = readCifarBinary(bytes);
  expect([part?.labels[0], part?.labels[1], part?.pixels[3072]]).toEqual([0, 7, 200]);
  bytes[0] = 10;
  expect(readCifarBinary(bytes)).toBeUndefined();
  expect(readCifarBinary(bytes.subarray(1))).toBeUndefined();
});

test('rows of pixels become planes', () => {
  const data = new Uint8Array(10_000 * 1024 * 4);
  data.set([1, 2, 3, 255, 4, 5, 6, 255]);
  const planes = planesOfRows(data, 4);
  expect([planes[0], planes[1], planes[1024], planes[1025], planes[2048], planes[2049]]).toEqual([1, 4, 2, 5, 3, 6]);
});

test('the parts come out again, train and test apart', async () => {
  const files = new Map<string, Uint8Array>();
  const names: string[] = [];
  await packCifar10({ write: async (file, bytes) => void files.set(file, bytes) }, async (name) => {
    names.push(name);
    const pixels = new Uint8Array(10_000 * 3072).fill(names.length);
    return { pixels, labels: new Uint8Array(10_000).fill(names.length) };
  });
  const fetchBytes = async (path: string) => files.get(path.replace('cifar10/', '')) ?? Promise.reject(new Error(path));
  const train = await loadDataset('cifar10', { split: 'train', full: true }, fetchBytes);
  const test = await loadDataset('cifar10', { split: 'test', full: true }, fetchBytes);
  expect([train.count, test.count]).toEqual([50_000, 10_000]);
  expect([0, 10_000, 49_999].map((i) => numberColumn(train, 'y').data[i])).toEqual([1, 2, 5]);
  expect(numberColumn(test, 'x').data[0]).toBe(6);
  const some = await loadDataset('cifar10', { split: 'train', full: false }, fetchBytes);
  expect(some.count).toBe(10_000);
}, 60_000);
