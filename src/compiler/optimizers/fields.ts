import type { Builder } from '../../ir/builder';
import type { Value } from '../../ir/op';
import { float, type NumberField } from '../../layers/fields';

/** The field every optimizer has. */
export function learningRate(value: number): NumberField {
  return float({ en: 'Learning rate', 'zh-CN': '学习率' }, value, 0, 1e30, { step: value / 10 });
}

export function weightDecay(value: number): NumberField {
  return float({ en: 'Weight decay', 'zh-CN': '权重衰减' }, value, 0, 1e6, {
    step: 0.001,
    help: { en: 'Pulls every weight towards zero.', 'zh-CN': '把每个权重拉向零。' },
  });
}

export function epsilon(value: number): NumberField {
  return float({ en: 'Epsilon', 'zh-CN': 'Epsilon' }, value, 1e-16, 1, {
    step: value,
    help: { en: 'Keeps the division away from zero.', 'zh-CN': '避免除以零。' },
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
