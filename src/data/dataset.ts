import * as v from 'valibot';
import { internal } from '../core/errors';
import type { Moves } from '../core/moves';
import { type ColumnSpec, columnsSchema } from '../layers/columns';

const count = v.pipe(v.number(), v.integer(), v.minValue(1));

const chunkSchema = v.object({
  file: v.pipe(v.string(), v.regex(/^[\w.-]+$/)),
  /** Examples in this chunk. */
  count,
  /** Size of the file, compressed. */
  bytes: count,
  /** Bytes before compression; where absent, what the columns' shapes say (there is no text column then). */
  size: v.exactOptional(count),
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

/** What one should know of a data set before using it. */
const cardEntries = {
  id: v.string(),
  name: v.string(),
  version: v.string(),
  columns: columnsSchema,
  /** The examples follow each other in time: validation examples are the last ones, not any. */
  ordered: v.exactOptional(v.boolean()),
  licence: v.string(),
  licenceUrl: v.string(),
  source: v.string(),
  citation: v.string(),
  notes: v.exactOptional(v.array(v.object({ en: v.string(), 'zh-CN': v.string() }))),
};

/** How a data set lies on the server: chunks of examples with checksums. Written by scripts/datasets. */
export const datasetIndexSchema = v.object({
  ...cardEntries,
  /**
   * A chunk holds its examples column after column: little-endian elements, or for texts one int32 length in bytes an
   * example and then their UTF-8.
   */
  columns: columnsSchema,
  chunkSize: count,
  splits: v.object({ train: splitSchema, test: splitSchema }),
});

export type DatasetIndex = v.InferOutput<typeof datasetIndexSchema>;
export type DatasetChunk = v.InferOutput<typeof chunkSchema>;
export type DatasetSplit = keyof DatasetIndex['splits'];

const card = v.object(cardEntries);
export interface DatasetCard extends v.InferOutput<typeof card> {
  /** Examples; `default` of the training examples are used unless all are asked for. */
  readonly counts: { readonly train: number; readonly default: number; readonly test: number };
}

export type NumberArray = Uint8Array | Int32Array | Float32Array;

/** A column in memory: numbers [count, ...shape], or one text an example. */
export interface Column {
  readonly spec: ColumnSpec;
  readonly data: NumberArray | readonly string[];
}

/** A column of numbers. */
export interface NumberColumn extends Column {
  readonly data: NumberArray;
}

/** Examples in memory, as stored or as the steps on the host left them. */
export interface LoadedDataset {
  readonly count: number;
  /** In the order of the index. */
  readonly columns: readonly Column[];
  /** The examples follow each other in time. */
  readonly ordered?: boolean;
  /** Done to every batch that is taken from here: training batches alone have it. */
  readonly augment?: Augment | undefined;
}

/** Which batches are changed. */
export interface AugmentPlace {
  readonly seed: number;
  /** Steps done before the first of the batches. */
  readonly step: number;
  readonly batch: number;
}

/**
 * Changes a batch of one column in place, the same way whenever seed and step are the same.
 * @param values [n * batch, ...shape]: several batches where a call does several steps
 */
export interface Augment {
  (column: string, values: NumberArray, at: AugmentPlace): void;
  /** The columns it changes. */
  readonly columns: ReadonlySet<string>;
  /** Of these, the ones whose pictures it only moves. */
  readonly moved: ReadonlySet<string>;
  /** How it would move `count` pictures of such a column. */
  moves(column: string, count: number, at: AugmentPlace): Moves;
}

export const isNumbers = (column: Column): column is NumberColumn => ArrayBuffer.isView(column.data);

/** A column that the program was compiled for. */
export function numberColumn({ columns }: LoadedDataset, name: string): NumberColumn {
  const column = columns.find(({ spec }) => spec.name === name) ?? internal(`no column ${name}`);
  return isNumbers(column) ? column : internal(`column ${name} holds texts`);
}

/** The column of the classes to be learned, if there is one. */
export function targetClasses({ columns }: LoadedDataset): NumberColumn | undefined {
  const found = columns.find(({ spec }) => spec.kind === 'class' && spec.target === true);
  return found && isNumbers(found) ? found : undefined;
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
