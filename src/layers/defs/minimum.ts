import { folded, mergeLayer } from '../mergeLayer';

export const minimum = mergeLayer('minimum', (b, values) => folded(values, (x, y) => b.op('min', [x, y])), {
  name: { en: 'Minimum', 'zh-CN': '最小值' },
  summary: {
    en: 'The smaller of its inputs, element by element.',
    'zh-CN': '逐元素取各输入中的较小者。',
  },
  formula: 'y = \\min(a, b, \\dots)',
  references: ['torch.minimum', 'tf.keras.layers.Minimum', 'ONNX Min'],
  aliases: ['min', '较小', '最小'],
});
