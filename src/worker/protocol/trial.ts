import type { Diagnostic } from '../../core/diagnostic';
import type { Result } from '../../core/result';
import type { HostTensor } from '../../core/tensor';
import type { NetDocument } from '../../document/schema';
import type { LearnedStatistics } from '../../document/statistics';
import type { ColumnSpec } from '../../layers/columns';

/**
 * What examples and texts are made ready with: the document's data nodes, and what their steps learned. Columns of a second source
 * stand under the name that the model has them under: `dataset_2:x`.
 */
export interface TrialRequest {
  readonly document: NetDocument;
  readonly dataUrl: string;
  /** Of the weights that are tried; learned anew from the training examples where absent. */
  readonly statistics: readonly LearnedStatistics[] | undefined;
}

/** Some examples of the official test split. */
export interface TestRows {
  /** Examples there are after all steps. */
  readonly count: number;
  /** As stored, [example][column]: missing numbers NaN, missing classes -1. Empty where the steps leave out or make examples. */
  readonly raw: { readonly columns: readonly ColumnSpec[]; readonly rows: readonly (readonly RawValue[])[] };
  /** Columns of numbers as a model is fed them, [n, ...], targets too, by name. */
  readonly fed: Readonly<Record<string, HostTensor>>;
  /** Of columns that the model standardises, by name. */
  readonly scales: Readonly<Record<string, ColumnScale>>;
  /** Of windows over rows in the order of time: all that is known of the number they forecast. */
  readonly series?: {
    /** Training rows first, then those of the test split. */
    readonly values: Float32Array;
    /** Place of the first target of the first window of the test split. */
    readonly first: number;
    /** Places from window to window. */
    readonly stride: number;
  };
}

/** Brings what the model learned back to a column's unit: x = y · std + mean, one of each for every channel. */
export interface ColumnScale {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

export type RawValue = Float32Array | string;

/** The tokens of one column. */
export interface Lexicon {
  /** The text column of the data set it is made of. */
  readonly source: string;
  /** Kind of the step. */
  readonly step: 'tokenise' | 'nextToken' | 'teacherForcing' | 'skipGrams';
  /** Columns that the step makes: those of tokens first. */
  readonly columns: readonly string[];
  readonly unit: 'words' | 'characters' | 'wordPiece';
  /** What each number stands for; empty for those that stand for no text. */
  readonly tokens: readonly string[];
  readonly special: { readonly pad: number; readonly unknown: number; readonly start: number; readonly end: number };
}

/** A part of a text as a model gets it. */
export interface Piece {
  readonly text: string;
  readonly id: number;
  /** Not in the vocabulary. */
  readonly unknown: boolean;
  /** A start or end token: no part of the text. */
  readonly special: boolean;
}

export interface Encoded {
  /** All of the text; the model gets the first ones where there are too many. */
  readonly pieces: readonly Piece[];
  /** How many of them it gets. */
  readonly kept: number;
  /** int32 [1, length] with padding; undefined where the step makes pieces of running text rather than one row a text. */
  readonly row: HostTensor | undefined;
  readonly padding: 'start' | 'end';
}

/** Gets ready what a model is tried with. Errors: `data.*`. */
export interface TrialApi {
  /** Examples from place `from` on, counted around. */
  testRows(request: TrialRequest, from: number, count: number): Promise<Result<TestRows, readonly Diagnostic[]>>;
  lexicons(request: TrialRequest): Promise<Result<readonly Lexicon[], readonly Diagnostic[]>>;
  /** A text of a column, cut into tokens as the examples were. */
  encode(request: TrialRequest, column: string, text: string): Promise<Result<Encoded, readonly Diagnostic[]>>;
}
