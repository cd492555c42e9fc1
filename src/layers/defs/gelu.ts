import type { Value } from '../../ir/op';
import { select } from '../fields';
import { defineLayer, unaryPorts } from '../layer';

const params = {
  approximate: select({ en: 'Form', 'zh-CN': '形式' }, 'none', {
    none: { en: 'Exact', 'zh-CN': '精确' },
    tanh: { en: 'By tanh', 'zh-CN': 'tanh 近似' },
  }),
};

export const gelu = defineLayer({
  type: 'gelu',
  version: 1,
  migrations: {},
  group: 'activation',
  params,
  ports: unaryPorts,
  brief: ({ approximate }) => (approximate === 'none' ? '' : 'tanh'),
  lower: ({ b }, { x }, { approximate }) => ({ y: b.op('gelu', [x as Value], { approximate }) }),
  docs: {
    name: { en: 'GELU', 'zh-CN': 'GELU' },
    summary: {
      en: 'Lets a value through in the measure it is large among normal ones; the activation of Transformers.',
      'zh-CN': '按数值在正态分布中的大小决定通过多少；Transformer 的激活函数。',
    },
    formula: 'y = x\\, \\Phi(x)',
    references: ['Hendrycks & Gimpel 2016, Gaussian error linear units', 'torch.nn.GELU', 'ONNX Gelu'],
    aliases: ['gaussian error', 'transformer', 'activation', '激活'],
  },
});
