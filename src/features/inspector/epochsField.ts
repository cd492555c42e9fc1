import type { ParamValue, TrainingProgram } from '../../document/schema';
import { type Field, int } from '../../layers/fields';

/** A part of the training program as a row of a form; bounds are those of the document's schema. */
export interface TrainingField {
  readonly name: string;
  readonly field: Field;
  read(training: TrainingProgram): ParamValue;
  write(training: TrainingProgram, value: ParamValue): Partial<TrainingProgram>;
}

/** A number that a field has let pass. */
export const number = (value: ParamValue): number => (typeof value === 'number' ? value : Number.NaN);

export const epochsField: TrainingField = {
  name: 'epochs',
  field: int({ en: 'Epochs', 'zh-CN': '轮数' }, 5, 1, 100_000, {
    help: { en: 'How often training goes through all examples.', 'zh-CN': '训练遍历全部样本的次数。' },
  }),
  read: ({ epochs }) => epochs,
  write: (_, value) => ({ epochs: number(value) }),
};
