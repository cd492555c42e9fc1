import type { Value } from '../../ir/op';
import { bool, float } from '../../layers/fields';
import { learningRate, weightDecay, withDecay } from './fields';
import { defineOptimizer } from './optimizer';

const fields = {
  learningRate: learningRate(0.01),
  momentum: float({ en: 'Momentum', 'zh-CN': '动量' }, 0, 0, 0.9999, {
    step: 0.05,
    help: { en: 'Share of the last step that goes on.', 'zh-CN': '上一步中延续下来的比例。' },
  }),
  nesterov: bool({ en: 'Nesterov', 'zh-CN': 'Nesterov' }, false, {
    help: { en: 'Looks one momentum step ahead; needs momentum.', 'zh-CN': '先按动量前看一步；需要动量。' },
  }),
  weightDecay: weightDecay(0),
};

/** v' = mu v + g; p' = p - lr v', or p - lr (g + mu v') for Nesterov (Sutskever et al. 2013 in the form of torch.optim.SGD). */
export const sgd = defineOptimizer({
  type: 'sgd',
  name: { en: 'SGD', 'zh-CN': 'SGD' },
  summary: { en: 'Plain steps down the gradient, with momentum if wanted.', 'zh-CN': '沿梯度方向下降，可加动量。' },
  formula:
    '\\begin{aligned} v &\\leftarrow \\mu v + g + \\lambda \\theta \\\\ \\theta &\\leftarrow \\theta - \\eta v \\end{aligned}',
  references: [
    'torch.optim.SGD',
    'Sutskever et al. 2013, On the importance of initialization and momentum in deep learning',
  ],
  fields,
  states: ({ momentum }) => (momentum > 0 ? ['velocity'] : []),
  update: ({ b, p, g: raw, states, lr, params: { momentum, nesterov, weightDecay: decay } }) => {
    const g = withDecay(b, raw, p, decay);
    if (momentum === 0) return { p: b.op('sub', [p, b.op('mul', [lr, g])]), states: {} };
    const velocity = b.op('add', [b.op('mul', [b.scalar(momentum), states.velocity as Value]), g]);
    const step = nesterov ? b.op('add', [g, b.op('mul', [b.scalar(momentum), velocity])]) : velocity;
    return { p: b.op('sub', [p, b.op('mul', [lr, step])]), states: { velocity } };
  },
});
