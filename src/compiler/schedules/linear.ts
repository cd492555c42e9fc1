import { float } from '../../layers/fields';
import { defineSchedule, progressAfterWarmup, warmup, warmupFactor } from './schedule';

const fields = {
  end: float({ en: 'Last share', 'zh-CN': '结束比例' }, 0, 0, 1, {
    step: 0.01,
    help: { en: 'Share of the learning rate that is left at the end.', 'zh-CN': '结束时剩余的学习率比例。' },
  }),
  warmup: { ...warmup, default: 0.1 },
};

/** 1 - (1 - end) t, t from 0 to 1 after the warm-up: what BERT is fine-tuned with. */
export const linear = defineSchedule({
  type: 'linear',
  name: { en: 'Linear', 'zh-CN': '线性' },
  summary: { en: 'Rises during the warm-up, then falls in a straight line.', 'zh-CN': '预热期间上升，之后直线下降。' },
  formula: '\\eta_t = \\eta \\left( 1 - (1-e)\\, \\tfrac{t}{T} \\right)',
  references: ['Devlin et al. 2019, BERT, appendix A.2', 'torch.optim.lr_scheduler.LinearLR'],
  fields,
  factor: (moment, params) => {
    const fall = 1 - (1 - params.end) * progressAfterWarmup(moment, params.warmup);
    return fall * warmupFactor(moment, params.warmup);
  },
});
