import { activationLayer } from '../activationLayer';

export const silu = activationLayer('silu', {
  name: { en: 'SiLU', 'zh-CN': 'SiLU' },
  summary: {
    en: 'A value times its sigmoid: smooth, a little below zero on the left; also called Swish.',
    'zh-CN': '数值乘以它的 sigmoid：平滑，左侧略低于零；又称 Swish。',
  },
  formula: 'y = \\frac{x}{1 + e^{-x}}',
  references: ['Ramachandran et al. 2017, Searching for activation functions', 'torch.nn.SiLU', 'ONNX Swish'],
  aliases: ['swish', 'activation', '激活'],
});
