import type { Value } from '../../ir/op';
import { activate, activationBrief } from '../activations';
import { strideBrief, times } from '../briefs';
import { endFields, filtersField } from '../convolution';
import { posInt, size2 } from '../fields';
import { biasInit, weightInit } from '../initializers';
import { defineLayer, unaryPorts } from '../layer';
import { bordered, borderField, channelsOf, convPaddingField, pad2Field } from '../windowParams';

const params = {
  filters: filtersField,
  kernel: size2({ en: 'Kernel', 'zh-CN': '卷积核大小' }, 3),
  stride: size2({ en: 'Stride', 'zh-CN': '步幅' }, 1),
  padding: convPaddingField,
  pad: pad2Field,
  border: borderField,
  dilation: size2({ en: 'Dilation', 'zh-CN': '空洞率' }, 1),
  multiplier: posInt({ en: 'Multiplier', 'zh-CN': '倍数' }, 1, {
    help: { en: 'Filters for each channel before they are mixed.', 'zh-CN': '混合之前每个通道的卷积核数。' },
  }),
  ...endFields,
};

const alone = { strides: [1, 1], dilations: [1, 1], padBegin: [0, 0], padEnd: [0, 0], group: 1 };

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
  lower: ({ b, parameter }, inputs, { filters, multiplier, bias, init, activation, ...window }) => {
    const { x, attrs } = bordered(b, inputs.x as Value, window);
    const group = channelsOf(x);
    const [height, width] = window.kernel;
    const taps = height * width;
    const inner = group * multiplier;
    const depthwise = parameter('depthwise', [inner, 1, height, width], weightInit(init, taps, taps * multiplier));
    const pointwise = parameter('pointwise', [filters, inner, 1, 1], weightInit(init, inner, filters));
    const offset = bias ? [parameter('bias', [filters], biasInit(init, inner))] : [];
    const spread = b.op('conv', [x, depthwise], { ...attrs, group });
    return { y: activate(b, b.op('conv', [spread, pointwise, ...offset], alone), activation) };
  },
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
