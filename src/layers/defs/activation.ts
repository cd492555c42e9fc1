import { expectFloat } from '../../ir/expect';
import type { Value } from '../../ir/op';
import { activate, activationNames } from '../activations';
import { select } from '../fields';
import { defineLayer, unaryPorts } from '../layer';

const params = {
  function: select({ en: 'Function', 'zh-CN': '函数' }, 'relu', activationNames),
};

export const activation = defineLayer({
  type: 'activation',
  version: 1,
  migrations: {},
  group: 'activation',
  params,
  ports: unaryPorts,
  brief: ({ function: name }) => activationNames[name].en,
  lower: ({ b }, inputs, { function: name }) => {
    const x = inputs.x as Value;
    expectFloat(x.type);
    return { y: activate(b, x, name) };
  },
  docs: {
    name: { en: 'Activation', 'zh-CN': '激活函数' },
    summary: {
      en: 'Any of the usual non-linear functions, to be changed at will.',
      'zh-CN': '任意一种常用的非线性函数，可随时更换。',
    },
    formula: 'y = f(x)',
    references: ['torch.nn, Non-linear activations', 'tf.keras.layers.Activation'],
    aliases: [
      'ReLU6',
      'SELU',
      'CELU',
      'Mish',
      'Hardswish',
      'Hardsigmoid',
      'Hardtanh',
      'LogSigmoid',
      'Softplus',
      'Softsign',
      'Softshrink',
      'Hardshrink',
      'Tanhshrink',
      'nonlinearity',
      '激活',
      '非线性',
    ],
  },
});
