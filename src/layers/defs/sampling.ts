import type { Value } from '../../ir/op';
import { defineLayer } from '../layer';
import { expectSame } from '../losses';

/** z = mu + e^(logVar / 2) e, e ~ N(0, 1), while it trains and is evaluated; mu when it predicts. Any shape [B, ...]. */
export const sampling = defineLayer({
  type: 'sampling',
  version: 1,
  migrations: {},
  group: 'regularization',
  params: {},
  ports: {
    inputs: [
      { id: 'mean', label: { en: 'Mean', 'zh-CN': '均值' } },
      { id: 'logVariance', label: { en: 'Log variance', 'zh-CN': '对数方差' } },
    ],
    outputs: [{ id: 'z', label: { en: 'Code', 'zh-CN': '编码' } }],
  },
  brief: () => 'μ + σε',
  lower: ({ b, mode, random }, inputs) => {
    const { mean, logVariance } = inputs as { mean: Value; logVariance: Value };
    expectSame(mean.type, logVariance.type, 'mean', 'logVariance');
    if (mode === 'predict') return { z: mean };
    const deviation = b.op('exp', [b.op('mul', [logVariance, b.scalar(0.5)])]);
    return { z: b.op('add', [mean, b.op('mul', [deviation, random('normal', mean.type.shape)])]) };
  },
  docs: {
    name: { en: 'Sampling', 'zh-CN': '采样' },
    summary: {
      en: 'Draws the code of a variational autoencoder so that gradients pass; the exported model takes the mean.',
      'zh-CN': '为变分自编码器抽取编码并让梯度通过；导出的模型取均值。',
    },
    formula: 'z = \\mu + e^{\\frac{1}{2} \\ln \\sigma^2} \\odot \\epsilon, \\quad \\epsilon \\sim \\mathcal{N}(0, 1)',
    references: ['Kingma & Welling 2014, Auto-encoding variational Bayes, section 2.4'],
    aliases: ['reparameterization', 'vae', 'latent', 'Lambda', '重参数化', '变分', '潜变量'],
  },
});
