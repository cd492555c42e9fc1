import type { Value } from '../../ir/op';
import { activationBrief } from '../activations';
import { strideBrief, times } from '../briefs';
import { convolve, endFields, filtersField } from '../convolution';
import { inChannelsField } from '../declared';
import { defineLayer, unaryPorts } from '../layer';
import { conv2dWindow, groupsField } from '../windowParams';

const params = {
  filters: filtersField,
  inChannels: inChannelsField,
  ...conv2dWindow,
  groups: groupsField,
  ...endFields,
};

/** [B, C, H, W] -> [B, F, H', W']. */
export const conv2d = defineLayer({
  type: 'conv2d',
  version: 1,
  migrations: {},
  group: 'convolution',
  params,
  ports: unaryPorts,
  brief: ({ filters, kernel, stride, activation }) =>
    `${filters} · ${times(kernel)}${strideBrief(stride)}${activationBrief(activation)}`,
  lower: (context, { x }, layer) => ({ y: convolve(context, x as Value, layer) }),
  docs: {
    name: { en: 'Conv2D', 'zh-CN': '二维卷积' },
    summary: {
      en: 'Slides small learned filters over a picture; finds the same pattern wherever it is.',
      'zh-CN': '用可学习的小卷积核扫过图像，在任何位置都能找到相同的模式。',
    },
    formula: 'y_{f,i,j} = b_f + \\sum_{c,u,v} w_{f,c,u,v}\\, x_{c,\\,si+du-p,\\,sj+dv-p}',
    references: [
      'LeCun et al. 1998, Gradient-based learning applied to document recognition',
      'torch.nn.Conv2d',
      'tf.keras.layers.Conv2D',
      'ONNX Conv',
    ],
    aliases: ['Convolution2D', 'convolution', 'cnn', '卷积'],
  },
});
