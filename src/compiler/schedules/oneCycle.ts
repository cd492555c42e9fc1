import { float } from '../../layers/fields';
import { defineSchedule } from './schedule';

const fields = {
  rise: float({ en: 'Rising share', 'zh-CN': '上升比例' }, 0.3, 0.01, 0.99, {
    step: 0.05,
    help: { en: 'Share of the run spent rising.', 'zh-CN': '学习率上升阶段占整个训练的比例。' },
  }),
  startDivisor: float({ en: 'Start divisor', 'zh-CN': '起始除数' }, 25, 1, 1e6, {
    step: 5,
    help: { en: 'd₁: the first rate is the learning rate divided by this.', 'zh-CN': 'd₁：起始学习率为设定值除以它。' },
  }),
  endDivisor: float({ en: 'End divisor', 'zh-CN': '结束除数' }, 1e4, 1, 1e9, {
    step: 1000,
    help: { en: 'd₂: the last rate is the first one divided by this.', 'zh-CN': 'd₂：最终学习率为起始值除以它。' },
  }),
};

/** Cosine from 1 / start up to 1, then down to 1 / (start end). The learning rate is the peak. */
export const oneCycle = defineSchedule({
  type: 'oneCycle',
  name: { en: 'One cycle', 'zh-CN': '单周期' },
  summary: {
    en: 'Rises to the learning rate and falls far below it: fast training in few epochs.',
    'zh-CN': '先升到设定的学习率，再降到很低：用较少轮数快速训练。',
  },
  formula: '\\eta / d_1 \\;\\nearrow\\; \\eta \\;\\searrow\\; \\eta / (d_1 d_2)',
  references: ['Smith & Topin 2018, Super-convergence', 'torch.optim.lr_scheduler.OneCycleLR'],
  fields,
  factor: ({ step, steps }, { rise, startDivisor, endDivisor }) => {
    const first = 1 / startDivisor;
    const last = first / endDivisor;
    const peak = rise * steps - 1;
    if (step <= peak) return between(first, 1, step / peak);
    return between(1, last, Math.min(1, (step - peak) / (steps - 1 - peak)));
  },
});

/** Half a cosine wave from a to b. */
function between(a: number, b: number, share: number): number {
  return b + ((a - b) * (1 + Math.cos(Math.PI * share))) / 2;
}
