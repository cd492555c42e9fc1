import { folded, mergeLayer } from '../mergeLayer';

export const maximum = mergeLayer('maximum', (b, values) => folded(values, (x, y) => b.op('max', [x, y])), {
  name: { en: 'Maximum', 'zh-CN': '最大值' },
  summary: {
    en: 'The larger of its inputs, element by element.',
    'zh-CN': '逐元素取各输入中的较大者。',
  },
  formula: 'y = \\max(a, b, \\dots)',
  references: ['torch.maximum', 'tf.keras.layers.Maximum', 'ONNX Max'],
  aliases: ['max', 'maxout', '较大', '最大'],
});
