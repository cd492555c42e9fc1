import type { Value } from '../../ir/op';
import { activate, activationBrief, activationNames } from '../activations';
import { strideBrief, times } from '../briefs';
import { bool, posInt, select, size2 } from '../fields';
import { biasInit, initSchemes, weightInit } from '../initializers';
import { defineLayer, unaryPorts } from '../layer';
import { paddingField, window2d } from '../windowParams';

const params = {
  filters: posInt({ en: 'Filters', 'zh-CN': '卷积核数' }, 32, {
    help: { en: 'Channels of the output.', 'zh-CN': '输出的通道数。' },
  }),
  kernel: size2({ en: 'Kernel', 'zh-CN': '卷积核大小' }, 3),
  stride: size2({ en: 'Stride', 'zh-CN': '步幅' }, 1),
  padding: paddingField,
  dilation: size2({ en: 'Dilation', 'zh-CN': '空洞率' }, 1),
  activation: select({ en: 'Activation', 'zh-CN': '激活函数' }, 'none', activationNames),
  bias: bool({ en: 'Bias', 'zh-CN': '偏置' }, true),
  init: select({ en: 'Initialisation', 'zh-CN': '初始化' }, 'default', initSchemes),
};

export const conv2d = defineLayer({
  type: 'conv2d',
  version: 1,
  migrations: {},
  group: 'convolution',
  params,
  ports: unaryPorts,
  brief: ({ filters, kernel, stride, activation }) =>
    `${filters} · ${times(kernel)}${strideBrief(stride)}${activationBrief(activation)}`,
  lower: ({ b, parameter }, inputs, { filters, activation, bias, init, ...window }) => {
    const x = inputs.x as Value;
    const attrs = window2d(x.type.shape, window);
    const channels = x.type.shape[1] as number;
    const [height, width] = window.kernel;
    const fanIn = channels * height * width;
    const weight = parameter(
      'weight',
      [filters, channels, height, width],
      weightInit(init, fanIn, filters * height * width),
    );
    const offset = bias ? [parameter('bias', [filters], biasInit(init, fanIn))] : [];
    return { y: activate(b, b.op('conv', [x, weight, ...offset], { ...attrs, group: 1 }), activation) };
  },
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
      'ONNX Conv',
    ],
    aliases: ['convolution', 'conv', 'cnn', '卷积'],
  },
});
