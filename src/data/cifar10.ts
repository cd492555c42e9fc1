import { internal } from '../core/errors';
import { catalogueEntry } from '../layers/catalogue';
import type { Column, DatasetIndex, LoadedDataset } from './dataset';
import { type DatasetSink, packIndex, packSplit } from './pack';

const SIDE = 32;
const PIXELS = SIDE * SIDE;
/** One label, then the red, green and blue planes. */
const RECORD = 1 + 3 * PIXELS;
const EXAMPLES = 10_000;
const CHUNK = 2500;

/** Length of each official binary file. */
export const CIFAR_BYTES = EXAMPLES * RECORD;

/** The six parts: five to learn from, then the test. */
export const cifarParts = [
  'data_batch_1',
  'data_batch_2',
  'data_batch_3',
  'data_batch_4',
  'data_batch_5',
  'test_batch',
] as const;

/** Pictures of one part, planes [n, 3, 32, 32], with their classes. */
export interface CifarPart {
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
}

/** Reads an official binary file (data_batch_1.bin ... test_batch.bin); undefined where it is none. */
export function readCifarBinary(bytes: Uint8Array): CifarPart | undefined {
  if (bytes.length !== CIFAR_BYTES) return undefined;
  const pixels = new Uint8Array(EXAMPLES * 3 * PIXELS);
  const labels = new Uint8Array(EXAMPLES);
  for (let i = 0; i < EXAMPLES; i++) {
    const label = bytes[i * RECORD] as number;
    if (label > 9) return undefined;
    labels[i] = label;
    pixels.set(bytes.subarray(i * RECORD + 1, (i + 1) * RECORD), i * 3 * PIXELS);
  }
  return { pixels, labels };
}

/**
 * Planes from a picture of 1024 x 10000 pixels, each row one example with its pixels side by side.
 * @param channels of `data`: 3, or 4 with an alpha that is ignored
 */
export function planesOfRows(data: Uint8Array, channels: number): Uint8Array {
  if (data.length !== EXAMPLES * PIXELS * channels) internal(`expected ${EXAMPLES * PIXELS} pixels of ${channels}`);
  const pixels = new Uint8Array(EXAMPLES * 3 * PIXELS);
  for (let i = 0; i < EXAMPLES; i++)
    for (let p = 0; p < PIXELS; p++)
      for (let c = 0; c < 3; c++) pixels[(i * 3 + c) * PIXELS + p] = data[(i * PIXELS + p) * channels + c] as number;
  return pixels;
}

/** Writes the data set. `part` gives the parts one after the other, so that not all need be in memory. */
export async function packCifar10(
  sink: DatasetSink,
  part: (name: (typeof cifarParts)[number]) => Promise<CifarPart>,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<void> {
  let done = 0;
  async function* read(names: readonly (typeof cifarParts)[number][]) {
    for (const name of names) {
      const { pixels, labels } = await part(name);
      for (let start = 0; start < EXAMPLES; start += CHUNK) yield examples(pixels, labels, start);
      onProgress(++done, cifarParts.length);
    }
  }
  const train = await packSplit(sink, 'train', read(cifarParts.slice(0, 5)));
  const test = await packSplit(sink, 'test', read(cifarParts.slice(5)));
  await packIndex(sink, { ...cifarCard(), splits: { train: { ...train, defaultCount: EXAMPLES }, test } });
}

function examples(pixels: Uint8Array, labels: Uint8Array, start: number): LoadedDataset {
  const [x, y] = cifarCard().columns;
  const columns: Column[] = [
    { spec: x ?? internal('no pictures'), data: pixels.slice(start * 3 * PIXELS, (start + CHUNK) * 3 * PIXELS) },
    { spec: y ?? internal('no classes'), data: labels.slice(start, start + CHUNK) },
  ];
  return { count: CHUNK, columns };
}

const cifarCard = (): Omit<DatasetIndex, 'splits'> => ({
  id: 'cifar10',
  name: 'CIFAR-10',
  version: '1',
  columns: [...(catalogueEntry('cifar10')?.columns ?? internal('cifar10 is not in the catalogue'))],
  chunkSize: CHUNK,
  licence: 'No licence stated; made available for research',
  licenceUrl: 'https://www.cs.toronto.edu/~kriz/cifar.html',
  source: 'https://www.cs.toronto.edu/~kriz/cifar.html',
  citation: 'A. Krizhevsky: Learning multiple layers of features from tiny images. Technical report, 2009.',
});
