import type { Value } from '../../ir/op';
import { float } from '../../layers/fields';
import { learningRate } from './learningRate';
import { defineOptimizer } from './optimizer';

const fields = {
  learningRate: learningRate(0.01),
  momentum: float({ en: 'Momentum', 'zh-CN': '动量' }, 0, 0, 0.9999, { step: 0.05 }),
};

/** v' = mu v + g; p' = p - lr v' (Sutskever et al. 2013 in the form of torch.optim.SGD). */
export const sgd = defineOptimizer({
  type: 'sgd',
  name: { en: 'SGD', 'zh-CN': 'SGD' },
  summary: { en: 'Plain steps down the gradient, with momentum if wanted.', 'zh-CN': '沿梯度方向下降，可加动量。' },
  references: [
    'torch.optim.SGD',
    'Sutskever et al. 2013, On the importance of initialization and momentum in deep learning',
  ],
  fields,
  states: ({ momentum }) => (momentum > 0 ? ['velocity'] : []),
  update: ({ b, p, g, states, lr, params: { momentum } }) => {
    if (momentum === 0) return { p: b.op('sub', [p, b.op('mul', [lr, g])]), states: {} };
    const velocity = b.op('add', [b.op('mul', [b.scalar(momentum), states.velocity as Value]), g]);
    return { p: b.op('sub', [p, b.op('mul', [lr, velocity])]), states: { velocity } };
  },
});
