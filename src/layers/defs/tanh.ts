import { activationLayer } from '../activationLayer';

export const tanh = activationLayer('tanh', {
  name: { en: 'Tanh', 'zh-CN': 'Tanh' },
  summary: {
    en: 'Squeezes any value into -1 to 1, centred on zero.',
    'zh-CN': '把任意数值压缩到 -1 到 1 之间，以零为中心。',
  },
  formula: 'y = \\tanh x',
  references: ['torch.nn.Tanh'],
  aliases: ['activation', 'hyperbolic tangent', '激活', '双曲正切'],
});
