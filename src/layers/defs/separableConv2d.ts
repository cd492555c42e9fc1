import type { Value } from '../../ir/op';
import { activationBrief } from '../activations';
import { strideBrief, times } from '../briefs';
import { convolveSeparably, endFields, filtersField, mixedMultiplierField } from '../convolution';
import { inChannelsField } from '../declared';
import { defineLayer, unaryPorts } from '../layer';
import { conv2dWindow } from '../windowParams';

const params = {
  filters: filtersField,
  inChannels: inChannelsField,
  ...conv2dWindow,
  multiplier: mixedMultiplierField,
  ...endFields,
};

/** [B, C, H, W] -> [B, F, H', W']: weights `depthwise` [C m, 1, h, w] and `pointwise` [F, C m, 1, 1], a bias [F]. */
export const separableConv2d = defineLayer({
  type: 'separableConv2d',
  version: 1,
  migrations: {},
  group: 'convolution',
  params,
  ports: unaryPorts,
  brief: ({ filters, kernel, stride, activation }) =>
    `${filters} · ${times(kernel)}${strideBrief(stride)}${activationBrief(activation)}`,
  lower: (context, { x }, layer) => ({ y: convolveSeparably(context, x as Value, layer) }),
  docs: {
    name: { en: 'SeparableConv2D', 'zh-CN': '可分离卷积' },
    summary: {
      en: 'Filters every channel by itself, then mixes them point by point: far fewer weights than Conv2D.',
      'zh-CN': '先对每个通道单独卷积，再逐点混合：权重比二维卷积少得多。',
    },
    formula:
      'y_{f,i,j} = b_f + \\sum_k p_{f,k} \\sum_{u,v} d_{k,u,v}\\, x_{\\lfloor k/m \\rfloor,\\,si+du-p,\\,sj+dv-p}',
    references: ['Chollet 2017, Xception', 'tf.keras.layers.SeparableConv2D'],
    aliases: ['SeparableConvolution2D', 'xception', 'depthwise separable', '深度可分离'],
  },
});
