import type { Value } from '../../ir/op';
import { epsilon, learningRate, weightDecay, withDecay } from './fields';
import { defineOptimizer } from './optimizer';

const fields = { learningRate: learningRate(0.01), epsilon: epsilon(1e-10), weightDecay: weightDecay(0) };

/** s' = s + g^2; p' = p - lr g / (sqrt(s') + eps). */
export const adagrad = defineOptimizer({
  type: 'adagrad',
  name: { en: 'Adagrad', 'zh-CN': 'Adagrad' },
  summary: {
    en: 'Slows down each weight by all its gradients so far; good for rare features such as words.',
    'zh-CN': '按累计梯度逐渐减小每个权重的步长；适合词语等稀疏特征。',
  },
  formula:
    '\\begin{aligned} s &\\leftarrow s + g^2 \\\\ \\theta &\\leftarrow \\theta - \\eta\\, g / (\\sqrt{s} + \\epsilon) \\end{aligned}',
  references: ['Duchi et al. 2011, Adaptive subgradient methods', 'torch.optim.Adagrad'],
  fields,
  states: () => ['sum'],
  update: ({ b, p, g: raw, states, lr, params: { epsilon: eps, weightDecay: decay } }) => {
    const g = withDecay(b, raw, p, decay);
    const sum = b.op('add', [states.sum as Value, b.op('mul', [g, g])]);
    const change = b.op('div', [g, b.op('add', [b.op('sqrt', [sum]), b.scalar(eps)])]);
    return { p: b.op('sub', [p, b.op('mul', [lr, change])]), states: { sum } };
  },
});
