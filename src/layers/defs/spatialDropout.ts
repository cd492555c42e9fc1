import { ShapeError } from '../../core/errors';
import { type Dim, formatShape } from '../../core/shape';
import type { Value } from '../../ir/op';
import { float } from '../fields';
import { defineLayer, unaryPorts } from '../layer';

const params = {
  rate: float({ en: 'Rate', 'zh-CN': '丢弃率' }, 0.2, 0, 0.99, {
    step: 0.05,
    help: { en: 'Share of channels set to zero while training.', 'zh-CN': '训练时置零的通道比例。' },
  }),
};

/** Whole channels of x [B, C, ...] at once: y = x m / (1 - rate), m [B, C, 1, ...]; the identity outside training. */
export const spatialDropout = defineLayer({
  type: 'spatialDropout',
  version: 1,
  migrations: {},
  group: 'regularization',
  params,
  ports: unaryPorts,
  brief: ({ rate }) => `${rate}`,
  lower: ({ b, mode, random }, inputs, { rate }) => {
    const x = inputs.x as Value;
    const { shape } = x.type;
    if (shape.length < 3)
      throw new ShapeError('rank', { expected: '>= 3 [B, C, …]', actual: `${shape.length} ${formatShape(shape)}` });
    if (mode !== 'train' || rate === 0) return { y: x };
    const channels = shape.map((size, axis): Dim => (axis < 2 ? size : 1));
    const keep = b.op('greater', [b.scalar(1 - rate), random('uniform', channels)]);
    return { y: b.op('mul', [x, b.op('where', [keep, b.scalar(1 / (1 - rate)), b.scalar(0)])]) };
  },
  docs: {
    name: { en: 'SpatialDropout', 'zh-CN': '通道丢弃' },
    summary: {
      en: 'Sets whole channels to zero while training: neighbours in a picture say the same, so single pixels hide nothing.',
      'zh-CN': '训练时将整个通道置零：图像中相邻像素含义相近，丢弃单个像素作用不大。',
    },
    formula: 'y_c = \\frac{m_c x_c}{1 - p}, \\quad m_c \\sim \\text{Bernoulli}(1 - p)',
    references: [
      'Tompson et al. 2015, Efficient object localization using convolutional networks',
      'torch.nn.Dropout2d',
      'tf.keras.layers.SpatialDropout2D',
    ],
    aliases: ['Dropout1d', 'Dropout2d', 'SpatialDropout1D', 'SpatialDropout2D', '正则化', '随机丢弃'],
  },
});
