import type { Value } from '../../ir/op';
import { activationBrief } from '../activations';
import { strideBrief, times } from '../briefs';
import { convolve, endFields, multiplierField } from '../convolution';
import { inChannelsField } from '../declared';
import { defineLayer, unaryPorts } from '../layer';
import { channelsOf, conv2dWindow } from '../windowParams';

const params = {
  inChannels: inChannelsField,
  multiplier: multiplierField,
  ...conv2dWindow,
  ...endFields,
};

/** [B, C, H, W] -> [B, C m, H', W']: torch.nn.Conv2d with as many groups as channels. */
export const depthwiseConv2d = defineLayer({
  type: 'depthwiseConv2d',
  version: 1,
  migrations: {},
  group: 'convolution',
  params,
  ports: unaryPorts,
  brief: ({ multiplier, kernel, stride, activation }) =>
    `${multiplier > 1 ? `×${multiplier} · ` : ''}${times(kernel)}${strideBrief(stride)}${activationBrief(activation)}`,
  lower: (context, inputs, { multiplier, ...layer }) => {
    const x = inputs.x as Value;
    const groups = channelsOf(x, 1, layer.inChannels);
    return { y: convolve(context, x, { ...layer, groups, filters: groups * multiplier }) };
  },
  docs: {
    name: { en: 'DepthwiseConv2D', 'zh-CN': '逐通道卷积' },
    summary: {
      en: 'Filters every channel by itself: a convolution at a fraction of the cost, usually before a 1×1 one.',
      'zh-CN': '每个通道单独卷积：计算量只是普通卷积的一小部分，通常后接 1×1 卷积。',
    },
    formula: 'y_{cm+k,i,j} = b_{cm+k} + \\sum_{u,v} w_{cm+k,u,v}\\, x_{c,\\,si+du-p,\\,sj+dv-p}',
    references: [
      'Howard et al. 2017, MobileNets',
      'tf.keras.layers.DepthwiseConv2D',
      'torch.nn.Conv2d with groups = channels',
    ],
    aliases: ['depthwise', 'mobilenet', 'grouped convolution', '深度卷积', '逐通道'],
  },
});
