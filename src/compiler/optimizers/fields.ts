import type { Builder } from '../../ir/builder';
import type { Value } from '../../ir/op';
import { float, type NumberField } from '../../layers/fields';

/** The field every optimizer has. */
export function learningRate(value: number): NumberField {
  return float({ en: 'Learning rate', 'zh-CN': '学习率' }, value, 0, 1e30, {
    step: value / 10,
    help: {
      en: 'η: how far a step goes. The schedule scales it. Too large diverges, too small learns slowly.',
      'zh-CN': 'η：每一步的步长，由学习率调度缩放。过大会发散，过小则学得慢。',
    },
  });
}

export function weightDecay(value: number): NumberField {
  return float({ en: 'Weight decay', 'zh-CN': '权重衰减' }, value, 0, 1e6, {
    step: 0.001,
    help: { en: 'λ: pulls every weight towards zero.', 'zh-CN': 'λ：把每个权重拉向零。' },
  });
}

/** Of the mean of gradients. */
export function beta1(value: number): NumberField {
  return float({ en: 'Beta 1', 'zh-CN': 'Beta 1' }, value, 0, 0.999999, {
    step: 0.01,
    help: {
      en: 'β₁: how slowly the mean of gradients forgets; 0.9 looks back about 10 steps.',
      'zh-CN': 'β₁：梯度均值的遗忘速度；0.9 约相当于最近 10 步。',
    },
  });
}

/** Of the mean of squared gradients. */
export function beta2(value: number): NumberField {
  return float({ en: 'Beta 2', 'zh-CN': 'Beta 2' }, value, 0, 0.999999, {
    step: 0.001,
    help: {
      en: 'β₂: how slowly the mean of squared gradients forgets; 0.999 looks back about 1,000 steps.',
      'zh-CN': 'β₂：梯度平方均值的遗忘速度；0.999 约相当于最近 1,000 步。',
    },
  });
}

export function epsilon(value: number): NumberField {
  return float({ en: 'Epsilon', 'zh-CN': 'Epsilon' }, value, 1e-16, 1, {
    step: value,
    help: { en: 'ε: keeps the division away from zero.', 'zh-CN': 'ε：避免除以零。' },
  });
}

/** g + decay p: the gradient of the loss with decay / 2 |p|^2 added. */
export function withDecay(b: Builder, g: Value, p: Value, decay: number): Value {
  return decay === 0 ? g : b.op('add', [g, b.op('mul', [b.scalar(decay), p])]);
}

/** beta old + (1 - beta) fresh */
export function movingAverage(b: Builder, old: Value, fresh: Value, beta: number): Value {
  return b.op('add', [b.op('mul', [b.scalar(beta), old]), b.op('mul', [b.scalar(1 - beta), fresh])]);
}

/**
 * 1 - beta^t to full float32 precision (the plain form cancels for small t):
 * 1 - e^-x = 2 u / (1 + u), u = tanh(x / 2), x = -t ln beta. `t` is float32 [].
 */
export function biasCorrection(b: Builder, beta: number, t: Value): Value {
  if (beta === 0) return b.scalar(1);
  const u = b.op('tanh', [b.op('mul', [t, b.scalar(-Math.log(beta) / 2)])]);
  return b.op('div', [b.op('mul', [u, b.scalar(2)]), b.op('add', [u, b.scalar(1)])]);
}
