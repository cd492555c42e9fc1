import { globalPool } from '../globalPool';

export const globalMaxPool = globalPool('globalMaxPool', 'reduceMax', {
  name: { en: 'GlobalMaxPool', 'zh-CN': '全局最大池化' },
  summary: {
    en: 'The largest value of every channel over all places: whether a pattern is there at all.',
    'zh-CN': '每个通道在所有位置上的最大值：某种模式是否出现。',
  },
  formula: 'y_c = \\max_{i,j} x_{c,i,j}',
  references: [
    'Kim 2014, Convolutional neural networks for sentence classification (max over time)',
    'torch.nn.AdaptiveMaxPool2d(1)',
    'tf.keras.layers.GlobalMaxPooling2D',
    'tf.keras.layers.GlobalMaxPooling1D',
  ],
  aliases: ['AdaptiveMaxPool1d', 'AdaptiveMaxPool2d', 'GlobalMaxPooling2D', 'max over time', '池化'],
});
