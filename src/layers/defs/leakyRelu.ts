import type { Value } from '../../ir/op';
import { float } from '../fields';
import { defineLayer, unaryPorts } from '../layer';

const params = {
  slope: float({ en: 'Slope', 'zh-CN': '斜率' }, 0.01, 0, 1, {
    step: 0.01,
    help: { en: 'Slope of the negative side.', 'zh-CN': '负半轴的斜率。' },
  }),
};

export const leakyRelu = defineLayer({
  type: 'leakyRelu',
  version: 1,
  migrations: {},
  group: 'activation',
  params,
  ports: unaryPorts,
  brief: ({ slope }) => `${slope}`,
  lower: ({ b }, { x }, { slope }) => ({ y: b.op('leakyRelu', [x as Value], { alpha: slope }) }),
  docs: {
    name: { en: 'LeakyReLU', 'zh-CN': 'LeakyReLU' },
    summary: {
      en: 'ReLU that lets a little of negative values through, so that no unit dies; usual in discriminators.',
      'zh-CN': '让负值少量通过的 ReLU，避免神经元“死亡”；判别器中常用。',
    },
    formula: 'y = \\max(x, 0) + s \\min(x, 0)',
    references: [
      'Maas et al. 2013, Rectifier nonlinearities improve neural network acoustic models',
      'torch.nn.LeakyReLU',
    ],
    aliases: ['leaky', 'activation', '激活'],
  },
});
