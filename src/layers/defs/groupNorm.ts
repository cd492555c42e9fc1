import { groupNorm as normalize } from '../../ir/composites/normalization';
import { expectFloat } from '../../ir/expect';
import type { Value } from '../../ir/op';
import { posInt } from '../fields';
import { defineLayer, unaryPorts } from '../layer';
import { affineField, affineParts, epsilonField, expectChannelled } from '../normalized';

const params = {
  groups: posInt({ en: 'Groups', 'zh-CN': '分组数' }, 4),
  epsilon: epsilonField(1e-5),
  affine: affineField(true),
};

/** Over each of `groups` sets of channels of every example: x [B, C, ...]. */
export const groupNorm = defineLayer({
  type: 'groupNorm',
  version: 1,
  migrations: {},
  group: 'normalization',
  params,
  ports: unaryPorts,
  brief: ({ groups }) => `G ${groups}`,
  lower: (context, inputs, { groups, epsilon, affine }) => {
    const x = inputs.x as Value;
    expectFloat(x.type);
    const parts = affineParts(context, [expectChannelled(x)], affine);
    return { y: normalize(context.b, x, { groups, epsilon, ...parts }) };
  },
  docs: {
    name: { en: 'GroupNorm', 'zh-CN': '组归一化' },
    summary: {
      en: 'Normalises groups of channels of each example by themselves: like BatchNorm, but for any batch size.',
      'zh-CN': '对每个样本的若干组通道分别归一化：类似批归一化，但不受批大小影响。',
    },
    formula: 'y = \\gamma_c \\frac{x - \\mu_g}{\\sqrt{\\sigma_g^2 + \\epsilon}} + \\beta_c',
    references: ['Wu & He 2018, Group normalization', 'torch.nn.GroupNorm', 'tf.keras.layers.GroupNormalization'],
    aliases: ['GroupNormalization', 'normalise', '归一化'],
  },
});
