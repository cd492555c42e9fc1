import type { Value } from '../../ir/op';
import { float } from '../../layers/fields';
import { epsilon, learningRate, movingAverage, weightDecay, withDecay } from './fields';
import { defineOptimizer } from './optimizer';

const fields = {
  learningRate: learningRate(0.01),
  alpha: float({ en: 'Alpha', 'zh-CN': 'Alpha' }, 0.99, 0, 0.999999, {
    step: 0.01,
    help: { en: 'How slowly the average of squared gradients forgets.', 'zh-CN': '梯度平方平均值的遗忘速度。' },
  }),
  momentum: float({ en: 'Momentum', 'zh-CN': '动量' }, 0, 0, 0.9999, {
    step: 0.05,
    help: { en: 'μ: share of the last step that goes on.', 'zh-CN': 'μ：上一步中延续下来的比例。' },
  }),
  epsilon: epsilon(1e-8),
  weightDecay: weightDecay(0),
};

/** v' = a v + (1 - a) g^2; d = g / (sqrt(v') + eps); p' = p - lr d, or with momentum u' = mu u + d, p' = p - lr u'. */
export const rmsprop = defineOptimizer({
  type: 'rmsprop',
  name: { en: 'RMSprop', 'zh-CN': 'RMSprop' },
  summary: {
    en: 'Divides each step by the recent size of its gradient; often used for recurrent nets.',
    'zh-CN': '用近期梯度的大小缩放每一步；常用于循环网络。',
  },
  formula:
    '\\begin{aligned} v &\\leftarrow \\alpha v + (1-\\alpha)\\, g^2 \\\\ u &\\leftarrow \\mu u + g / (\\sqrt{v} + \\epsilon) \\\\ \\theta &\\leftarrow \\theta - \\eta u \\end{aligned}',
  references: ['Tieleman & Hinton 2012, Lecture 6.5: RMSprop', 'torch.optim.RMSprop'],
  fields,
  states: ({ momentum }) => (momentum > 0 ? ['v', 'velocity'] : ['v']),
  update: ({ b, p, g: raw, states, lr, params: { alpha, momentum, epsilon: eps, weightDecay: decay } }) => {
    const g = withDecay(b, raw, p, decay);
    const v = movingAverage(b, states.v as Value, b.op('mul', [g, g]), alpha);
    const change = b.op('div', [g, b.op('add', [b.op('sqrt', [v]), b.scalar(eps)])]);
    if (momentum === 0) return { p: b.op('sub', [p, b.op('mul', [lr, change])]), states: { v } };
    const velocity = b.op('add', [b.op('mul', [b.scalar(momentum), states.velocity as Value]), change]);
    return { p: b.op('sub', [p, b.op('mul', [lr, velocity])]), states: { v, velocity } };
  },
});
