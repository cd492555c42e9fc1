import type { Builder } from '../../ir/builder';
import type { Value } from '../../ir/op';
import { float } from '../../layers/fields';
import { learningRate } from './learningRate';
import { defineOptimizer } from './optimizer';

const fields = {
  learningRate: learningRate(0.001),
  beta1: float({ en: 'Beta 1', 'zh-CN': 'Beta 1' }, 0.9, 0, 0.999999, { step: 0.01 }),
  beta2: float({ en: 'Beta 2', 'zh-CN': 'Beta 2' }, 0.999, 0, 0.999999, { step: 0.001 }),
  epsilon: float({ en: 'Epsilon', 'zh-CN': 'Epsilon' }, 1e-8, 1e-16, 1, { step: 1e-8 }),
};

/** Kingma & Ba 2015, "Adam: A method for stochastic optimization", algorithm 1, with epsilon where torch.optim.Adam has it. */
export const adam = defineOptimizer({
  type: 'adam',
  name: { en: 'Adam', 'zh-CN': 'Adam' },
  summary: {
    en: 'Steps scaled for each weight by recent gradients: the usual first choice.',
    'zh-CN': '根据近期梯度为每个权重调整步长：最常用的首选。',
  },
  references: ['Kingma & Ba 2015, Adam: A method for stochastic optimization', 'torch.optim.Adam'],
  fields,
  states: () => ['m', 'v'],
  update: ({ b, p, g, states, lr, step, params: { beta1, beta2, epsilon } }) => {
    // m' = b1 m + (1 - b1) g;  v' = b2 v + (1 - b2) g^2
    const m = b.op('add', [b.op('mul', [b.scalar(beta1), states.m as Value]), b.op('mul', [b.scalar(1 - beta1), g])]);
    const v = b.op('add', [
      b.op('mul', [b.scalar(beta2), states.v as Value]),
      b.op('mul', [b.op('mul', [b.scalar(1 - beta2), g]), g]),
    ]);
    // p' = p - lr / (1 - b1^t) * m' / (sqrt(v') / sqrt(1 - b2^t) + eps)
    const t = b.op('add', [step, b.scalar(1)]);
    const size = b.op('div', [lr, biasCorrection(b, beta1, t)]);
    const denominator = b.op('add', [
      b.op('div', [b.op('sqrt', [v]), b.op('sqrt', [biasCorrection(b, beta2, t)])]),
      b.scalar(epsilon),
    ]);
    return { p: b.op('sub', [p, b.op('mul', [size, b.op('div', [m, denominator])])]), states: { m, v } };
  },
});

/** 1 - beta^t to full float32 precision (the plain form cancels for small t): 1 - e^-x = 2 u / (1 + u), u = tanh(x / 2), x = -t ln beta. */
function biasCorrection(b: Builder, beta: number, t: Value): Value {
  if (beta === 0) return b.scalar(1);
  const u = b.op('tanh', [b.op('mul', [t, b.scalar(-Math.log(beta) / 2)])]);
  return b.op('div', [b.op('mul', [u, b.scalar(2)]), b.op('add', [u, b.scalar(1)])]);
}
