import { activationLayer } from '../activationLayer';

export const sigmoid = activationLayer('sigmoid', {
  name: { en: 'Sigmoid', 'zh-CN': 'Sigmoid' },
  summary: {
    en: 'Squeezes any value into 0 to 1, as a probability or a gate.',
    'zh-CN': '把任意数值压缩到 0 到 1 之间，可作概率或门控。',
  },
  formula: 'y = \\frac{1}{1 + e^{-x}}',
  references: ['torch.nn.Sigmoid'],
  aliases: ['logistic', 'activation', '激活'],
});
