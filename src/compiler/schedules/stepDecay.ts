import { float, posInt } from '../../layers/fields';
import { defineSchedule, warmup, warmupFactor } from './schedule';

const fields = {
  every: posInt({ en: 'Every', 'zh-CN': '间隔' }, 10, {
    unit: { en: 'epochs', 'zh-CN': '轮' },
    help: { en: 'n: epochs from one fall to the next.', 'zh-CN': 'n：两次下降之间的轮数。' },
  }),
  gamma: float({ en: 'Factor', 'zh-CN': '系数' }, 0.1, 0, 1, {
    step: 0.1,
    help: { en: 'γ: what is left of the rate at each fall.', 'zh-CN': 'γ：每次下降后保留的学习率比例。' },
  }),
  warmup,
};

/** gamma^floor(epoch / every). */
export const stepDecay = defineSchedule({
  type: 'step',
  name: { en: 'Step', 'zh-CN': '阶梯' },
  summary: { en: 'Multiplies the rate by a factor every few epochs.', 'zh-CN': '每隔若干轮将学习率乘以一个系数。' },
  formula: '\\eta_t = \\eta\\, \\gamma^{\\lfloor \\text{epoch} / n \\rfloor}',
  references: ['torch.optim.lr_scheduler.StepLR'],
  fields,
  factor: (moment, params) => {
    const epoch = Math.floor(moment.step / moment.stepsPerEpoch);
    return params.gamma ** Math.floor(epoch / params.every) * warmupFactor(moment, params.warmup);
  },
});
