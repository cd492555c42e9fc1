import type { Value } from '../../ir/op';
import { float } from '../fields';
import { defineLayer } from '../layer';
import { expectSame, sumPerExample } from '../losses';

const params = {
  weight: float({ en: 'Weight', 'zh-CN': '权重' }, 1, 0, 1e6, {
    help: { en: 'The beta of a beta-VAE.', 'zh-CN': 'beta-VAE 中的 beta。' },
  }),
};

/** KL(N(mu, e^logVar) || N(0, 1)), summed over the axes of an example. */
export const klDivergence = defineLayer({
  type: 'klDivergence',
  version: 1,
  migrations: {},
  group: 'loss',
  params,
  ports: {
    inputs: [
      { id: 'mean', label: { en: 'Mean', 'zh-CN': '均值' } },
      { id: 'logVariance', label: { en: 'Log variance', 'zh-CN': '对数方差' } },
    ],
    outputs: [],
  },
  brief: ({ weight }) => `β ${weight}`,
  lower: ({ b, loss }, inputs, { weight }) => {
    const { mean, logVariance } = inputs as { mean: Value; logVariance: Value };
    expectSame(mean.type, logVariance.type, 'mean', 'logVariance');
    const spread = b.op('sub', [b.op('exp', [logVariance]), logVariance]);
    const terms = b.op('sub', [b.op('add', [b.op('mul', [mean, mean]), spread]), b.scalar(1)]);
    loss(b.op('mul', [sumPerExample(b, terms), b.scalar(weight / 2)]));
    return {};
  },
  docs: {
    name: { en: 'KL to a unit Gaussian', 'zh-CN': '与标准高斯的 KL 散度' },
    summary: {
      en: 'Keeps the latent codes of a variational autoencoder near a unit Gaussian.',
      'zh-CN': '使变分自编码器的潜变量接近标准高斯分布。',
    },
    formula: 'L = \\frac{\\beta}{2} \\sum_i (\\mu_i^2 + \\sigma_i^2 - 1 - \\ln \\sigma_i^2)',
    references: ['Kingma & Welling 2014, Auto-encoding variational Bayes, appendix B'],
    aliases: ['loss', 'vae', 'kullback-leibler', 'beta', '损失', '变分'],
  },
});
