import type { Value } from '../../ir/op';
import { strideBrief, times } from '../briefs';
import { size2 } from '../fields';
import { defineLayer, unaryPorts } from '../layer';
import { paddingField, windowAttrs } from '../windowParams';

const params = {
  pool: size2({ en: 'Pool size', 'zh-CN': '池化大小' }, 2),
  stride: size2({ en: 'Stride', 'zh-CN': '步幅' }, 2),
  padding: paddingField,
};

/** [B, C, H, W] -> [B, C, H', W']; what padding adds does not count. */
export const averagePool2d = defineLayer({
  type: 'averagePool2d',
  version: 1,
  migrations: {},
  group: 'pooling',
  params,
  ports: unaryPorts,
  brief: ({ pool, stride }) => `${times(pool)}${strideBrief(stride)}`,
  lower: ({ b }, inputs, { pool, stride, padding }) => {
    const x = inputs.x as Value;
    const attrs = windowAttrs(x.type.shape, { kernel: pool, stride, padding });
    return { y: b.op('averagePool', [x], { ...attrs, kernel: pool, countIncludePad: false }) };
  },
  docs: {
    name: { en: 'AveragePool2D', 'zh-CN': '二维平均池化' },
    summary: {
      en: 'Keeps the mean of each window: a smaller, smoother picture.',
      'zh-CN': '取每个窗口的平均值：图像更小、更平滑。',
    },
    formula: 'y_{c,i,j} = \\frac{1}{hw} \\sum_{u,v} x_{c,\\,si+u,\\,sj+v}',
    references: ['torch.nn.AvgPool2d', 'tf.keras.layers.AveragePooling2D', 'ONNX AveragePool'],
    aliases: ['AvgPool2d', 'AveragePooling2D', 'mean pooling', 'downsample', '池化', '平均'],
  },
});
