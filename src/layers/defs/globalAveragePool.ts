import { globalPool } from '../globalPool';

export const globalAveragePool = globalPool('globalAveragePool', 'reduceMean', {
  name: { en: 'GlobalAveragePool', 'zh-CN': '全局平均池化' },
  summary: {
    en: 'The mean of every channel over all places: ends a convolutional net without a large Dense layer.',
    'zh-CN': '每个通道在所有位置上的平均值：无需大型全连接层即可收尾卷积网络。',
  },
  formula: 'y_c = \\frac{1}{HW} \\sum_{i,j} x_{c,i,j}',
  references: [
    'Lin et al. 2014, Network in network',
    'torch.nn.AdaptiveAvgPool2d(1)',
    'tf.keras.layers.GlobalAveragePooling2D',
    'tf.keras.layers.GlobalAveragePooling1D',
  ],
  aliases: ['AdaptiveAvgPool1d', 'AdaptiveAvgPool2d', 'GlobalAveragePooling2D', 'gap', '池化', '平均'],
});
