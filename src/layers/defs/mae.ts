import { defineLayer } from '../layer';
import { meanPerExample, pairPorts, readPair } from '../losses';

/** Mean of absolute differences. */
export const mae = defineLayer({
  type: 'mae',
  version: 1,
  migrations: {},
  group: 'loss',
  params: {},
  ports: pairPorts,
  brief: () => '',
  lower: ({ b, loss, metric }, inputs) => {
    const { prediction, target } = readPair(inputs);
    const difference = meanPerExample(b, b.op('abs', [b.op('sub', [prediction, target])]));
    loss(difference);
    metric('absoluteError', difference);
    return {};
  },
  docs: {
    name: { en: 'Mean absolute error', 'zh-CN': '平均绝对误差' },
    summary: {
      en: 'Loss for numbers that does not let a few outliers rule: the average distance from the target.',
      'zh-CN': '不受少数离群值左右的数值损失：与目标距离的平均值。',
    },
    formula: 'L = \\frac{1}{n} \\sum_i |\\hat{y}_i - y_i|',
    references: ['torch.nn.L1Loss'],
    aliases: ['loss', 'regression', 'l1', 'mae', '损失', '回归'],
  },
});
