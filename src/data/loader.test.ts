import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test, vi } from 'vitest';
import { labelled } from '../layers/columns';
import { type DatasetIndex, type LoadedDataset, numberColumn } from './dataset';
import { type FetchBytes, fetchFrom, loadDataset, loadIndex } from './loader';
import { readFrom } from './readFrom';

/** Three chunks of two 1x2x2 examples; example i is [i, i, i, i + 100] with label i % 3. */
function makeDataset(): { index: DatasetIndex; files: Map<string, Uint8Array> } {
  const files = new Map<string, Uint8Array>();
  const chunks = [0, 1, 2].map((c) => {
    const examples = [2 * c, 2 * c + 1];
    const raw = Uint8Array.from([...examples.flatMap((i) => [i, i, i, i + 100]), ...examples.map((i) => i % 3)]);
    const packed = new Uint8Array(gzipSync(raw));
    const file = `train-0${c}.bin.gz`;
    files.set(`tiny/${file}`, packed);
    return { file, count: 2, bytes: packed.length, sha256: createHash('sha256').update(raw).digest('hex') };
  });
  const index: DatasetIndex = {
    id: 'tiny',
    name: 'Tiny',
    version: '1',
    columns: labelled([1, 2, 2], ['a', 'b', 'c']),
    chunkSize: 2,
    splits: {
      train: { count: 6, defaultCount: 4, chunks },
      test: { count: 2, defaultCount: 2, chunks: chunks.slice(2) },
    },
    licence: 'none',
    licenceUrl: '',
    source: '',
    citation: '',
  };
  files.set('tiny/index.json', new TextEncoder().encode(JSON.stringify(index)));
  return { index, files };
}

const fetchIn =
  (files: Map<string, Uint8Array>): FetchBytes =>
  async (path) => {
    const bytes = files.get(path);
    if (!bytes) throw new Error(`no ${path}`);
    return bytes;
  };

const values = (data: LoadedDataset, name: string) => [...numberColumn(data, name).data];
const train = { split: 'train', full: true } as const;

test('loads all examples in order, or the default number, or the test split', async () => {
  const fetchBytes = fetchIn(makeDataset().files);
  const all = await loadDataset('tiny', train, fetchBytes);
  expect(all.count).toBe(6);
  expect(all.columns.map(({ spec }) => spec)).toEqual(labelled([1, 2, 2], ['a', 'b', 'c']));
  expect(values(all, 'y')).toEqual([0, 1, 2, 0, 1, 2]);
  expect(values(all, 'x')).toEqual([0, 1, 2, 3, 4, 5].flatMap((i) => [i, i, i, i + 100]));
  const some = await loadDataset('tiny', { split: 'train', full: false }, fetchBytes);
  expect(values(some, 'y')).toEqual([0, 1, 2, 0]);
  expect(values(some, 'x')).toHaveLength(16);
  const test = await loadDataset('tiny', { split: 'test', full: false }, fetchBytes);
  expect(values(test, 'y')).toEqual([1, 2]);
});

test('asks only for the chunks it needs and tells progress in compressed bytes', async () => {
  const { files, index } = makeDataset();
  const fetchBytes = vi.fn(fetchIn(files));
  const progress: [number, number][] = [];
  await loadDataset('tiny', { split: 'train', full: false }, fetchBytes, (...now) => progress.push(now));
  expect(fetchBytes.mock.calls.map(([path]) => path)).toEqual([
    'tiny/index.json',
    'tiny/train-00.bin.gz',
    'tiny/train-01.bin.gz',
  ]);
  const total = index.splits.train.chunks.slice(0, 2).reduce((sum, chunk) => sum + chunk.bytes, 0);
  expect(progress[0]).toEqual([0, total]);
  expect(progress.at(-1)).toEqual([total, total]);
  expect(progress).toHaveLength(3);
});

test('a changed byte, a cut file, a wrong length: data.corrupt, naming the file', async () => {
  const corrupt = { code: 'data.corrupt', file: 'tiny/train-01.bin.gz' };
  const change = async (bytes: (good: Uint8Array) => Uint8Array) => {
    const { files } = makeDataset();
    files.set(corrupt.file, bytes(files.get(corrupt.file) as Uint8Array));
    return loadDataset('tiny', train, fetchIn(files));
  };
  const raw = Uint8Array.from([2, 2, 2, 102, 3, 3, 3, 103, 2, 0]);
  await expect(change(() => raw)).resolves.toBeDefined();
  await expect(change(() => raw.with(0, 9))).rejects.toMatchObject(corrupt);
  await expect(change(() => new Uint8Array(gzipSync(raw.with(0, 9))))).rejects.toMatchObject(corrupt);
  await expect(change((good) => good.slice(0, 15))).rejects.toMatchObject(corrupt);
  await expect(change(() => new Uint8Array(gzipSync(raw.slice(1))))).rejects.toMatchObject(corrupt);
});

test('a chunk whose gzip file is as long as its content is unpacked; one stored as it is, is not', async () => {
  // RFC 1952: the file may carry a name of any length, which makes it as long as one likes
  const raw = Uint8Array.from({ length: 200 }, () => 7);
  const plain = gzipSync(raw);
  const name = new Uint8Array(raw.length - plain.length).fill(0x61);
  name[name.length - 1] = 0;
  const padded = Uint8Array.from([
    ...plain.subarray(0, 3),
    8,
    ...plain.subarray(4, 10),
    ...name,
    ...plain.subarray(10),
  ]);
  expect(padded.length).toBe(raw.length);
  const sealed = raw.with(0, 0x1f).with(1, 0x8b);
  const load = (file: Uint8Array, content: Uint8Array) => {
    const { index, files } = makeDataset();
    const sum = createHash('sha256').update(content).digest('hex');
    const chunk = { file: 'train-00.bin.gz', count: 40, bytes: file.length, size: 200, sha256: sum };
    const part = { count: 40, defaultCount: 40, chunks: [chunk] };
    files.set(
      'tiny/index.json',
      new TextEncoder().encode(JSON.stringify({ ...index, splits: { train: part, test: part } })),
    );
    files.set('tiny/train-00.bin.gz', file);
    return loadDataset('tiny', train, fetchIn(files));
  };
  expect(new Set(values(await load(padded, raw), 'x'))).toEqual(new Set([7]));
  expect(values(await load(sealed, sealed), 'x').slice(0, 3)).toEqual([0x1f, 0x8b, 7]);
  await expect(load(padded.with(199, 9), raw)).rejects.toMatchObject({ code: 'data.corrupt' });
});

test('an index that is no index: data.index, naming the place', async () => {
  const withIndex = (text: string) => loadIndex('tiny', async () => new TextEncoder().encode(text));
  const { index } = makeDataset();
  const split = { ...index.splits.train, count: 7 };
  await expect(withIndex('<!doctype html>')).rejects.toMatchObject({ code: 'data.index' });
  await expect(withIndex(JSON.stringify({ ...index, columns: labelled([1, 0, 2], []) }))).rejects.toThrow(
    'columns.0.shape.1',
  );
  await expect(withIndex(JSON.stringify({ ...index, splits: { ...index.splits, train: split } }))).rejects.toThrow(
    'splits.train',
  );
});

test('aborts with the reason of the signal', async () => {
  const { files } = makeDataset();
  const controller = new AbortController();
  const reason = new Error('left the page');
  const fetchBytes: FetchBytes = async (path) => {
    if (path.includes('train')) controller.abort(reason);
    return fetchIn(files)(path);
  };
  await expect(loadDataset('tiny', { ...train, signal: controller.signal }, fetchBytes)).rejects.toBe(reason);
});

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** Serves files; with `encoded`, .gz is sent as Content-Encoding, as static servers do, so that fetch decodes it. */
async function serve(files: Map<string, Uint8Array>, encoded: boolean): Promise<string> {
  const server = createServer((request, response) => {
    const path = (request.url ?? '').slice(1);
    const bytes = files.get(path);
    if (encoded && path.endsWith('.gz')) response.setHeader('Content-Encoding', 'gzip');
    response.writeHead(bytes ? 200 : 404).end(bytes);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closers.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

test.each([false, true])('over HTTP, .gz decoded by the server: %s', async (encoded) => {
  const { files } = makeDataset();
  const base = await serve(files, encoded);
  const data = await loadDataset('tiny', train, fetchFrom(base));
  expect(values(data, 'y')).toEqual([0, 1, 2, 0, 1, 2]);
  await expect(loadIndex('none', fetchFrom(base))).rejects.toMatchObject({
    code: 'data.fetch',
    file: 'none/index.json',
  });
});

test('the MNIST of public/data: 10,000 and 10,000 examples by default', async () => {
  const fetchBytes = readFrom('public/data');
  const [first, second] = await Promise.all([
    loadDataset('mnist', { split: 'train', full: false }, fetchBytes),
    loadDataset('mnist', { split: 'test', full: false }, fetchBytes),
  ]);
  expect([first.count, second.count]).toEqual([10_000, 10_000]);
  expect(values(first, 'y').slice(0, 5)).toEqual([5, 0, 4, 1, 9]);
  expect(numberColumn(first, 'x').data.length).toBe(10_000 * 784);
  await expect(loadIndex('none', fetchBytes)).rejects.toMatchObject({ code: 'data.fetch' });
});
