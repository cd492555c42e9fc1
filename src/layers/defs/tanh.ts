import type { Value } from '../../ir/op';
import { activate } from '../activations';
import { defineLayer, unaryPorts } from '../layer';

export const tanh = defineLayer({
  type: 'tanh',
  version: 1,
  migrations: {},
  group: 'activation',
  params: {},
  ports: unaryPorts,
  brief: () => '',
  lower: ({ b }, { x }) => ({ y: activate(b, x as Value, 'tanh') }),
  docs: {
    name: { en: 'Tanh', 'zh-CN': 'Tanh' },
    summary: {
      en: 'Squeezes any value into -1 to 1, centred on zero.',
      'zh-CN': '把任意数值压缩到 -1 到 1 之间，以零为中心。',
    },
    formula: 'y = \\tanh x',
    references: ['torch.nn.Tanh'],
    aliases: ['activation', 'hyperbolic tangent', '激活', '双曲正切'],
  },
});
