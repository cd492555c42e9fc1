import { defineLayer } from '../layer';
import { meanPerExample, pairPorts, readPair } from '../losses';

/** Declares squared differences; the root is taken of their mean over all examples. */
export const rootMeanSquaredError = defineLayer({
  type: 'rootMeanSquaredError',
  version: 1,
  migrations: {},
  group: 'metric',
  params: {},
  ports: pairPorts,
  brief: () => '',
  lower: ({ b, metric }, inputs) => {
    const { prediction, target } = readPair(inputs);
    const difference = b.op('sub', [prediction, target]);
    metric('rootMeanSquaredError', meanPerExample(b, b.op('mul', [difference, difference])));
    return {};
  },
  docs: {
    name: { en: 'RMSE', 'zh-CN': '均方根误差' },
    summary: {
      en: 'Measures the root of the mean squared difference, in the unit of the target.',
      'zh-CN': '均方误差的平方根，单位与目标相同。',
    },
    formula: '\\sqrt{\\frac{1}{n} \\sum_i (\\hat{y}_i - y_i)^2}',
    references: ['tf.keras.metrics.RootMeanSquaredError', 'sklearn.metrics.root_mean_squared_error'],
    aliases: ['root mean squared error', 'metric', 'regression', '指标', '回归'],
  },
});
