import type { Value } from '../../ir/op';
import { activationBrief } from '../activations';
import { window1dBrief } from '../briefs';
import { convolveSeparably, endFields, filtersField, mixedMultiplierField } from '../convolution';
import { inChannelsField } from '../declared';
import { defineLayer, unaryPorts } from '../layer';
import { along1d, conv1dWindow } from '../windowParams';

const params = {
  filters: filtersField,
  inChannels: inChannelsField,
  ...conv1dWindow,
  multiplier: mixedMultiplierField,
  ...endFields,
};

/** [B, C, L] -> [B, F, L']: weights `depthwise` [C m, 1, k] and `pointwise` [F, C m, 1], a bias [F]. */
export const separableConv1d = defineLayer({
  type: 'separableConv1d',
  version: 1,
  migrations: {},
  group: 'convolution',
  params,
  ports: unaryPorts,
  brief: ({ filters, kernel, stride, activation }) =>
    `${filters} · ${window1dBrief(kernel, stride)}${activationBrief(activation)}`,
  lower: (context, { x }, layer) => ({ y: convolveSeparably(context, x as Value, along1d(layer)) }),
  docs: {
    name: { en: 'SeparableConv1D', 'zh-CN': '一维可分离卷积' },
    summary: {
      en: 'Filters every channel of a series by itself, then mixes them point by point: far fewer weights than Conv1D.',
      'zh-CN': '先对序列的每个通道单独卷积，再逐点混合：权重比一维卷积少得多。',
    },
    formula: 'y_{f,i} = b_f + \\sum_k p_{f,k} \\sum_u d_{k,u}\\, x_{\\lfloor k/m \\rfloor,\\,si+du-p}',
    references: ['Chollet 2017, Xception', 'tf.keras.layers.SeparableConv1D'],
    aliases: ['SeparableConvolution1D', 'depthwise separable', 'causal', '深度可分离'],
  },
});
