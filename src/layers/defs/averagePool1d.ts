import type { Value } from '../../ir/op';
import { window1dBrief } from '../briefs';
import { posInt } from '../fields';
import { defineLayer, unaryPorts } from '../layer';
import { paddingField, windowAttrs } from '../windowParams';

const params = {
  pool: posInt({ en: 'Pool size', 'zh-CN': '池化大小' }, 2),
  stride: posInt({ en: 'Stride', 'zh-CN': '步幅' }, 2),
  padding: paddingField,
};

/** [B, C, L] -> [B, C, L']; what padding adds does not count. */
export const averagePool1d = defineLayer({
  type: 'averagePool1d',
  version: 1,
  migrations: {},
  group: 'pooling',
  params,
  ports: unaryPorts,
  brief: ({ pool, stride }) => window1dBrief(pool, stride),
  lower: ({ b }, inputs, { pool, stride, padding }) => {
    const x = inputs.x as Value;
    const kernel = [pool];
    const attrs = windowAttrs(x.type.shape, { kernel, stride: [stride], padding });
    return { y: b.op('averagePool', [x], { ...attrs, kernel, countIncludePad: false }) };
  },
  docs: {
    name: { en: 'AveragePool1D', 'zh-CN': '一维平均池化' },
    summary: {
      en: 'Keeps the mean of each window along a series: a shorter, smoother one.',
      'zh-CN': '取序列上每个窗口的平均值：序列更短、更平滑。',
    },
    formula: 'y_{c,i} = \\frac{1}{k} \\sum_u x_{c,\\,si+u}',
    references: ['torch.nn.AvgPool1d', 'tf.keras.layers.AveragePooling1D', 'ONNX AveragePool'],
    aliases: ['AvgPool1d', 'AveragePooling1D', 'mean pooling', 'downsample', 'moving average', '池化', '平均'],
  },
});
