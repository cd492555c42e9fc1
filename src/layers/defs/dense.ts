import { ShapeError } from '../../core/errors';
import { formatShape } from '../../core/shape';
import { activate, activationBrief, activationNames } from '../activations';
import { expectDeclared, inFeaturesField } from '../declared';
import { bool, posInt, select } from '../fields';
import { biasInit, initSchemes, weightInit } from '../initializers';
import { defineLayer, unaryPorts } from '../layer';
import { linear } from '../linear';

const params = {
  units: posInt({ en: 'Units', 'zh-CN': '单元数' }, 128, {
    help: { en: 'Size of the output.', 'zh-CN': '输出的大小。' },
  }),
  inFeatures: inFeaturesField,
  activation: select({ en: 'Activation', 'zh-CN': '激活函数' }, 'none', activationNames),
  bias: bool({ en: 'Bias', 'zh-CN': '偏置' }, true),
  init: select({ en: 'Initialisation', 'zh-CN': '初始化' }, 'default', initSchemes),
};

export const dense = defineLayer({
  type: 'dense',
  version: 1,
  migrations: {},
  group: 'core',
  params,
  ports: unaryPorts,
  brief: ({ units, activation }) => `${units}${activationBrief(activation)}`,
  lower: ({ b, parameter }, { x }, { units, inFeatures, activation, bias, init }) => {
    const features = x?.type.shape.at(-1);
    if (!x || x.type.shape.length < 2)
      throw new ShapeError('rank', { expected: '>= 2 [B, …, D]', actual: formatShape(x?.type.shape ?? []) });
    if (typeof features !== 'number') throw new ShapeError('symbolic', { actual: features ?? '?' });
    expectDeclared(inFeatures, 'features', features);
    // PyTorch's layout: weight [units, features], y = x weight^T + bias
    const weight = parameter('weight', [units, features], weightInit(init, features, units));
    const offset = bias ? parameter('bias', [units], biasInit(init, features)) : undefined;
    return { y: activate(b, linear(b, x, weight, offset), activation) };
  },
  docs: {
    name: { en: 'Dense', 'zh-CN': '全连接' },
    summary: {
      en: 'Every output is a weighted sum of all inputs plus a bias; works on the last axis.',
      'zh-CN': '每个输出都是全部输入的加权和再加偏置；作用于最后一个轴。',
    },
    formula: 'y = x W^\\top + b',
    references: ['torch.nn.Linear', 'tf.keras.layers.Dense'],
    aliases: ['linear', 'fc', 'fully connected', 'mlp', '线性', '全连接层'],
  },
});
