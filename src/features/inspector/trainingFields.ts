import { bool, float, int } from '../../layers/fields';
import { epochsField, number, type TrainingField } from './epochsField';

export type { TrainingField } from './epochsField';

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
];

const noRule = { minDelta: 0, restoreBest: true };

/** Early stopping: how long is waited first, then the rest of the rule. */
export const stoppingFields: readonly TrainingField[] = [
  {
    name: 'earlyStopping',
    field: int({ en: 'Stop after', 'zh-CN': '提前停止' }, 0, 0, 10_000, {
      unit: { en: 'epochs', 'zh-CN': '轮' },
      help: {
        en: 'Ends the run when what is watched over the validation examples has not become better for this many epochs. 0 never does.',
        'zh-CN': '在验证样本上观察的量连续这么多轮没有变好时结束训练。0 表示不提前停止。',
      },
    }),
    read: ({ earlyStopping }) => earlyStopping?.patience ?? 0,
    write: ({ earlyStopping }, value) => ({
      earlyStopping: value === 0 ? undefined : { ...noRule, ...earlyStopping, patience: number(value) },
    }),
  },
  {
    name: 'minDelta',
    field: float({ en: 'Better by', 'zh-CN': '最小改善' }, 0, 0, 1e6, {
      step: 0.001,
      help: {
        en: 'δ: a value counts as better only where it beats the best by more than this. Shares are counted from 0 to 1.',
        'zh-CN': 'δ：比最佳值好出这么多才算变好。比例按 0 到 1 计。',
      },
    }),
    read: ({ earlyStopping }) => earlyStopping?.minDelta ?? 0,
    write: ({ earlyStopping }, value) =>
      earlyStopping ? { earlyStopping: { ...earlyStopping, minDelta: number(value) } } : {},
  },
  {
    name: 'restoreBest',
    field: bool({ en: 'Keep the best', 'zh-CN': '保留最佳' }, true, {
      help: {
        en: 'Ends with the parameters of the best epoch rather than those of the last.',
        'zh-CN': '结束时恢复最佳那一轮的参数，而不是最后一轮的参数。',
      },
    }),
    read: ({ earlyStopping }) => earlyStopping?.restoreBest ?? true,
    write: ({ earlyStopping }, value) =>
      earlyStopping ? { earlyStopping: { ...earlyStopping, restoreBest: value === true } } : {},
  },
];
