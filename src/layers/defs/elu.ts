import type { Value } from '../../ir/op';
import { float } from '../fields';
import { defineLayer, unaryPorts } from '../layer';

const params = { alpha: float({ en: 'Alpha', 'zh-CN': 'Alpha' }, 1, 0, 100) };

export const elu = defineLayer({
  type: 'elu',
  version: 1,
  migrations: {},
  group: 'activation',
  params,
  ports: unaryPorts,
  brief: ({ alpha }) => `α ${alpha}`,
  lower: ({ b }, { x }, { alpha }) => ({ y: b.op('elu', [x as Value], { alpha }) }),
  docs: {
    name: { en: 'ELU', 'zh-CN': 'ELU' },
    summary: {
      en: 'Straight above zero, an exponential down to minus alpha below: smooth, with a mean near zero.',
      'zh-CN': '零以上为直线，零以下按指数趋近 -alpha：平滑且均值接近零。',
    },
    formula: 'y = \\begin{cases} x & x > 0 \\\\ \\alpha (e^x - 1) & x \\le 0 \\end{cases}',
    references: [
      'Clevert et al. 2016, Fast and accurate deep network learning by exponential linear units',
      'torch.nn.ELU',
    ],
    aliases: ['exponential linear', 'activation', '激活'],
  },
});
