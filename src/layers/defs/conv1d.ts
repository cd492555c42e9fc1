import type { Value } from '../../ir/op';
import { activationBrief } from '../activations';
import { convolve, endFields, filtersField } from '../convolution';
import { inChannelsField } from '../declared';
import { posInt } from '../fields';
import { defineLayer, unaryPorts } from '../layer';
import { borderField, causalPaddingField, groupsField, pad1Field } from '../windowParams';

const params = {
  filters: filtersField,
  inChannels: inChannelsField,
  kernel: posInt({ en: 'Kernel', 'zh-CN': '卷积核大小' }, 3),
  stride: posInt({ en: 'Stride', 'zh-CN': '步幅' }, 1),
  padding: causalPaddingField,
  pad: pad1Field,
  border: borderField,
  dilation: posInt({ en: 'Dilation', 'zh-CN': '空洞率' }, 1),
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
    `${filters} · ${kernel}${stride > 1 ? ` /${stride}` : ''}${activationBrief(activation)}`,
  lower: (context, { x }, { kernel, stride, pad, dilation, ...layer }) => {
    const window = { kernel: [kernel], stride: [stride], pad: [pad], dilation: [dilation] };
    return { y: convolve(context, x as Value, { ...layer, ...window }) };
  },
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
