import type { Localized } from '../../core/locale';
import type { Builder } from '../../ir/builder';
import type { Value } from '../../ir/op';
import type { ColumnSpec } from '../columns';
import type { Fields, ParamsOf } from '../fields';

export type StepGroup = 'picture' | 'augment' | 'text' | 'table' | 'series';

/**
 * Where a step is done: `model`: tensor arithmetic inside the model, exported with it; `host`: on the columns before they
 * are batched, example by example; `rows`: the same, but some examples go; `examples`: new examples in place of the old
 * ones, with no column but the step's; `augment`: on training batches only.
 */
export type StepPlace = 'model' | 'host' | 'rows' | 'examples' | 'augment';

/** What a step learned from the training examples: numbers (one a channel, a feature ...) and words. */
export interface StepStatistics {
  readonly [name: string]: readonly number[] | readonly string[];
}

/** One kind of step: its parameters, what it makes of a column, and how it becomes operators. */
export interface StepDef<F extends Fields = Fields> {
  readonly type: string;
  readonly group: StepGroup;
  readonly label: Localized;
  readonly summary: Localized;
  readonly fields: F;
  place(params: ParamsOf<F>): StepPlace;
  /** What it takes: `pictures`, `texts` ...; undefined where it takes this column. */
  refuses(column: ColumnSpec): string | undefined;
  /** The columns that take the column's place. */
  infer(column: ColumnSpec, params: ParamsOf<F>): readonly ColumnSpec[];
  /** For `model`: a batch [B, ...] of the column before -> of the column after. Without statistics it leaves values as they are. */
  lower?(
    b: Builder,
    value: Value,
    column: ColumnSpec,
    params: ParamsOf<F>,
    statistics: StepStatistics | undefined,
  ): Value;
}

export function defineStep<F extends Fields>(def: StepDef<F>): StepDef<F> {
  return def;
}

/** A constant for each channel (or feature) of a batch whose axis 1 they are; one number where all are equal. */
export function perChannel(b: Builder, values: readonly number[], rank: number): Value {
  const [first = 0] = values;
  if (values.every((value) => value === first)) return b.scalar(first);
  const dims = [1, values.length, ...Array.from({ length: rank - 2 }, () => 1)];
  return b.constant({ dtype: 'float32', dims, data: Float32Array.from(values) });
}

export const numbersOf = (statistics: StepStatistics | undefined, name: string): readonly number[] | undefined => {
  const values = statistics?.[name];
  return values?.every((value) => typeof value === 'number') ? (values as readonly number[]) : undefined;
};

export const onlyPictures = ({ kind, shape }: ColumnSpec): string | undefined =>
  kind === 'picture' && shape.length === 3 ? undefined : 'pictures [C, H, W]';
export const onlyTexts = ({ dtype }: ColumnSpec): string | undefined => (dtype === 'text' ? undefined : 'texts');
export const onlyNumbers = ({ dtype, kind }: ColumnSpec): string | undefined =>
  dtype === 'float32' && (kind === 'features' || kind === 'number' || kind === 'series') ? undefined : 'numbers';

/** Which of the numbers of a column have statistics of their own: channels of a picture, features of a row or of a step of time. */
export function channelsOf({ kind, shape }: Pick<ColumnSpec, 'kind' | 'shape'>): number {
  if (kind === 'picture') return shape[0] ?? 1;
  return shape.at(-1) ?? 1;
}
