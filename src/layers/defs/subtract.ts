import { defineLayer } from '../layer';
import { folded, letterPorts, letterValues } from '../mergeLayer';

const ports = letterPorts(2);

export const subtract = defineLayer({
  type: 'subtract',
  version: 1,
  migrations: {},
  group: 'merge',
  params: {},
  ports,
  brief: () => '',
  lower: ({ b }, inputs) => ({ y: folded(letterValues(inputs, 2), (x, y) => b.op('sub', [x, y])) }),
  docs: {
    name: { en: 'Subtract', 'zh-CN': '相减' },
    summary: {
      en: 'The first input minus the second, element by element.',
      'zh-CN': '逐元素用第一个输入减去第二个。',
    },
    formula: 'y = a - b',
    references: ['torch.sub', 'tf.keras.layers.Subtract', 'ONNX Sub'],
    aliases: ['minus', 'difference', 'sub', '减', '差'],
  },
});
