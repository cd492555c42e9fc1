import { defineLayer } from '../layer';
import { meanPerExample, pairPorts, readPair } from '../losses';

/** The metric of that name without being a loss. */
export const meanAbsoluteError = defineLayer({
  type: 'meanAbsoluteError',
  version: 1,
  migrations: {},
  group: 'metric',
  params: {},
  ports: pairPorts,
  brief: () => '',
  lower: ({ b, metric }, inputs) => {
    const { prediction, target } = readPair(inputs);
    metric('absoluteError', meanPerExample(b, b.op('abs', [b.op('sub', [prediction, target])])));
    return {};
  },
  docs: {
    name: { en: 'MAE', 'zh-CN': '平均绝对误差（指标）' },
    summary: {
      en: 'Measures the average distance from the target, beside whatever the loss is.',
      'zh-CN': '统计与目标的平均距离，与所用损失无关。',
    },
    formula: '\\frac{1}{n} \\sum_i |\\hat{y}_i - y_i|',
    references: ['tf.keras.metrics.MeanAbsoluteError', 'sklearn.metrics.mean_absolute_error'],
    aliases: ['mean absolute error', 'metric', 'regression', '指标', '回归'],
  },
});
