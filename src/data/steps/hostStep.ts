import type { Move } from '../../core/moves';
import type { Rng } from '../../core/rng';
import type { ColumnSpec } from '../../layers/columns';
import type { StepStatistics } from '../../layers/steps/step';
import type { Column, NumberArray } from '../dataset';

/** Cuts a text into numbers of a fixed vocabulary. */
export type WordPiece = (text: string) => number[];

/** What steps need beside their column, made ready before. */
export interface StepTools {
  /** There where a step asks for it. */
  readonly wordPiece?: WordPiece | undefined;
}

export interface StepContext {
  readonly statistics: StepStatistics | undefined;
  readonly outputs: readonly ColumnSpec[];
  readonly tools: StepTools;
}

/** What a step does to columns in memory. Steps of the model do it here too, for what comes after them to learn from and for pictures of before and after. */
export interface HostStep<P> {
  /** What it learns from the training examples, which come in parts and can be gone through again. */
  fit?(parts: () => Iterable<Column>, params: P): StepStatistics;
  /** The columns that take the column's place, as `context.outputs` says. */
  apply(column: Column, params: P, context: StepContext): readonly (NumberArray | readonly string[])[];
  /** For `rows`: the places that stay, ascending. */
  kept?(column: Column, params: P): Uint32Array;
  /** For `augment`: changes one example in place. */
  augment?(values: NumberArray, shape: readonly number[], params: P, rng: Rng): void;
  /** For `augment` that only moves pictures [.., height, width]: where `augment` would move one that was moved before. */
  move?(before: Move, shape: readonly number[], params: P, rng: Rng): Move;
}

/** Numbers as float32; a copy where they are not yet. */
export const floats = ({ data }: Column): Float32Array =>
  data instanceof Float32Array ? data : Float32Array.from(data as ArrayLike<number>);

export const textsOf = ({ data }: Column): readonly string[] => (ArrayBuffer.isView(data) ? [] : data);

/** Examples in a column. */
export function countOf({ spec, data }: Column): number {
  return data.length / spec.shape.reduce((a, b) => a * b, 1);
}
