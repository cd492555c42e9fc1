import type { Value } from '../../ir/op';
import { activationBrief } from '../activations';
import { window1dBrief } from '../briefs';
import { convolve, endFields, filtersField } from '../convolution';
import { inChannelsField } from '../declared';
import { defineLayer, unaryPorts } from '../layer';
import { along1d, conv1dWindow, groupsField } from '../windowParams';

const params = {
  filters: filtersField,
  inChannels: inChannelsField,
  ...conv1dWindow,
  groups: groupsField,
  ...endFields,
};

/** [B, C, L] -> [B, F, L']. */
export const conv1d = defineLayer({
  type: 'conv1d',
  version: 1,
  migrations: {},
  group: 'convolution',
  params,
  ports: unaryPorts,
  brief: ({ filters, kernel, stride, activation }) =>
    `${filters} · ${window1dBrief(kernel, stride)}${activationBrief(activation)}`,
  lower: (context, { x }, layer) => ({ y: convolve(context, x as Value, along1d(layer)) }),
  docs: {
    name: { en: 'Conv1D', 'zh-CN': '一维卷积' },
    summary: {
      en: 'Slides learned filters along a series or a text, channels first; causal padding never looks ahead.',
      'zh-CN': '沿序列或文本滑动可学习的卷积核（通道在前）；因果填充不会看到未来。',
    },
    formula: 'y_{f,i} = b_f + \\sum_{c,u} w_{f,c,u}\\, x_{c,\\,si+du-p}',
    references: [
      'torch.nn.Conv1d',
      'tf.keras.layers.Conv1D',
      'van den Oord et al. 2016, WaveNet (causal)',
      'ONNX Conv',
    ],
    aliases: ['Convolution1D', 'temporal convolution', 'tcn', 'causal', '卷积', '时序卷积'],
  },
});
