import { staticDims } from '../../core/shape';
import { rmsNorm as normalize } from '../../ir/composites/normalization';
import { expectFloat } from '../../ir/expect';
import type { Value } from '../../ir/op';
import { ones } from '../initializers';
import { defineLayer, unaryPorts } from '../layer';
import { affineField, epsilonField } from '../normalized';

const params = { epsilon: epsilonField(1e-6), affine: affineField(true) };

/** Over the last axis; only scaled, never shifted. */
export const rmsNorm = defineLayer({
  type: 'rmsNorm',
  version: 1,
  migrations: {},
  group: 'normalization',
  params,
  ports: unaryPorts,
  brief: () => '',
  lower: ({ b, parameter }, inputs, { epsilon, affine }) => {
    const x = inputs.x as Value;
    expectFloat(x.type);
    const last = staticDims(x.type.shape.slice(1).slice(-1));
    const scale = affine ? parameter('weight', last, ones) : undefined;
    return { y: normalize(b, x, { axis: -1, epsilon, scale }) };
  },
  docs: {
    name: { en: 'RMSNorm', 'zh-CN': '均方根归一化' },
    summary: {
      en: 'Divides features by their root mean square: LayerNorm without the mean, as large language models use it.',
      'zh-CN': '用均方根除特征：不减均值的层归一化，大语言模型常用。',
    },
    formula: 'y = \\gamma \\frac{x}{\\sqrt{\\frac{1}{n} \\sum_i x_i^2 + \\epsilon}}',
    references: [
      'Zhang & Sennrich 2019, Root mean square layer normalization',
      'torch.nn.RMSNorm',
      'ONNX RMSNormalization',
    ],
    aliases: ['root mean square', 'llama', 'normalise', '归一化'],
  },
});
