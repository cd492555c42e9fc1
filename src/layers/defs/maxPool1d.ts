import type { Value } from '../../ir/op';
import { posInt } from '../fields';
import { defineLayer, unaryPorts } from '../layer';
import { paddingField, windowAttrs } from '../windowParams';

const params = {
  pool: posInt({ en: 'Pool size', 'zh-CN': '池化大小' }, 2),
  stride: posInt({ en: 'Stride', 'zh-CN': '步幅' }, 2),
  padding: paddingField,
};

/** [B, C, L] -> [B, C, L']. */
export const maxPool1d = defineLayer({
  type: 'maxPool1d',
  version: 1,
  migrations: {},
  group: 'pooling',
  params,
  ports: unaryPorts,
  brief: ({ pool, stride }) => `${pool}${stride > 1 ? ` /${stride}` : ''}`,
  lower: ({ b }, inputs, { pool, stride, padding }) => {
    const x = inputs.x as Value;
    const kernel = [pool];
    const attrs = windowAttrs(x.type.shape, { kernel, stride: [stride], padding });
    return { y: b.op('maxPool', [x], { ...attrs, kernel }) };
  },
  docs: {
    name: { en: 'MaxPool1D', 'zh-CN': '一维最大池化' },
    summary: {
      en: 'Keeps the largest value of each window along a series.',
      'zh-CN': '取序列上每个窗口中的最大值。',
    },
    formula: 'y_{c,i} = \\max_u x_{c,\\,si+u}',
    references: ['torch.nn.MaxPool1d', 'tf.keras.layers.MaxPooling1D', 'ONNX MaxPool'],
    aliases: ['MaxPooling1D', 'pooling', 'downsample', '池化'],
  },
});
