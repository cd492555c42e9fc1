import type { Value } from '../../ir/op';
import { defineLayer, unaryPorts } from '../layer';
import { pool2dBrief, pool2dParams, windowAttrs } from '../windowParams';

export const maxPool2d = defineLayer({
  type: 'maxPool2d',
  version: 1,
  migrations: {},
  group: 'pooling',
  params: pool2dParams,
  ports: unaryPorts,
  brief: pool2dBrief,
  lower: ({ b }, inputs, { pool, stride, padding }) => {
    const x = inputs.x as Value;
    const attrs = windowAttrs(x.type.shape, { kernel: pool, stride, padding });
    return { y: b.op('maxPool', [x], { ...attrs, kernel: pool }) };
  },
  docs: {
    name: { en: 'MaxPool2D', 'zh-CN': '二维最大池化' },
    summary: {
      en: 'Keeps the largest value of each window: a smaller picture that tolerates small shifts.',
      'zh-CN': '取每个窗口中的最大值：图像变小，并能容忍小的平移。',
    },
    formula: 'y_{c,i,j} = \\max_{u,v} x_{c,\\,si+u,\\,sj+v}',
    references: ['torch.nn.MaxPool2d', 'tf.keras.layers.MaxPooling2D', 'ONNX MaxPool'],
    aliases: ['MaxPooling2D', 'pooling', 'max pool', 'subsample', 'downsample', '池化'],
  },
});
