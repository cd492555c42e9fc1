import type { Value } from '../../ir/op';
import { activate } from '../activations';
import { defineLayer, unaryPorts } from '../layer';

export const relu = defineLayer({
  type: 'relu',
  version: 1,
  migrations: {},
  group: 'activation',
  params: {},
  ports: unaryPorts,
  brief: () => '',
  lower: ({ b }, { x }) => ({ y: activate(b, x as Value, 'relu') }),
  docs: {
    name: { en: 'ReLU', 'zh-CN': 'ReLU' },
    summary: {
      en: 'Passes positive values, stops negative ones: the usual choice between layers.',
      'zh-CN': '正值通过，负值归零：层与层之间最常用的激活函数。',
    },
    formula: 'y = \\max(x, 0)',
    references: ['Nair & Hinton 2010, Rectified linear units improve restricted Boltzmann machines', 'torch.nn.ReLU'],
    aliases: ['activation', 'rectifier', '激活'],
  },
});
