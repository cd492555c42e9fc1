import type { Value } from '../../ir/op';
import { defineLayer, unaryPorts } from '../layer';
import { pool2dBrief, pool2dParams, windowAttrs } from '../windowParams';

/** [B, C, H, W] -> [B, C, H', W']; what padding adds does not count. */
export const averagePool2d = defineLayer({
  type: 'averagePool2d',
  version: 1,
  migrations: {},
  group: 'pooling',
  params: pool2dParams,
  ports: unaryPorts,
  brief: pool2dBrief,
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
