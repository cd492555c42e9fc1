import { folded, mergeLayer } from '../mergeLayer';

export const add = mergeLayer('add', (b, values) => folded(values, (x, y) => b.op('add', [x, y])), {
  name: { en: 'Add', 'zh-CN': '相加' },
  summary: {
    en: 'Adds its inputs: what a residual connection ends with.',
    'zh-CN': '把各输入相加：残差连接的终点。',
  },
  formula: 'y = a + b + \\dots',
  references: ['He et al. 2016, Deep residual learning', 'torch.add', 'tf.keras.layers.Add', 'ONNX Add'],
  aliases: ['sum', 'plus', 'residual', 'skip connection', '加', '残差'],
});
