import { ShapeError } from '../../core/errors';
import { formatShape, staticDims } from '../../core/shape';
import { expectFloat } from '../../ir/expect';
import type { Value } from '../../ir/op';
import { int } from '../fields';
import { defineLayer, unaryPorts } from '../layer';
import { affineField, affineParts, epsilonField } from '../normalized';

const params = {
  axes: int({ en: 'Last axes', 'zh-CN': '末尾轴数' }, 1, 1, 8, {
    help: { en: 'How many axes are normalised together.', 'zh-CN': '一起归一化的末尾轴数。' },
  }),
  epsilon: epsilonField(1e-5),
  affine: affineField(true),
};

/** Over the last axes of x [B, ...]; weight and bias have their shape. */
export const layerNorm = defineLayer({
  type: 'layerNorm',
  version: 1,
  migrations: {},
  group: 'normalization',
  params,
  ports: unaryPorts,
  brief: ({ axes }) => (axes === 1 ? '' : `-${axes} … -1`),
  lower: (context, inputs, { axes, epsilon, affine }) => {
    const x = inputs.x as Value;
    expectFloat(x.type);
    const { shape } = x.type;
    if (shape.length <= axes)
      throw new ShapeError('rank', { expected: `>= ${axes + 1}`, actual: `${shape.length} ${formatShape(shape)}` });
    const { scale, bias } = affineParts(context, staticDims(shape.slice(-axes)), affine);
    const given = scale && bias ? [x, scale, bias] : [x];
    return { y: context.b.op('layerNorm', given, { axis: -axes, epsilon }) };
  },
  docs: {
    name: { en: 'LayerNorm', 'zh-CN': '层归一化' },
    summary: {
      en: 'Brings the features of every example or step to mean 0 and variance 1; the norm of Transformers.',
      'zh-CN': '把每个样本或每一步的特征调整为均值 0、方差 1；Transformer 所用的归一化。',
    },
    formula: 'y = \\gamma \\frac{x - \\mu}{\\sqrt{\\sigma^2 + \\epsilon}} + \\beta',
    references: [
      'Ba, Kiros & Hinton 2016, Layer normalization',
      'torch.nn.LayerNorm',
      'tf.keras.layers.LayerNormalization',
      'ONNX LayerNormalization',
    ],
    aliases: ['LayerNormalization', 'normalise', 'transformer', '归一化'],
  },
});
