import type { Builder } from '../../ir/builder';
import type { Value } from '../../ir/op';
import { int, select } from '../fields';
import { defineLayer } from '../layer';
import { oneEach, scorePorts } from '../metricLayer';
import { oneHot } from '../oneHot';

const params = {
  values: select({ en: 'Values', 'zh-CN': '数值' }, 'scores', {
    scores: { en: 'Scores of any size', 'zh-CN': '任意大小的得分' },
    probabilities: { en: 'Probabilities', 'zh-CN': '概率' },
    errors: { en: 'Errors (positive)', 'zh-CN': '误差（正数）' },
  }),
  bins: int({ en: 'Bins', 'zh-CN': '分箱数' }, 256, 2, 4096, {
    help: { en: 'Scores in one bin count as equal.', 'zh-CN': '同一箱内的得分视为相等。' },
  }),
};

/** Declares the bin of each example, among positives and among negatives, [B, 2 bins]: the area follows from their means. */
export const auc = defineLayer({
  type: 'auc',
  version: 1,
  migrations: {},
  group: 'metric',
  params,
  ports: scorePorts,
  brief: () => '',
  lower: ({ b, metric }, inputs, { values, bins }) => {
    const score = oneEach(b, inputs.scores as Value, 'scores');
    const target = oneEach(b, inputs.target as Value, 'target');
    const place = b.op('clip', [b.op('mul', [inUnit(b, score, values), b.scalar(bins)])], { min: 0, max: bins - 1 });
    const bin = oneHot(b, b.op('cast', [b.op('floor', [place])], { to: 'int32' }), bins);
    const isPositive = b.op('cast', [b.op('greater', [target, b.scalar(0.5)])], { to: 'float32' });
    const positive = b.reshape(isPositive, [...isPositive.type.shape, 1]);
    const negative = b.op('sub', [b.scalar(1), positive]);
    metric('auc', b.op('concat', [b.op('mul', [bin, positive]), b.op('mul', [bin, negative])], { axis: 1 }));
    return {};
  },
  docs: {
    name: { en: 'AUC', 'zh-CN': 'AUC' },
    summary: {
      en: 'Measures how often a positive example scores above a negative one: the area under the ROC curve.',
      'zh-CN': '统计正例得分高于负例的概率：ROC 曲线下的面积。',
    },
    formula: 'P(x^+ > x^-) + \\tfrac{1}{2} P(x^+ = x^-)',
    references: [
      'Hanley & McNeil 1982, The area under a ROC curve',
      'tf.keras.metrics.AUC',
      'sklearn.metrics.roc_auc_score',
    ],
    aliases: ['ROC', 'area under the curve', 'anomaly', 'metric', '指标', '曲线下面积'],
  },
});

/** Where among the errors 10^-6 is 0 and 10^6 is 1. */
const DECADES = 12 * Math.LN10;

/** Scores in their order on [0, 1], where those that matter are apart. */
function inUnit(b: Builder, score: Value, values: 'scores' | 'probabilities' | 'errors'): Value {
  if (values === 'probabilities') return score;
  if (values === 'scores') return b.op('sigmoid', [score]);
  const log = b.op('log', [b.op('max', [score, b.scalar(1e-30)])]);
  return b.op('add', [b.op('div', [log, b.scalar(DECADES)]), b.scalar(0.5)]);
}
