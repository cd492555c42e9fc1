import { float, posInt } from '../../layers/fields';
import { defineSchedule, type Moment } from './schedule';

const fields = {
  factor: float({ en: 'Factor', 'zh-CN': '系数' }, 0.1, 0, 1, {
    step: 0.1,
    help: { en: 'f: what is left of the rate at each fall.', 'zh-CN': 'f：每次下降后保留的学习率比例。' },
  }),
  patience: posInt({ en: 'Patience', 'zh-CN': '耐心' }, 3, {
    unit: { en: 'epochs', 'zh-CN': '轮' },
    help: {
      en: 'Epochs without a better validation loss that are waited for.',
      'zh-CN': '验证损失没有变好时等待的轮数。',
    },
  }),
  threshold: float({ en: 'Threshold', 'zh-CN': '阈值' }, 1e-4, 0, 1, {
    step: 1e-4,
    help: { en: 'A loss is better if it is lower by this share.', 'zh-CN': '损失降低超过此比例才算变好。' },
  }),
};

/** Multiplies by `factor` whenever the validation loss has not improved for more than `patience` epochs. */
export const plateau = defineSchedule({
  type: 'plateau',
  name: { en: 'On plateau', 'zh-CN': '平台期下降' },
  summary: {
    en: 'Lowers the rate when the validation loss stops improving.',
    'zh-CN': '验证损失不再变好时降低学习率。',
  },
  formula: '\\eta \\leftarrow f \\eta \\quad \\text{after } p \\text{ epochs without } L < (1 - \\tau) L_{\\min}',
  references: ['torch.optim.lr_scheduler.ReduceLROnPlateau'],
  fields,
  factor: ({ validationLosses }: Moment, { factor, patience, threshold }) => {
    let best = Number.POSITIVE_INFINITY;
    let waited = 0;
    let rate = 1;
    for (const loss of validationLosses) {
      const better = loss < best * (1 - threshold);
      if (better) best = loss;
      waited = better ? 0 : waited + 1;
      if (waited <= patience) continue;
      rate *= factor;
      waited = 0;
    }
    return rate;
  },
});
