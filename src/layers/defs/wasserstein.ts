import { defineLayer } from '../layer';
import { meanPerExample, pairPorts, readPair } from '../losses';

/** -x t: the critic's score is pushed up where the target is 1 (real) and down where it is -1 (made). */
export const wasserstein = defineLayer({
  type: 'wasserstein',
  version: 1,
  migrations: {},
  group: 'loss',
  params: {},
  ports: pairPorts,
  brief: () => '',
  lower: ({ b, loss }, inputs) => {
    const { prediction, target } = readPair(inputs);
    loss(b.op('neg', [meanPerExample(b, b.op('mul', [prediction, target]))]));
    return {};
  },
  docs: {
    name: { en: 'Wasserstein', 'zh-CN': 'Wasserstein 损失' },
    summary: {
      en: 'Loss of a critic that tells real from made by a distance; targets are 1 (real) and -1 (made).',
      'zh-CN': '评判器用距离区分真实与生成样本的损失；目标为 1（真实）和 -1（生成）。',
    },
    formula: 'L = -x t',
    references: ['Arjovsky et al. 2017, Wasserstein GAN'],
    aliases: ['loss', 'wgan', 'critic', 'gan', '损失', '生成对抗'],
  },
});
