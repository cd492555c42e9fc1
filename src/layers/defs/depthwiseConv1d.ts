import type { Value } from '../../ir/op';
import { activationBrief } from '../activations';
import { window1dBrief } from '../briefs';
import { convolve, endFields, multiplierField } from '../convolution';
import { inChannelsField } from '../declared';
import { defineLayer, unaryPorts } from '../layer';
import { along1d, channelsOf, conv1dWindow } from '../windowParams';

const params = {
  inChannels: inChannelsField,
  multiplier: multiplierField,
  ...conv1dWindow,
  ...endFields,
};

/** [B, C, L] -> [B, C m, L']: torch.nn.Conv1d with as many groups as channels. */
export const depthwiseConv1d = defineLayer({
  type: 'depthwiseConv1d',
  version: 1,
  migrations: {},
  group: 'convolution',
  params,
  ports: unaryPorts,
  brief: ({ multiplier, kernel, stride, activation }) =>
    `${multiplier > 1 ? `×${multiplier} · ` : ''}${window1dBrief(kernel, stride)}${activationBrief(activation)}`,
  lower: (context, inputs, { multiplier, ...layer }) => {
    const x = inputs.x as Value;
    const groups = channelsOf(x, 1, layer.inChannels);
    return { y: convolve(context, x, { ...along1d(layer), groups, filters: groups * multiplier }) };
  },
  docs: {
    name: { en: 'DepthwiseConv1D', 'zh-CN': '一维逐通道卷积' },
    summary: {
      en: 'Filters every channel of a series by itself: a convolution at a fraction of the cost.',
      'zh-CN': '序列的每个通道单独卷积：计算量只是普通卷积的一小部分。',
    },
    formula: 'y_{cm+k,i} = b_{cm+k} + \\sum_u w_{cm+k,u}\\, x_{c,\\,si+du-p}',
    references: ['tf.keras.layers.DepthwiseConv1D', 'torch.nn.Conv1d with groups = channels'],
    aliases: ['depthwise', 'grouped convolution', 'causal', '深度卷积', '逐通道'],
  },
});
