import { defineSchedule, warmup, warmupFactor } from './schedule';

export const constant = defineSchedule({
  type: 'constant',
  name: { en: 'Constant', 'zh-CN': '恒定' },
  summary: { en: 'The same rate from the first step to the last.', 'zh-CN': '自始至终使用同一学习率。' },
  formula: '\\eta_t = \\eta',
  references: [],
  fields: { warmup },
  factor: (moment, params) => warmupFactor(moment, params.warmup),
});
