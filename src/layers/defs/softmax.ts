import type { Value } from '../../ir/op';
import { defineLayer, unaryPorts } from '../layer';

export const softmax = defineLayer({
  type: 'softmax',
  version: 1,
  migrations: {},
  group: 'activation',
  params: {},
  ports: unaryPorts,
  brief: () => '',
  lower: ({ b }, { x }) => ({ y: b.op('softmax', [x as Value], { axis: -1 }) }),
  docs: {
    name: { en: 'Softmax', 'zh-CN': 'Softmax' },
    summary: {
      en: 'Turns scores into probabilities that add up to one. Cross-entropy takes the scores before it.',
      'zh-CN': '把得分变为总和为一的概率。交叉熵应接在它之前的得分上。',
    },
    formula: 'y_i = \\frac{e^{x_i}}{\\sum_j e^{x_j}}',
    references: ['torch.nn.Softmax', 'ONNX Softmax'],
    aliases: ['probabilities', 'activation', '概率', '激活'],
  },
});
