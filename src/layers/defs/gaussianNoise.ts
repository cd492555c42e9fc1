import { expectFloat } from '../../ir/expect';
import type { Value } from '../../ir/op';
import { float } from '../fields';
import { defineLayer, unaryPorts } from '../layer';

const params = {
  std: float({ en: 'Standard deviation', 'zh-CN': '标准差' }, 0.1, 0, 1e3, { step: 0.05 }),
};

/** y = x + std e, e ~ N(0, 1), while it trains; the identity otherwise. */
export const gaussianNoise = defineLayer({
  type: 'gaussianNoise',
  version: 1,
  migrations: {},
  group: 'regularization',
  params,
  ports: unaryPorts,
  brief: ({ std }) => `σ ${std}`,
  lower: ({ b, mode, random }, inputs, { std }) => {
    const x = inputs.x as Value;
    expectFloat(x.type);
    if (mode !== 'train' || std === 0) return { y: x };
    return { y: b.op('add', [x, b.op('mul', [random('normal', x.type.shape), b.scalar(std)])]) };
  },
  docs: {
    name: { en: 'GaussianNoise', 'zh-CN': '高斯噪声' },
    summary: {
      en: 'Adds random numbers while training, so that the net learns what stays the same under small changes.',
      'zh-CN': '训练时加入随机数，使网络学会在微小变化下保持稳定。',
    },
    formula: 'y = x + \\sigma \\epsilon, \\quad \\epsilon \\sim \\mathcal{N}(0, 1)',
    references: [
      'Bishop 1995, Training with noise is equivalent to Tikhonov regularization',
      'tf.keras.layers.GaussianNoise',
    ],
    aliases: ['denoising', 'noise', 'augmentation', '噪声', '正则化'],
  },
});
