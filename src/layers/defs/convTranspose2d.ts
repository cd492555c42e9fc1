import { ShapeError } from '../../core/errors';
import { expectRank } from '../../ir/expect';
import type { Value } from '../../ir/op';
import { reach } from '../../ir/window';
import { activate, activationBrief } from '../activations';
import { strideBrief, times } from '../briefs';
import { endFields, filtersField } from '../convolution';
import { inChannelsField } from '../declared';
import { size2 } from '../fields';
import { biasInit, weightInit } from '../initializers';
import { defineLayer, unaryPorts } from '../layer';
import { channelsOf, convPaddingField, groupsField, pad2Field } from '../windowParams';

const params = {
  filters: filtersField,
  inChannels: inChannelsField,
  kernel: size2({ en: 'Kernel', 'zh-CN': '卷积核大小' }, 4),
  stride: size2({ en: 'Stride', 'zh-CN': '步幅' }, 2),
  padding: { ...convPaddingField, default: 'same' as const },
  pad: pad2Field,
  outputPadding: size2({ en: 'Output padding', 'zh-CN': '输出填充' }, 0, {
    min: 0,
    help: {
      en: 'Rows and columns added at the end; less than the stride or the dilation.',
      'zh-CN': '在末尾增加的行和列，须小于步幅或空洞率。',
    },
  }),
  dilation: size2({ en: 'Dilation', 'zh-CN': '空洞率' }, 1),
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
  lower: ({ b, parameter }, inputs, layer) => {
    const x = inputs.x as Value;
    const { filters, inChannels, kernel, stride, dilation, groups, bias, init, activation } = layer;
    expectRank(x.type.shape, 4, '[B, C, H, W]');
    const channels = channelsOf(x, groups, inChannels);
    if (filters % groups !== 0)
      throw new ShapeError('dim', { axis: `F mod ${groups}`, expected: 0, actual: filters % groups });
    const taps = kernel[0] * kernel[1];
    // torch counts the second axis of the weight as inputs
    const fanIn = (filters / groups) * taps;
    const shape = [channels, filters / groups, ...kernel];
    const weight = parameter('weight', shape, weightInit(init, fanIn, (channels / groups) * taps));
    const offset = bias ? [parameter('bias', [filters], biasInit(init, fanIn))] : [];
    const attrs = { strides: stride, dilations: dilation, group: groups, ...borders(layer) };
    return { y: activate(b, b.op('convTranspose', [x, weight, ...offset], attrs), activation) };
  },
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

type Layer = Readonly<Record<'kernel' | 'stride' | 'dilation' | 'pad' | 'outputPadding', readonly [number, number]>> & {
  readonly padding: 'valid' | 'same' | 'custom';
};

/** What is cut off at both ends and added at the last. Throws `range` where more is added than a stride or a dilation is long. */
function borders({ kernel, stride, dilation, padding, pad, outputPadding }: Layer) {
  for (const [i, rows] of outputPadding.entries()) {
    const most = Math.max(stride[i] ?? 1, dilation[i] ?? 1) - 1;
    if (rows > most) throw new ShapeError('range', { expected: `output padding 0 … ${most}`, actual: rows });
  }
  if (padding !== 'same') {
    const cut = padding === 'custom' ? pad : [0, 0];
    return { padBegin: cut, padEnd: cut, outputPadding };
  }
  // stride n outputs: as many are cut as the window reaches beyond its stride
  const beyond = kernel.map((size, i) => reach(size, dilation[i] ?? 1) - (stride[i] ?? 1));
  return {
    padBegin: beyond.map((size) => Math.floor(Math.max(0, size) / 2)),
    padEnd: beyond.map((size) => Math.ceil(Math.max(0, size) / 2)),
    outputPadding: beyond.map((size, i) => Math.max(0, -size) + (outputPadding[i] ?? 0)),
  };
}
