import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildAssets } from './assets.mjs';
import { readIdx } from './datasets/mnist.mjs';
import { sha256 } from './lib/chunks.mjs';

/** How often each digit occurs in the official files. */
const histograms = {
  train: [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949],
  test: [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009],
};

const root = mkdtempSync(join(tmpdir(), 'assets-'));
const mnist = join(root, 'mnist');
const silent = () => {};

beforeAll(async () => {
  expect(await buildAssets(root, silent)).toContain('mnist');
}, 120_000);
afterAll(() => rmSync(root, { recursive: true }));

test.each(['train', 'test'])('mnist %s: counts, checksums and label histogram', (split) => {
  const index = JSON.parse(readFileSync(join(mnist, 'index.json'), 'utf8'));
  const { count, chunks } = index.splits[split];
  const histogram = new Array(10).fill(0);
  for (const chunk of chunks) {
    const raw = gunzipSync(readFileSync(join(mnist, chunk.file)));
    expect(raw.length).toBe(chunk.count * 785);
    expect(sha256(raw)).toBe(chunk.sha256);
    for (const label of raw.subarray(chunk.count * 784)) histogram[label]++;
  }
  expect(histogram).toEqual(histograms[split]);
  expect(count).toBe(split === 'train' ? 60_000 : 10_000);
});

test('the official order is kept: train begins 5 0 4 1 9, test 7 2 1 0 4', () => {
  const labels = (file) => [
    ...gunzipSync(readFileSync(join(mnist, file)))
      .subarray(5000 * 784)
      .subarray(0, 5),
  ];
  expect(labels('train-00.bin.gz')).toEqual([5, 0, 4, 1, 9]);
  expect(labels('test-00.bin.gz')).toEqual([7, 2, 1, 0, 4]);
});

test('a second run does nothing; a damaged chunk is built again', async () => {
  const chunk = join(mnist, 'train-03.bin.gz');
  const before = statSync(chunk);
  expect(await buildAssets(root, silent)).toEqual([]);
  expect(statSync(chunk).mtimeMs).toBe(before.mtimeMs);
  truncateSync(chunk, 100);
  expect(await buildAssets(root, silent)).toEqual(['mnist']);
  expect(statSync(chunk).size).toBe(before.size);
}, 120_000);

test('an IDX file with another magic, size or length is refused', () => {
  const idx = (...head) =>
    Buffer.concat([...head.map((n) => Buffer.from(Uint32Array.of(n).buffer).swap32()), Buffer.alloc(6)]);
  expect(readIdx(idx(0x0802, 2, 3), 'ok', [2, 3])).toHaveLength(6);
  expect(() => readIdx(idx(0x0803, 2, 3), 'f', [2, 3])).toThrow('magic');
  expect(() => readIdx(idx(0x0802, 3, 2), 'f', [2, 3])).toThrow('expected the sizes [2,3], got [3,2]');
  expect(() => readIdx(idx(0x0802, 2, 4), 'f', [2, 4])).toThrow('expected 8 bytes, got 6');
});
