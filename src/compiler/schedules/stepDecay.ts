import { float, posInt } from '../../layers/fields';
import { defineSchedule, warmup, warmupFactor } from './schedule';

const fields = {
  every: posInt({ en: 'Every', 'zh-CN': '间隔' }, 10, { unit: { en: 'epochs', 'zh-CN': '轮' } }),
  gamma: float({ en: 'Factor', 'zh-CN': '系数' }, 0.1, 0, 1, { step: 0.1 }),
  warmup,
};

/** gamma^floor(epoch / every). */
export const stepDecay = defineSchedule({
  type: 'step',
  name: { en: 'Step', 'zh-CN': '阶梯' },
  summary: { en: 'Multiplies the rate by a factor every few epochs.', 'zh-CN': '每隔若干轮将学习率乘以一个系数。' },
  references: ['torch.optim.lr_scheduler.StepLR'],
  fields,
  factor: (moment, params) => {
    const epoch = Math.floor(moment.step / moment.stepsPerEpoch);
    return params.gamma ** Math.floor(epoch / params.every) * warmupFactor(moment, params.warmup);
  },
});
