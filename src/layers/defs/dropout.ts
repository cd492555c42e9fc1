import type { Value } from '../../ir/op';
import { dropped } from '../dropped';
import { float } from '../fields';
import { defineLayer, unaryPorts } from '../layer';

const params = {
  rate: float({ en: 'Rate', 'zh-CN': '丢弃率' }, 0.5, 0, 0.99, {
    step: 0.05,
    help: { en: 'Share of values set to zero while training.', 'zh-CN': '训练时置零的比例。' },
  }),
};

/** Inverted dropout: y = x m / (1 - rate), m ~ Bernoulli(1 - rate); the identity outside training. */
export const dropout = defineLayer({
  type: 'dropout',
  version: 1,
  migrations: {},
  group: 'regularization',
  params,
  ports: unaryPorts,
  brief: ({ rate }) => `${rate}`,
  lower: (context, inputs, { rate }) => ({ y: dropped(context, inputs.x as Value, rate) }),
  docs: {
    name: { en: 'Dropout', 'zh-CN': '随机丢弃' },
    summary: {
      en: 'Sets random values to zero while training, so that the net does not lean on a few of them.',
      'zh-CN': '训练时随机将部分数值置零，避免网络依赖少数特征。',
    },
    formula: 'y = \\frac{m \\odot x}{1 - p}, \\quad m \\sim \\text{Bernoulli}(1 - p)',
    references: [
      'Srivastava et al. 2014, Dropout: A simple way to prevent neural networks from overfitting',
      'torch.nn.Dropout',
    ],
    aliases: ['regularization', 'overfitting', '正则化', '过拟合'],
  },
});
