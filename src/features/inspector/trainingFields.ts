import type { ParamValue, TrainingProgram } from '../../document/schema';
import { bool, type Field, int } from '../../layers/fields';

interface TrainingField {
  readonly name: string;
  readonly field: Field;
  read(training: TrainingProgram): ParamValue;
  write(training: TrainingProgram, value: ParamValue): Partial<TrainingProgram>;
}

/** A number that a field has let pass. */
const number = (value: ParamValue): number => (typeof value === 'number' ? value : Number.NaN);

export const epochsField: TrainingField = {
  name: 'epochs',
  field: int({ en: 'Epochs', 'zh-CN': '轮数' }, 5, 1, 100_000, {
    help: { en: 'How often training goes through all examples.', 'zh-CN': '训练遍历全部样本的次数。' },
  }),
  read: ({ epochs }) => epochs,
  write: (_, value) => ({ epochs: number(value) }),
};

/** The training program as a form; bounds are those of the document's schema. */
export const trainingFields: readonly TrainingField[] = [
  epochsField,
  {
    name: 'batchSize',
    field: int({ en: 'Batch size', 'zh-CN': '批大小' }, 32, 1, 65_536, {
      help: { en: 'Examples in one step of the optimizer.', 'zh-CN': '优化器每一步使用的样本数。' },
    }),
    read: ({ batchSize }) => batchSize,
    write: (_, value) => ({ batchSize: number(value) }),
  },
  {
    name: 'validationFraction',
    field: int({ en: 'Validation', 'zh-CN': '验证集' }, 5, 0, 90, {
      unit: { en: '%', 'zh-CN': '%' },
      help: {
        en: 'Share of the training examples held out to watch for overfitting. The test examples are never touched.',
        'zh-CN': '从训练样本中留出的比例，用于观察过拟合；测试样本从不使用。',
      },
    }),
    read: ({ validation }) => Number((validation.fraction * 100).toPrecision(6)),
    write: ({ validation }, value) => ({ validation: { ...validation, fraction: number(value) / 100 } }),
  },
  {
    name: 'stratified',
    field: bool({ en: 'Keep class shares', 'zh-CN': '按类别分层' }, true, {
      help: {
        en: 'Holds out the same share of every class.',
        'zh-CN': '每个类别留出相同的比例。',
      },
    }),
    read: ({ validation }) => validation.stratified,
    write: ({ validation }, value) => ({ validation: { ...validation, stratified: value === true } }),
  },
  {
    name: 'seed',
    field: int({ en: 'Seed', 'zh-CN': '随机种子' }, 1, 0, 0xffffffff, {
      help: {
        en: 'Fixes every random choice: the same seed gives the same run again.',
        'zh-CN': '固定所有随机选择：相同的种子会得到相同的训练过程。',
      },
    }),
    read: ({ seed }) => seed,
    write: (_, value) => ({ seed: number(value) }),
  },
  {
    name: 'earlyStopping',
    field: int({ en: 'Stop after', 'zh-CN': '提前停止' }, 0, 0, 10_000, {
      unit: { en: 'epochs', 'zh-CN': '轮' },
      help: {
        en: 'Ends the run when the validation loss has not fallen for this many epochs, and goes back to the best parameters. 0 never does.',
        'zh-CN': '验证损失连续这么多轮没有下降时结束训练，并恢复最佳参数。0 表示不提前停止。',
      },
    }),
    read: ({ earlyStopping }) => earlyStopping?.patience ?? 0,
    write: ({ earlyStopping }, value) => ({
      earlyStopping:
        value === 0 ? undefined : { minDelta: 0, restoreBest: true, ...earlyStopping, patience: number(value) },
    }),
  },
];
