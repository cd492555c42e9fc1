import { posInt } from '../fields';
import { defineLayer } from '../layer';
import { meanPerExample } from '../losses';
import { readClasses, scorePorts } from '../metricLayer';
import { oneHot } from '../oneHot';

const params = { k: posInt({ en: 'K', 'zh-CN': 'K' }, 5) };

/** Share of examples with fewer than k scores above that of the right class. */
export const topKAccuracy = defineLayer({
  type: 'topKAccuracy',
  version: 1,
  migrations: {},
  group: 'metric',
  params,
  ports: scorePorts,
  brief: ({ k }) => `${k}`,
  lower: ({ b, metric }, inputs, { k }) => {
    const { scores, index, classes } = readClasses(b, inputs);
    const own = b.op('mul', [scores, oneHot(b, index, classes)]);
    const right = b.op('reduceSum', [own], { axes: [-1], keepDims: true });
    const above = b.op('cast', [b.op('greater', [scores, right])], { to: 'float32' });
    const rank = b.op('reduceSum', [above], { axes: [-1], keepDims: false });
    metric('topKAccuracy', meanPerExample(b, b.op('cast', [b.op('less', [rank, b.scalar(k)])], { to: 'float32' })));
    return {};
  },
  docs: {
    name: { en: 'Top-k accuracy', 'zh-CN': 'Top-k 准确率' },
    summary: {
      en: 'Measures the share of examples whose right class is among the k highest scores.',
      'zh-CN': '统计正确类别位于得分前 k 名的样本比例。',
    },
    formula: '\\frac{1}{n} \\sum_i \\big[ |\\{ j : x_{ij} > x_{i t_i} \\}| < k \\big]',
    references: ['tf.keras.metrics.SparseTopKCategoricalAccuracy', 'Russakovsky et al. 2015, ImageNet (top-5)'],
    aliases: ['TopKCategoricalAccuracy', 'top-5', 'metric', '指标', '前k'],
  },
});
