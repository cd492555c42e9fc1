import { folded, mergeLayer } from '../mergeLayer';

export const multiply = mergeLayer('multiply', (b, values) => folded(values, (x, y) => b.op('mul', [x, y])), {
  name: { en: 'Multiply', 'zh-CN': '相乘' },
  summary: {
    en: 'Multiplies its inputs element by element: a gate, a mask or an attention weight at work.',
    'zh-CN': '逐元素相乘：用于门控、掩码或注意力权重。',
  },
  formula: 'y = a \\odot b \\odot \\dots',
  references: ['torch.mul', 'tf.keras.layers.Multiply', 'ONNX Mul'],
  aliases: ['mul', 'times', 'product', 'gate', 'hadamard', '乘', '门控'],
});
