import { atPort } from '../../core/errors';
import { expectRank } from '../../ir/expect';
import { select } from '../fields';
import { defineLayer } from '../layer';
import { readClasses, scorePorts } from '../metricLayer';
import { oneHot } from '../oneHot';

const scores = {
  f1: { en: 'F1', 'zh-CN': 'F1' },
  precision: { en: 'Precision', 'zh-CN': '精确率' },
  recall: { en: 'Recall', 'zh-CN': '召回率' },
};

const params = { score: select({ en: 'Score', 'zh-CN': '指标' }, 'f1', scores) };

/** Declares [hits, answers, labels] of every class, [B, 3 N]: the mean over the classes follows from their means. */
export const f1Score = defineLayer({
  type: 'f1Score',
  version: 1,
  migrations: {},
  group: 'metric',
  params,
  ports: scorePorts,
  brief: ({ score }) => scores[score].en,
  lower: ({ b, metric }, inputs, { score }) => {
    const { scores: given, index, classes } = readClasses(b, inputs);
    atPort('scores', () => expectRank(given.type.shape, 2, '[B, N]'));
    const answers = oneHot(b, b.op('argMax', [given], { axis: -1 }), classes);
    const labels = oneHot(b, index, classes);
    metric(score, b.op('concat', [b.op('mul', [answers, labels]), answers, labels], { axis: 1 }));
    return {};
  },
  docs: {
    name: { en: 'F1, precision, recall', 'zh-CN': 'F1、精确率、召回率' },
    summary: {
      en: 'Measures how many answers of a class are right and how many of the class are found, the mean over the classes.',
      'zh-CN': '统计每个类别中答对的比例与找到的比例，并对类别取平均。',
    },
    formula: 'F_1 = \\frac{1}{N} \\sum_c \\frac{2\\,\\text{hits}_c}{\\text{answers}_c + \\text{labels}_c}',
    references: ['sklearn.metrics.f1_score (macro)', 'tf.keras.metrics.F1Score', 'torchmetrics.F1Score'],
    aliases: ['precision', 'recall', 'F1Score', 'macro', 'confusion matrix', 'metric', '指标', '精确率', '召回率'],
  },
});
