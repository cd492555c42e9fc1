import type { Value } from '../../ir/op';
import { defineLayer, unaryPorts } from '../layer';

export const logSoftmax = defineLayer({
  type: 'logSoftmax',
  version: 1,
  migrations: {},
  group: 'activation',
  params: {},
  ports: unaryPorts,
  brief: () => '',
  lower: ({ b }, { x }) => ({ y: b.op('logSoftmax', [x as Value], { axis: -1 }) }),
  docs: {
    name: { en: 'LogSoftmax', 'zh-CN': 'LogSoftmax' },
    summary: {
      en: 'Logarithms of the probabilities that Softmax gives, computed so that none becomes zero.',
      'zh-CN': 'Softmax 概率的对数，计算方式避免出现零概率。',
    },
    formula: 'y_i = x_i - \\ln \\sum_j e^{x_j}',
    references: ['torch.nn.LogSoftmax', 'tf.nn.log_softmax', 'ONNX LogSoftmax'],
    aliases: ['log probabilities', 'activation', '对数概率', '激活'],
  },
});
