import type { Value } from '../../ir/op';
import { activationBrief } from '../activations';
import { window1dBrief } from '../briefs';
import { endFields, filtersField } from '../convolution';
import { inChannelsField } from '../declared';
import { int } from '../fields';
import { defineLayer, unaryPorts } from '../layer';
import { convolveTransposed } from '../transposedConvolution';
import {
  along1d,
  convPaddingField,
  dilation1Field,
  groupsField,
  kernel1Field,
  pad1Field,
  stride1Field,
} from '../windowParams';

const params = {
  filters: filtersField,
  inChannels: inChannelsField,
  kernel: kernel1Field(4),
  stride: stride1Field(2),
  padding: { ...convPaddingField, default: 'same' as const },
  pad: pad1Field,
  outputPadding: int({ en: 'Output padding', 'zh-CN': '输出填充' }, 0, 0, 1024, {
    help: {
      en: 'Elements added at the end; less than the stride or the dilation.',
      'zh-CN': '在末尾增加的元素数，须小于步幅或空洞率。',
    },
  }),
  dilation: dilation1Field,
  groups: groupsField,
  ...endFields,
};

/** [B, C, L] -> [B, F, L'], weight [C, F / groups, k] as torch.nn.ConvTranspose1d has it; `same` gives L' = stride L. */
export const convTranspose1d = defineLayer({
  type: 'convTranspose1d',
  version: 1,
  migrations: {},
  group: 'convolution',
  params,
  ports: unaryPorts,
  brief: ({ filters, kernel, stride, activation }) =>
    `${filters} · ${window1dBrief(kernel, stride)}${activationBrief(activation)}`,
  lower: (context, { x }, { outputPadding, ...layer }) => ({
    y: convolveTransposed(context, x as Value, { ...along1d(layer), outputPadding: [outputPadding] }),
  }),
  docs: {
    name: { en: 'ConvTranspose1D', 'zh-CN': '一维转置卷积' },
    summary: {
      en: 'A convolution run backwards: makes a series longer with learned filters, as decoders of sound do.',
      'zh-CN': '反向的一维卷积：用可学习的卷积核拉长序列，用于声音等的解码器。',
    },
    formula: 'y_{f,\\,si+du-p} \\mathrel{+}= \\sum_{c} w_{c,f,u}\\, x_{c,i}',
    references: ['torch.nn.ConvTranspose1d', 'tf.keras.layers.Conv1DTranspose', 'ONNX ConvTranspose'],
    aliases: ['Conv1DTranspose', 'deconvolution', 'upsampling', 'decoder', '反卷积', '上采样'],
  },
});
