import { ShapeError } from '../../core/errors';
import { updatedStatistics } from '../../ir/composites/normalization';
import { expectFloat } from '../../ir/expect';
import { filledLike } from '../../ir/gradients';
import type { Value } from '../../ir/op';
import { float } from '../fields';
import { ones, zeros } from '../initializers';
import { defineLayer, unaryPorts } from '../layer';
import { affineField, affineParts, elementsAside, epsilonField, expectChannelled } from '../normalized';

const params = {
  momentum: float({ en: 'Momentum', 'zh-CN': '动量' }, 0.1, 0, 1, {
    step: 0.01,
    help: {
      en: 'Share of each new batch in the running statistics (PyTorch’s meaning; Keras says 1 minus it).',
      'zh-CN': '每个新批次在滑动统计量中的比例（PyTorch 的含义；Keras 中为 1 减去它）。',
    },
  }),
  epsilon: epsilonField(1e-5),
  affine: affineField(true),
};

/** x [B, C, ...]: with the batch's statistics while it trains, with the running ones (buffers) otherwise. */
export const batchNorm = defineLayer({
  type: 'batchNorm',
  version: 1,
  migrations: {},
  group: 'normalization',
  params,
  ports: unaryPorts,
  brief: ({ momentum }) => `m ${momentum}`,
  lower: (context, inputs, { momentum, epsilon, affine }) => {
    const { b, mode } = context;
    const x = inputs.x as Value;
    expectFloat(x.type);
    const channels = expectChannelled(x);
    const { scale: weight, bias: offset } = affineParts(context, [channels], affine);
    const running = {
      mean: context.buffer('running_mean', [channels], zeros),
      variance: context.buffer('running_var', [channels], ones),
    };
    const scale = weight ?? filledLike(b, running.mean, 1);
    const bias = offset ?? filledLike(b, running.mean, 0);
    if (mode !== 'train')
      return { y: b.op('batchNorm', [x, scale, bias, running.mean, running.variance], { epsilon }) };
    const count = elementsAside(x.type.shape);
    if (count !== undefined && count < 2)
      throw new ShapeError('dim', { axis: 'B·H·W', expected: '>= 2', actual: count });
    const [y, mean, variance] = b.ops('batchNormTrain', [x, scale, bias], { epsilon }) as [Value, Value, Value];
    const next = updatedStatistics(b, running, { batch: { mean, variance }, x, momentum });
    context.update(running.mean, next.mean);
    context.update(running.variance, next.variance);
    return { y };
  },
  docs: {
    name: { en: 'BatchNorm', 'zh-CN': '批归一化' },
    summary: {
      en: 'Brings every channel to mean 0 and variance 1 over the batch; nets learn faster and bear larger rates.',
      'zh-CN': '在整个批次上把每个通道调整为均值 0、方差 1；网络学得更快，可用更大的学习率。',
    },
    formula: 'y = \\gamma \\frac{x - \\mu_c}{\\sqrt{\\sigma_c^2 + \\epsilon}} + \\beta',
    references: [
      'Ioffe & Szegedy 2015, Batch normalization',
      'torch.nn.BatchNorm1d',
      'torch.nn.BatchNorm2d',
      'tf.keras.layers.BatchNormalization',
      'ONNX BatchNormalization',
    ],
    aliases: ['BatchNorm1d', 'BatchNorm2d', 'BatchNormalization', 'bn', 'normalise', '归一化', '标准化'],
  },
});
