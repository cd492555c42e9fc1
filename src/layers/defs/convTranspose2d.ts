import type { Value } from '../../ir/op';
import { activationBrief } from '../activations';
import { strideBrief, times } from '../briefs';
import { endFields, filtersField } from '../convolution';
import { inChannelsField } from '../declared';
import { size2 } from '../fields';
import { defineLayer, unaryPorts } from '../layer';
import { convolveTransposed } from '../transposedConvolution';
import { convPaddingField, dilation2Field, groupsField, kernel2Field, pad2Field, stride2Field } from '../windowParams';

const params = {
  filters: filtersField,
  inChannels: inChannelsField,
  kernel: kernel2Field(4),
  stride: stride2Field(2),
  padding: { ...convPaddingField, default: 'same' as const },
  pad: pad2Field,
  outputPadding: size2({ en: 'Output padding', 'zh-CN': '输出填充' }, 0, {
    min: 0,
    help: {
      en: 'Rows and columns added at the end; less than the stride or the dilation.',
      'zh-CN': '在末尾增加的行和列，须小于步幅或空洞率。',
    },
  }),
  dilation: dilation2Field,
  groups: groupsField,
  ...endFields,
};

/** [B, C, H, W] -> [B, F, H', W'], weight [C, F / groups, h, w] as torch.nn.ConvTranspose2d has it; `same` gives H' = stride H. */
export const convTranspose2d = defineLayer({
  type: 'convTranspose2d',
  version: 1,
  migrations: {},
  group: 'convolution',
  params,
  ports: unaryPorts,
  brief: ({ filters, kernel, stride, activation }) =>
    `${filters} · ${times(kernel)}${strideBrief(stride)}${activationBrief(activation)}`,
  lower: (context, { x }, layer) => ({ y: convolveTransposed(context, x as Value, layer) }),
  docs: {
    name: { en: 'ConvTranspose2D', 'zh-CN': '转置卷积' },
    summary: {
      en: 'A convolution run backwards: makes pictures larger with learned filters, as generators and decoders do.',
      'zh-CN': '反向的卷积：用可学习的卷积核放大图像，用于生成器和解码器。',
    },
    formula: 'y_{f,\\,si+du-p,\\,sj+dv-p} \\mathrel{+}= \\sum_{c} w_{c,f,u,v}\\, x_{c,i,j}',
    references: [
      'Zeiler et al. 2010, Deconvolutional networks',
      'torch.nn.ConvTranspose2d',
      'tf.keras.layers.Conv2DTranspose',
      'ONNX ConvTranspose',
    ],
    aliases: ['Conv2DTranspose', 'deconvolution', 'upsampling', 'generator', '反卷积', '上采样'],
  },
});
