import { folded, mergeLayer } from '../mergeLayer';

export const average = mergeLayer(
  'average',
  (b, values) =>
    b.op('mul', [folded(values, (x, y) => b.op('add', [x, y])), b.scalar(1 / values.length, values[0].type.dtype)]),
  {
    name: { en: 'Average', 'zh-CN': '平均' },
    summary: {
      en: 'The mean of its inputs, element by element: an ensemble of several branches.',
      'zh-CN': '逐元素取各输入的平均值：把多个分支合成一个集成。',
    },
    formula: 'y = \\frac{1}{n} (a + b + \\dots)',
    references: ['torch.mean', 'tf.keras.layers.Average', 'ONNX Mean'],
    aliases: ['mean', 'ensemble', '均值', '集成'],
  },
);
