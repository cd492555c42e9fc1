import * as v from 'valibot';
import { allocate, dtypeBytes } from '../core/dtype';
import { type ColumnSpec, elementsOf } from '../layers/columns';
import {
  type Column,
  DataError,
  type DatasetCard,
  type DatasetChunk,
  type DatasetIndex,
  type DatasetSplit,
  datasetIndexSchema,
  type LoadedDataset,
  type NumberArray,
} from './dataset';
import { generate, generatedCard, isGenerated } from './generated/registry';
import { gunzip } from './gunzip';
import { sha256 } from './sha256';

/**
 * Reads a file below the data folder, such as `mnist/index.json`. Rejects with `DataError` `data.fetch` where there is
 * none, and with the signal's reason when aborted.
 */
export type FetchBytes = (path: string, signal?: AbortSignal) => Promise<Uint8Array>;

export interface LoadOptions {
  readonly split: DatasetSplit;
  /** All examples rather than the split's default number. */
  readonly full: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Sizes are of the compressed files. */
export type DataProgress = (loadedBytes: number, totalBytes: number) => void;

const connections = 4;

/**
 * Over HTTP.
 * @param baseUrl ends in a slash
 */
export function fetchFrom(baseUrl: string): FetchBytes {
  return async (path, signal) => {
    let response: Response;
    try {
      response = await fetch(baseUrl + path, signal ? { signal } : {});
    } catch (error) {
      signal?.throwIfAborted();
      throw new DataError('data.fetch', path, error instanceof Error ? error.message : String(error));
    }
    if (!response.ok) throw new DataError('data.fetch', path, `the server answered ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  };
}

/** The description of a data set. Throws `DataError` `data.fetch` or `data.index`. */
export async function loadIndex(id: string, fetchBytes: FetchBytes, signal?: AbortSignal): Promise<DatasetIndex> {
  const path = `${id}/index.json`;
  const text = new TextDecoder().decode(await fetchBytes(path, signal));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new DataError('data.index', path, 'expected JSON');
  }
  const parsed = v.safeParse(datasetIndexSchema, json);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new DataError('data.index', path, `${v.getDotPath(issue) ?? 'the index'}: ${issue.message}`);
}

/** What one should know of a data set. Throws `DataError` `data.fetch` or `data.index`. */
export async function loadCard(id: string, fetchBytes: FetchBytes, signal?: AbortSignal): Promise<DatasetCard> {
  if (isGenerated(id)) return generatedCard(id);
  const { splits, chunkSize: _, ...card } = await loadIndex(id, fetchBytes, signal);
  const { train, test } = splits;
  // a folder may have another name than what lies in it was packed under
  return { ...card, id, counts: { train: train.count, default: train.defaultCount, test: test.count } };
}

/**
 * Loads one split, the first `defaultCount` examples of it or all, in the published order.
 * Throws `DataError`: `data.fetch`, `data.index`, or `data.corrupt` where a chunk's length or SHA-256 is not the published one.
 */
export async function loadDataset(
  id: string,
  { split, full, signal }: LoadOptions,
  fetchBytes: FetchBytes,
  onProgress?: DataProgress,
): Promise<LoadedDataset> {
  if (isGenerated(id)) return generate(id, split);
  const index = await loadIndex(id, fetchBytes, signal);
  const { chunks, count } = wantedChunks(index, split, full);
  const columns = index.columns.map((spec) => new Filling(spec, count));
  const totalBytes = chunks.reduce((sum, { chunk }) => sum + chunk.bytes, 0);
  let loadedBytes = 0;
  onProgress?.(0, totalBytes);

  const loadChunk = async ({ chunk, start }: PlacedChunk): Promise<void> => {
    const path = `${id}/${chunk.file}`;
    const raw = await decodeChunk(await fetchBytes(path, signal), chunk, index, path);
    signal?.throwIfAborted();
    let offset = 0;
    for (const column of columns) offset = column.take(raw, offset, chunk.count, start);
    if (offset !== raw.length) throw new DataError('data.corrupt', path, `expected ${offset} bytes, got ${raw.length}`);
    loadedBytes += chunk.bytes;
    onProgress?.(loadedBytes, totalBytes);
  };
  const queue = chunks[Symbol.iterator]();
  const drain = async (): Promise<void> => {
    for (const placed of queue) await loadChunk(placed);
  };
  await Promise.all(Array.from({ length: connections }, drain));
  return {
    count,
    columns: columns.map((column) => column.done()),
    ...(index.ordered ? { ordered: true } : {}),
  };
}

/** A column while its chunks arrive, in any order. */
class Filling {
  private readonly data: NumberArray | string[];

  constructor(
    private readonly spec: ColumnSpec,
    count: number,
  ) {
    this.data =
      spec.dtype === 'text' ? new Array<string>(count).fill('') : allocate(spec.dtype, count * elementsOf(spec));
  }

  /** Reads `count` examples, which belong at place `start`. Returns where the next column begins. */
  take(raw: Uint8Array, offset: number, count: number, start: number): number {
    const { data, spec } = this;
    if (Array.isArray(data)) return readTexts(raw, offset, count, (text, i) => (data[start + i] = text));
    const size = count * bytesOf(spec);
    const to = start * bytesOf(spec);
    new Uint8Array(data.buffer).set(raw.subarray(offset, offset + size), to);
    return offset + size;
  }

  done(): Column {
    return { spec: this.spec, data: this.data };
  }
}

/** One int32 length in bytes a text, then their UTF-8; lengths that lead beyond the end give an offset beyond it. */
function readTexts(raw: Uint8Array, offset: number, count: number, give: (text: string, i: number) => void): number {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const decoder = new TextDecoder();
  let at = offset + 4 * count;
  if (at > raw.length) return at;
  for (let i = 0; i < count; i++) {
    const length = view.getUint32(offset + 4 * i, true);
    give(decoder.decode(raw.subarray(at, at + length)), i);
    at += length;
  }
  return at;
}

/** Of one example as stored, little-endian like every machine this runs on. Texts have no fixed size. */
const bytesOf = (column: ColumnSpec): number =>
  column.dtype === 'text' ? 0 : elementsOf(column) * dtypeBytes[column.dtype];

interface PlacedChunk {
  readonly chunk: DatasetChunk;
  /** First example's place in the split. */
  readonly start: number;
}

function wantedChunks(
  index: DatasetIndex,
  split: DatasetSplit,
  full: boolean,
): { chunks: PlacedChunk[]; count: number } {
  const { chunks, count, defaultCount } = index.splits[split];
  const wanted = full ? count : Math.min(defaultCount, count);
  const placed: PlacedChunk[] = [];
  let start = 0;
  for (const chunk of chunks) {
    if (start >= wanted) break;
    placed.push({ chunk, start });
    start += chunk.count;
  }
  return { chunks: placed, count: start };
}

/** The chunk's bytes, decompressed unless the server did that already (Content-Encoding), and checked. */
async function decodeChunk(
  bytes: Uint8Array,
  chunk: DatasetChunk,
  { columns }: DatasetIndex,
  path: string,
): Promise<Uint8Array> {
  const size = chunk.size ?? chunk.count * columns.reduce((sum, column) => sum + bytesOf(column), 0);
  const raw = await contentOf(bytes, chunk, size, path);
  if (raw.length !== size) throw new DataError('data.corrupt', path, `expected ${size} bytes, got ${raw.length}`);
  const sum = await sha256(raw);
  if (sum !== undefined && sum !== chunk.sha256) {
    throw new DataError('data.corrupt', path, `expected SHA-256 ${chunk.sha256}, got ${sum}`);
  }
  return raw;
}

/** What a file holds; one that begins like gzip and is as long as its content may be either, which its SHA-256 tells. */
async function contentOf(
  bytes: Uint8Array,
  { sha256: sum }: DatasetChunk,
  size: number,
  path: string,
): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  if (bytes.length !== size) return gunzip(bytes, path);
  if ((await sha256(bytes)) === sum) return bytes;
  return gunzip(bytes, path).catch(() => bytes);
}
