import { bool, float } from '../fields';
import { defineStep, numbersOf, perChannel } from './step';

const fields = {
  fitted: bool({ en: 'From the training examples', 'zh-CN': '取自训练样本' }, false, {
    help: {
      en: 'On: mean and deviation of every channel, computed from the training examples. Off: the numbers below.',
      'zh-CN': '打开时按训练样本计算每个通道的均值与标准差；关闭时用下面的数。',
    },
  }),
  mean: float({ en: 'Mean', 'zh-CN': '均值' }, 0.5, -1e6, 1e6, { step: 0.01 }),
  std: float({ en: 'Standard deviation', 'zh-CN': '标准差' }, 0.5, 1e-6, 1e6, { step: 0.01 }),
};

/** (x - mean) / std, for each channel of a picture. */
export const normalise = defineStep({
  type: 'normalise',
  group: 'picture',
  label: { en: 'Normalise', 'zh-CN': '归一化' },
  summary: {
    en: 'Subtracts a mean and divides by a standard deviation, channel by channel.',
    'zh-CN': '逐通道减去均值、再除以标准差。',
  },
  fields,
  place: () => 'model',
  refuses: ({ kind }) => (kind === 'picture' ? undefined : 'pictures'),
  infer: (column) => [{ ...column, dtype: 'float32' }],
  lower: (b, value, _, params, statistics) => {
    const mean = params.fitted ? numbersOf(statistics, 'mean') : [params.mean];
    const std = params.fitted ? numbersOf(statistics, 'std') : [params.std];
    if (!mean || !std) return value;
    const rank = value.type.shape.length;
    return b.op('div', [b.op('sub', [value, perChannel(b, mean, rank)]), perChannel(b, std, rank)]);
  },
});
