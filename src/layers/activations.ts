import type { Builder } from '../ir/builder';
import type { Value } from '../ir/op';

/** Functions a layer can end with; each is also a layer of its own. */
export const activationNames = {
  none: { en: 'None', 'zh-CN': '无' },
  relu: { en: 'ReLU', 'zh-CN': 'ReLU' },
  sigmoid: { en: 'Sigmoid', 'zh-CN': 'Sigmoid' },
  tanh: { en: 'Tanh', 'zh-CN': 'Tanh' },
} as const;
export type ActivationName = keyof typeof activationNames;

const functions: Record<ActivationName, (b: Builder, x: Value) => Value> = {
  none: (_, x) => x,
  relu: (b, x) => b.op('relu', [x]),
  sigmoid: (b, x) => b.op('sigmoid', [x]),
  tanh: (b, x) => b.op('tanh', [x]),
};

export function activate(b: Builder, x: Value, name: ActivationName): Value {
  return functions[name](b, x);
}

/** ` · ReLU` for a node's brief, nothing for none. */
export function activationBrief(name: ActivationName): string {
  return name === 'none' ? '' : ` · ${activationNames[name].en}`;
}
