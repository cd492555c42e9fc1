import { defineLayer } from '../layer';
import { meanPerExample } from '../losses';
import { readClasses, scorePorts } from '../metricLayer';

/** Share of right answers: scores [B, ..., N], class numbers [B, ...] or probabilities [B, ..., N]. */
export const accuracy = defineLayer({
  type: 'accuracy',
  version: 1,
  migrations: {},
  group: 'metric',
  params: {},
  ports: scorePorts,
  brief: () => '',
  lower: ({ b, metric }, inputs) => {
    const { scores, index } = readClasses(b, inputs);
    const right = b.op('equal', [b.op('argMax', [scores], { axis: -1 }), index]);
    metric('accuracy', meanPerExample(b, b.op('cast', [right], { to: 'float32' })));
    return {};
  },
  docs: {
    name: { en: 'Accuracy', 'zh-CN': '准确率' },
    summary: {
      en: 'Measures the share of examples whose highest score is the right class.',
      'zh-CN': '统计得分最高的类别正确的样本比例。',
    },
    formula: '\\frac{1}{n} \\sum_i [\\arg\\max x_i = t_i]',
    references: ['tf.keras.metrics.SparseCategoricalAccuracy', 'torchmetrics.Accuracy'],
    aliases: ['CategoricalAccuracy', 'metric', 'correct', '指标', '正确率'],
  },
});
