import type { Builder } from '../../ir/builder';
import type { Value } from '../../ir/op';
import type { ParamsOf } from '../../layers/fields';
import { beta1, beta2, biasCorrection, epsilon, learningRate, movingAverage, weightDecay, withDecay } from './fields';
import { defineOptimizer, type UpdateArgs } from './optimizer';

const fields = {
  learningRate: learningRate(0.001),
  beta1: beta1(0.9),
  beta2: beta2(0.999),
  epsilon: epsilon(1e-8),
  weightDecay: weightDecay(0),
};

type Args = Pick<UpdateArgs<typeof fields>, 'b' | 'p' | 'g' | 'states' | 'lr' | 'step'> & {
  readonly params: Pick<ParamsOf<typeof fields>, 'beta1' | 'beta2' | 'epsilon'>;
};

/**
 * m' = b1 m + (1 - b1) g; v' = b2 v + (1 - b2) g^2;
 * p' = p - lr / (1 - b1^t) m' / (sqrt(v') / r + eps) with r = sqrt(1 - b2^t). Kingma & Ba 2015, algorithm 1, epsilon where torch
 * has it; r is brought to the scalars, p' = p - lr r / (1 - b1^t) m' / (sqrt(v') + r eps), which is one pass over the vector less.
 */
export function adamStep({ b, p, g, states, lr, step, params: { beta1, beta2, epsilon: eps } }: Args) {
  const m = movingAverage(b, states.m as Value, g, beta1);
  const v = movingAverage(b, states.v as Value, b.op('mul', [g, g]), beta2);
  const t = b.op('add', [step, b.scalar(1)]);
  const r = b.op('sqrt', [biasCorrection(b, beta2, t)]);
  const size = b.op('div', [b.op('mul', [lr, r]), biasCorrection(b, beta1, t)]);
  const change = b.op('div', [m, b.op('add', [b.op('sqrt', [v]), b.op('mul', [r, b.scalar(eps)])])]);
  return { p: b.op('sub', [p, b.op('mul', [size, change])]), states: { m, v } };
}

/** p (1 - lr decay): decay apart from the gradient. */
export function decayed(b: Builder, p: Value, lr: Value, decay: number): Value {
  return decay === 0 ? p : b.op('mul', [p, b.op('sub', [b.scalar(1), b.op('mul', [lr, b.scalar(decay)])])]);
}

export const adam = defineOptimizer({
  type: 'adam',
  name: { en: 'Adam', 'zh-CN': 'Adam' },
  summary: {
    en: 'Steps scaled for each weight by recent gradients: the usual first choice.',
    'zh-CN': '根据近期梯度为每个权重调整步长：最常用的首选。',
  },
  formula:
    '\\begin{aligned} m &\\leftarrow \\beta_1 m + (1-\\beta_1)\\, g \\\\ v &\\leftarrow \\beta_2 v + (1-\\beta_2)\\, g^2 \\\\ \\theta &\\leftarrow \\theta - \\eta\\, \\frac{m / (1-\\beta_1^t)}{\\sqrt{v / (1-\\beta_2^t)} + \\epsilon} \\end{aligned}',
  references: ['Kingma & Ba 2015, Adam: A method for stochastic optimization', 'torch.optim.Adam'],
  fields,
  states: () => ['m', 'v'],
  update: (args) => adamStep({ ...args, g: withDecay(args.b, args.g, args.p, args.params.weightDecay) }),
});

/** Adam with decay apart from the gradient: p is first scaled by 1 - lr decay. */
export const adamW = defineOptimizer({
  type: 'adamW',
  name: { en: 'AdamW', 'zh-CN': 'AdamW' },
  summary: {
    en: 'Adam with weight decay that the gradients do not distort: the choice for Transformers.',
    'zh-CN': '权重衰减不受梯度缩放影响的 Adam：Transformer 的常用选择。',
  },
  formula:
    '\\begin{aligned} \\theta &\\leftarrow (1 - \\eta \\lambda)\\, \\theta \\\\ m &\\leftarrow \\beta_1 m + (1-\\beta_1)\\, g \\\\ v &\\leftarrow \\beta_2 v + (1-\\beta_2)\\, g^2 \\\\ \\theta &\\leftarrow \\theta - \\eta\\, \\frac{m / (1-\\beta_1^t)}{\\sqrt{v / (1-\\beta_2^t)} + \\epsilon} \\end{aligned}',
  references: ['Loshchilov & Hutter 2019, Decoupled weight decay regularization', 'torch.optim.AdamW'],
  fields: { ...fields, weightDecay: weightDecay(0.01) },
  states: () => ['m', 'v'],
  update: (args) => adamStep({ ...args, p: decayed(args.b, args.p, args.lr, args.params.weightDecay) }),
});
