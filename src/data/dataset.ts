import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(1));

const chunkSchema = v.object({
  file: v.pipe(v.string(), v.regex(/^[\w.-]+$/)),
  /** Examples in this chunk. */
  count,
  /** Size of the file, compressed. */
  bytes: count,
  /** Hex SHA-256 of the chunk before compression. */
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});

const splitSchema = v.pipe(
  v.object({
    count,
    /** Examples loaded unless all are asked for: the first ones, a whole number of chunks. */
    defaultCount: count,
    chunks: v.array(chunkSchema),
  }),
  v.check(
    (split) => split.chunks.reduce((sum, chunk) => sum + chunk.count, 0) === split.count,
    'chunks do not add up to count',
  ),
);

/** How a data set lies on the server: chunks of examples with checksums. Written by scripts/datasets. */
export const datasetIndexSchema = v.object({
  id: v.string(),
  name: v.string(),
  version: v.string(),
  /** Shape of one example, channels first: [1, 28, 28]. */
  shape: v.array(count),
  /** Of the examples as stored; a chunk holds its examples' values, then one label byte an example. */
  dtype: v.literal('uint8'),
  classes: v.pipe(v.array(v.string()), v.maxLength(256)),
  chunkSize: count,
  splits: v.object({ train: splitSchema, test: splitSchema }),
  licence: v.string(),
  licenceUrl: v.string(),
  source: v.string(),
  citation: v.string(),
});

export type DatasetIndex = v.InferOutput<typeof datasetIndexSchema>;
export type DatasetChunk = v.InferOutput<typeof chunkSchema>;
export type DatasetSplit = keyof DatasetIndex['splits'];

/** Examples in memory, raw as stored (no preprocessing). */
export interface LoadedDataset {
  /** uint8 [count, ...shape], 0-255. */
  readonly x: Uint8Array;
  /** Class of each example: [count], an index into `classes`. */
  readonly y: Uint8Array | Int32Array;
  readonly count: number;
  /** Shape of one example, channels first. */
  readonly shape: readonly number[];
  readonly classes: readonly string[];
}

/** `fetch`: not there or no connection; `index`: not a data set's index; `corrupt`: a chunk that is not what was published. */
export type DataErrorCode = 'data.fetch' | 'data.index' | 'data.corrupt';

/** Data that cannot be had; the code is stable, `file` is the path asked for. */
export class DataError extends Error {
  override readonly name = 'DataError';
  constructor(
    readonly code: DataErrorCode,
    readonly file: string,
    reason: string,
  ) {
    super(`${file}: ${reason}`);
  }
}
