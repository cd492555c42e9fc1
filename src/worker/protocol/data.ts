import type { Diagnostic } from '../../core/diagnostic';
import type { Result } from '../../core/result';
import type { DatasetCard } from '../../data/dataset';
import type { Delimiter, TableGuess } from '../../data/import/guess';
import type { Encoding } from '../../data/import/source';
import type { ImportReport, TableOptions } from '../../data/import/table';
import type { NetDocument } from '../../document/schema';
import type { ColumnSpec } from '../../layers/columns';

export type { DatasetCard, Delimiter, Encoding, ImportReport, TableGuess, TableOptions };

/** The values of one example in one column: numbers as they lie in memory, or a text. */
export type SampleValue = Float32Array | string;

/** Some examples, column by column. */
export interface Samples {
  readonly columns: readonly ColumnSpec[];
  /** Of the part that was asked for. */
  readonly count: number;
  /** [example][column]. */
  readonly rows: readonly (readonly SampleValue[])[];
}

export type DataPart = 'train' | 'validation' | 'test';

export interface LookRequest {
  /** Its first data node is looked at, with its steps and its split. */
  readonly document: NetDocument;
  readonly dataUrl: string;
  readonly part: DataPart;
  /** First example. */
  readonly from: number;
  readonly count: number;
  /** Shows augmentation as the training step of this number would draw it. */
  readonly step: number;
}

export interface Look {
  /** As stored. */
  readonly before: Samples;
  /** As the model's layers see it. */
  readonly after: Samples;
  readonly counts: Readonly<Record<DataPart, number>>;
  /** Examples of each class of the target, by part; empty where there is no class to learn. */
  readonly balance: {
    readonly classes: readonly string[];
    readonly train: readonly number[];
    readonly validation: readonly number[];
  };
}

export type ImportOutcome = Result<
  { readonly card: DatasetCard; readonly report: ImportReport },
  { readonly code: string; readonly details: Readonly<Record<string, string | number>>; readonly report?: ImportReport }
>;

/** Looks at data sets and takes in new ones, away from the page. */
export interface DataApi {
  card(id: string, dataUrl: string): Promise<Result<DatasetCard, readonly Diagnostic[]>>;
  look(request: LookRequest): Promise<Result<Look, readonly Diagnostic[]>>;
  own(): Promise<readonly DatasetCard[]>;
  remove(id: string): Promise<void>;
  guessTable(
    file: File,
    given: { readonly encoding?: Encoding; readonly delimiter?: Delimiter; readonly header?: boolean },
  ): Promise<TableGuess>;
  /** Progress is told 0 to 1. One import at a time; `cancel` ends it with the code `cancelled`. */
  importTable(file: File, options: TableOptions, onProgress: (share: number) => void): Promise<ImportOutcome>;
  /** Pictures of folders (or of zip archives): one folder a class, brought to one size. */
  importPictures(
    files: readonly { readonly path: string; readonly file: File }[],
    options: PictureOptions,
    onProgress: (share: number) => void,
  ): Promise<ImportOutcome>;
  /** The official binary files of CIFAR-10. */
  importCifar10(files: readonly File[], onProgress: (share: number) => void): Promise<ImportOutcome>;
  cancel(): Promise<void>;
}

export interface PictureOptions {
  readonly id: string;
  readonly name: string;
  readonly side: number;
  readonly channels: 1 | 3;
  readonly testShare: number;
  readonly seed: number;
}
