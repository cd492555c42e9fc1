import { defineLayer } from '../layer';
import { pairPorts, readPair } from '../losses';
import { inRows } from '../metricLayer';

/** Declares [y, y², squared error] of every number of an example, [B, 3 D]. */
export const r2Score = defineLayer({
  type: 'r2Score',
  version: 1,
  migrations: {},
  group: 'metric',
  params: {},
  ports: pairPorts,
  brief: () => '',
  lower: ({ b, metric }, inputs) => {
    const { prediction, target } = readPair(inputs);
    const y = inRows(b, target);
    const difference = b.op('sub', [inRows(b, prediction), y]);
    const squares = [b.op('mul', [y, y]), b.op('mul', [difference, difference])];
    metric('r2', b.op('concat', [y, ...squares], { axis: 1 }));
    return {};
  },
  docs: {
    name: { en: 'R²', 'zh-CN': 'R² 决定系数' },
    summary: {
      en: 'Measures which part of the spread of the target is explained: 1 is all, 0 no more than its mean.',
      'zh-CN': '统计目标的变化有多少被解释：1 为全部，0 与只猜平均值相同。',
    },
    formula: 'R^2 = 1 - \\frac{\\sum_i (\\hat{y}_i - y_i)^2}{\\sum_i (y_i - \\bar{y})^2}',
    references: ['sklearn.metrics.r2_score', 'tf.keras.metrics.R2Score', 'torchmetrics.R2Score'],
    aliases: ['R2Score', 'coefficient of determination', 'metric', 'regression', '指标', '决定系数'],
  },
});
