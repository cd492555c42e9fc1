import type { DatasetIndex, LoadedDataset } from '../dataset';
import { chunkSizeOf, type DatasetSink, inParts, packIndex, packSplit } from '../pack';
import { pickExamples } from '../pipeline';
import type { TestSplit } from './heldOut';

/** How those who wait are told, and how they end it. */
export interface ImportHooks {
  /** `done` of `total`, in whatever is counted. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface DatasetHead {
  readonly id: string;
  readonly name: string;
  /** Name of the file or folder. */
  readonly source: string;
  /** The examples follow each other in time. */
  readonly ordered?: boolean;
}

/** Writes examples as a data set, the description last. Rejects with the signal's reason, or with what the sink does. */
export async function writeExamples(
  sink: DatasetSink,
  data: LoadedDataset,
  { train, test }: TestSplit,
  { id, name, source, ordered }: DatasetHead,
  { onProgress, signal }: ImportHooks = {},
): Promise<DatasetIndex> {
  const columns = data.columns.map(({ spec }) => spec);
  const chunkSize = chunkSizeOf(columns);
  let done = 0;
  const parts = (places: Uint32Array) =>
    inParts(places, chunkSize, (some) => {
      signal?.throwIfAborted();
      onProgress?.(done, data.count);
      done += some.length;
      return pickExamples(data, some);
    });
  const splits = {
    train: await packSplit(sink, 'train', parts(train)),
    test: await packSplit(sink, 'test', parts(test)),
  };
  const card = { licence: '', licenceUrl: '', source, citation: '' };
  const index: DatasetIndex = {
    id,
    name,
    version: '1',
    columns,
    ...(ordered ? { ordered } : {}),
    chunkSize,
    splits,
    ...card,
  };
  signal?.throwIfAborted();
  await packIndex(sink, index);
  onProgress?.(data.count, data.count);
  return index;
}

/** The hooks of two parts of the work that follow each other: the first takes `share` of the time. */
export function inTwo(
  { onProgress, signal }: ImportHooks,
  share: number,
): { readonly first: ImportHooks; readonly second: ImportHooks } {
  const part = (from: number, width: number): ImportHooks => ({
    signal,
    onProgress: (done, total) => onProgress?.(from + width * (total > 0 ? done / total : 1), 1),
  });
  return { first: part(0, share), second: part(share, 1 - share) };
}
