import { float, type NumberField } from '../../layers/fields';

/** The field every optimizer has. */
export function learningRate(value: number): NumberField {
  return float({ en: 'Learning rate', 'zh-CN': '学习率' }, value, 0, 1e30, { step: value / 10 });
}
