import { float } from '../../layers/fields';
import { defineSchedule, progressAfterWarmup, warmup, warmupFactor } from './schedule';

const fields = {
  lowest: float({ en: 'Lowest share', 'zh-CN': '最低比例' }, 0, 0, 1, {
    step: 0.01,
    help: { en: 'Share of the learning rate that is left at the end.', 'zh-CN': '结束时剩余的学习率比例。' },
  }),
  warmup,
};

/** low + (1 - low) (1 + cos(pi t)) / 2, t from 0 to 1 after the warm-up. */
export const cosine = defineSchedule({
  type: 'cosine',
  name: { en: 'Cosine', 'zh-CN': '余弦' },
  summary: {
    en: 'Falls along half a cosine wave to the end of the run.',
    'zh-CN': '沿半个余弦波下降，直到训练结束。',
  },
  formula: '\\eta_t = \\eta \\left( l + (1-l)\\, \\tfrac{1}{2} (1 + \\cos \\pi \\tfrac{t}{T}) \\right)',
  references: [
    'Loshchilov & Hutter 2017, SGDR: Stochastic gradient descent with warm restarts',
    'torch.optim.lr_scheduler.CosineAnnealingLR',
  ],
  fields,
  factor: (moment, params) => {
    const wave = (1 + Math.cos(Math.PI * progressAfterWarmup(moment, params.warmup))) / 2;
    return (params.lowest + (1 - params.lowest) * wave) * warmupFactor(moment, params.warmup);
  },
});
