import { dtypeBytes } from '../core/dtype';
import { type ColumnSpec, elementsOf } from '../layers/columns';
import { type Column, type DatasetIndex, isNumbers, type LoadedDataset } from './dataset';
import { sha256 } from './sha256';

/** Where the files of one data set go. */
export interface DatasetSink {
  /** What the names of its files begin with, but for the description's. */
  readonly prefix?: string;
  write(file: string, bytes: Uint8Array): Promise<void>;
}

type SplitIndex = DatasetIndex['splits']['train'];

/** Examples a chunk that keep it at about 8 MB. */
export function chunkSizeOf(columns: readonly ColumnSpec[]): number {
  const bytes = columns.reduce(
    (sum, column) => sum + (column.dtype === 'text' ? 500 : elementsOf(column) * dtypeBytes[column.dtype]),
    0,
  );
  return Math.max(1, Math.min(20_000, Math.floor(2 ** 23 / Math.max(1, bytes))));
}

/** Writes parts of a split, each as one chunk, as they come. */
export async function packSplit(
  sink: DatasetSink,
  split: 'train' | 'test',
  parts: AsyncIterable<LoadedDataset> | Iterable<LoadedDataset>,
): Promise<SplitIndex> {
  const chunks: SplitIndex['chunks'] = [];
  let count = 0;
  for await (const part of parts) {
    if (part.count === 0) continue;
    const raw = concatBytes(part.columns.map(bytesOf));
    const file = `${sink.prefix ?? ''}${split}-${String(chunks.length).padStart(2, '0')}.bin.gz`;
    const gzipped = await gzip(raw);
    // a file as long as its content is read as it is
    const packed = gzipped.length < raw.length ? gzipped : raw;
    await sink.write(file, packed);
    const sum = (await sha256(raw)) ?? ''.padStart(64, '0');
    chunks.push({ file, count: part.count, bytes: packed.length, size: raw.length, sha256: sum });
    count += part.count;
  }
  return { count, defaultCount: count, chunks };
}

/** Writes the description, after everything it speaks of: who finds it finds a whole data set. */
export async function packIndex(sink: DatasetSink, index: DatasetIndex): Promise<void> {
  await sink.write('index.json', new TextEncoder().encode(`${JSON.stringify(index, null, 2)}\n`));
}

/** The examples at `places`, cut into parts of `size`. */
export function* inParts(
  places: Uint32Array,
  size: number,
  take: (places: Uint32Array) => LoadedDataset,
): Generator<LoadedDataset> {
  for (let start = 0; start < places.length; start += size) yield take(places.subarray(start, start + size));
}

function bytesOf(column: Column): Uint8Array {
  if (isNumbers(column)) return new Uint8Array(column.data.buffer, column.data.byteOffset, column.data.byteLength);
  const encoder = new TextEncoder();
  const parts = (column.data as readonly string[]).map((text) => encoder.encode(text));
  const lengths = Int32Array.from(parts, (part) => part.length);
  return concatBytes([new Uint8Array(lengths.buffer), ...parts]);
}

function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

async function gzip(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
