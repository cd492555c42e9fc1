import type { Builder } from '../ir/builder';
import type { Value } from '../ir/op';

/** Functions a layer can end with, by the names of torch.nn and with its defaults; the commonest first. */
export const activationNames = {
  none: { en: 'None', 'zh-CN': '无' },
  relu: { en: 'ReLU', 'zh-CN': 'ReLU' },
  leakyRelu: { en: 'Leaky ReLU', 'zh-CN': 'Leaky ReLU' },
  relu6: { en: 'ReLU6', 'zh-CN': 'ReLU6' },
  elu: { en: 'ELU', 'zh-CN': 'ELU' },
  selu: { en: 'SELU', 'zh-CN': 'SELU' },
  celu: { en: 'CELU', 'zh-CN': 'CELU' },
  gelu: { en: 'GELU', 'zh-CN': 'GELU' },
  geluTanh: { en: 'GELU (tanh)', 'zh-CN': 'GELU（tanh 近似）' },
  silu: { en: 'SiLU (Swish)', 'zh-CN': 'SiLU（Swish）' },
  mish: { en: 'Mish', 'zh-CN': 'Mish' },
  hardSwish: { en: 'Hard Swish', 'zh-CN': 'Hard Swish' },
  sigmoid: { en: 'Sigmoid', 'zh-CN': 'Sigmoid' },
  logSigmoid: { en: 'Log Sigmoid', 'zh-CN': 'Log Sigmoid' },
  hardSigmoid: { en: 'Hard Sigmoid', 'zh-CN': 'Hard Sigmoid' },
  tanh: { en: 'Tanh', 'zh-CN': 'Tanh' },
  hardTanh: { en: 'Hard Tanh', 'zh-CN': 'Hard Tanh' },
  tanhShrink: { en: 'Tanh shrink', 'zh-CN': 'Tanh 收缩' },
  softplus: { en: 'Softplus', 'zh-CN': 'Softplus' },
  softsign: { en: 'Softsign', 'zh-CN': 'Softsign' },
  softShrink: { en: 'Soft shrink', 'zh-CN': '软收缩' },
  hardShrink: { en: 'Hard shrink', 'zh-CN': '硬收缩' },
} as const;
export type ActivationName = keyof typeof activationNames;

const functions: Record<ActivationName, (b: Builder, x: Value) => Value> = {
  none: (_, x) => x,
  relu: (b, x) => b.op('relu', [x]),
  leakyRelu: (b, x) => b.op('leakyRelu', [x], { alpha: 0.01 }),
  relu6: (b, x) => b.op('hardTanh', [x], { min: 0, max: 6 }),
  elu: (b, x) => b.op('elu', [x], { alpha: 1 }),
  selu: (b, x) => b.op('selu', [x], SELU),
  celu: (b, x) => b.op('celu', [x], { alpha: 1 }),
  gelu: (b, x) => b.op('gelu', [x], { approximate: 'none' }),
  geluTanh: (b, x) => b.op('gelu', [x], { approximate: 'tanh' }),
  silu: (b, x) => b.op('silu', [x]),
  mish: (b, x) => b.op('mish', [x]),
  hardSwish: (b, x) => b.op('hardSwish', [x]),
  sigmoid: (b, x) => b.op('sigmoid', [x]),
  logSigmoid: (b, x) => b.op('neg', [b.op('softplus', [b.op('neg', [x])])]),
  hardSigmoid: (b, x) => b.op('hardSigmoid', [x], { alpha: 1 / 6, beta: 0.5 }),
  tanh: (b, x) => b.op('tanh', [x]),
  hardTanh: (b, x) => b.op('hardTanh', [x], { min: -1, max: 1 }),
  tanhShrink: (b, x) => b.op('sub', [x, b.op('tanh', [x])]),
  softplus: (b, x) => b.op('softplus', [x]),
  softsign: (b, x) => b.op('softsign', [x]),
  softShrink: (b, x) => b.op('shrink', [x], { lambda: 0.5, bias: 0.5 }),
  hardShrink: (b, x) => b.op('shrink', [x], { lambda: 0.5, bias: 0 }),
};

/** Klambauer et al. 2017, "Self-normalizing neural networks": the fixed point of mean 0 and variance 1. */
const SELU = { alpha: 1.6732632423543772, gamma: 1.0507009873554805 };

export function activate(b: Builder, x: Value, name: ActivationName): Value {
  return functions[name](b, x);
}

/** ` · ReLU` for a node's brief, nothing for none. */
export function activationBrief(name: ActivationName): string {
  return name === 'none' ? '' : ` · ${activationNames[name].en}`;
}
