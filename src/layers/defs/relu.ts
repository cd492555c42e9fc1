import { activationLayer } from '../activationLayer';

export const relu = activationLayer('relu', {
  name: { en: 'ReLU', 'zh-CN': 'ReLU' },
  summary: {
    en: 'Passes positive values, stops negative ones: the usual choice between layers.',
    'zh-CN': '正值通过，负值归零：层与层之间最常用的激活函数。',
  },
  formula: 'y = \\max(x, 0)',
  references: ['Nair & Hinton 2010, Rectified linear units improve restricted Boltzmann machines', 'torch.nn.ReLU'],
  aliases: ['activation', 'rectifier', '激活'],
});
