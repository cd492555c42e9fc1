import type { Diagnostic } from '../../core/diagnostic';
import type { Result } from '../../core/result';
import type { DatasetCard } from '../../data/dataset';
import type { Collected, Collection, CollectionOptions } from '../../data/import/collection';
import type { Delimiter, TableGuess } from '../../data/import/guess';
import type { PictureOptions } from '../../data/import/pictures';
import type { BadExample, ImportReport } from '../../data/import/report';
import type { Encoding } from '../../data/import/source';
import type { TableOptions } from '../../data/import/table';
import type { TextClasses, TextExamples, TextOptions } from '../../data/import/texts';
import type { RowOrder } from '../../data/import/time';
import type { NetDocument } from '../../document/schema';
import type { ColumnSpec } from '../../layers/columns';

export type {
  BadExample,
  Collected,
  Collection,
  CollectionOptions,
  DatasetCard,
  Delimiter,
  Encoding,
  ImportReport,
  PictureOptions,
  RowOrder,
  TableGuess,
  TableOptions,
  TextClasses,
  TextExamples,
  TextOptions,
};

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

export interface ImportFailure {
  readonly code: string;
  readonly details: Readonly<Record<string, string | number>>;
  readonly report?: ImportReport;
}

export interface Imported {
  readonly card: DatasetCard;
  readonly report: ImportReport;
}

export type ImportOutcome = Result<Imported, ImportFailure>;

/** A file that the page has, with its path below what was chosen, or a folder that the worker reads itself. */
export type PageFile =
  | { readonly path: string; readonly file: File }
  | { readonly path: string; readonly folder: FileSystemDirectoryHandle };

/** How files fall into classes. */
export interface Sorting {
  readonly classes: readonly { readonly name: string; readonly count: number }[];
  readonly emptyClasses: readonly string[];
  /** Files of another kind, or in no class. */
  readonly misplaced: number;
}

/** What was brought, before it is imported. */
export interface BroughtOverview {
  readonly files: number;
  readonly kind: 'pictures' | 'texts' | undefined;
  readonly pictures: Sorting;
  /** By what a class may be. */
  readonly texts: Readonly<Record<TextClasses, Sorting>>;
  readonly guess: { readonly classes: TextClasses; readonly examples: TextExamples };
}

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
  /**
   * Takes files, a part at a time; `begin` forgets what was brought before. They are looked at when asked for an overview or an
   * import.
   */
  bring(files: readonly PageFile[], begin: boolean): Promise<void>;
  /** Zip archives are looked into. */
  overview(): Promise<Result<BroughtOverview, ImportFailure>>;
  /** Pictures that were brought: one folder a class, brought to one size. */
  importPictures(options: PictureOptions, onProgress: (share: number) => void): Promise<ImportOutcome>;
  /** Texts that were brought: one folder or one file a class. */
  importTexts(options: TextOptions, onProgress: (share: number) => void): Promise<ImportOutcome>;
  /** Pictures of a data set of the user's own, to collect more of them. */
  collection(id: string): Promise<Result<Collection, readonly Diagnostic[]>>;
  /** Saves what was collected. The answer has the part of each picture, as `Collected` has it. */
  saveCollection(
    collected: Collected,
    options: CollectionOptions,
  ): Promise<Result<Imported & { readonly part: Uint8Array }, ImportFailure>>;
  /** The official binary files of CIFAR-10. */
  importCifar10(files: readonly File[], onProgress: (share: number) => void): Promise<ImportOutcome>;
  cancel(): Promise<void>;
}
