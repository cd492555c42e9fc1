import { defineLayer } from '../layer';
import { meanPerExample } from '../losses';
import { readClasses, scorePorts } from '../metricLayer';
import { oneHot } from '../oneHot';

/** Declares the mean of -ln p of the right tokens; its exponential is taken over all examples. */
export const perplexity = defineLayer({
  type: 'perplexity',
  version: 1,
  migrations: {},
  group: 'metric',
  params: {},
  ports: scorePorts,
  brief: () => '',
  lower: ({ b, metric }, inputs) => {
    const { scores, index, classes } = readClasses(b, inputs);
    const logs = b.op('logSoftmax', [scores], { axis: -1 });
    const right = b.op('reduceSum', [b.op('mul', [logs, oneHot(b, index, classes)])], { axes: [-1], keepDims: false });
    metric('perplexity', meanPerExample(b, b.op('neg', [right])));
    return {};
  },
  docs: {
    name: { en: 'Perplexity', 'zh-CN': '困惑度' },
    summary: {
      en: 'Measures among how many equally likely tokens the model seems to choose; 1 is certainty.',
      'zh-CN': '模型相当于在多少个等可能的词元中选择；1 表示完全确定。',
    },
    formula: '\\exp\\Big( -\\frac{1}{n} \\sum_i \\ln p_i \\Big)',
    references: [
      'Jelinek et al. 1977, Perplexity: a measure of the difficulty of speech recognition tasks',
      'torchmetrics.text.Perplexity',
    ],
    aliases: ['language model', 'metric', 'nats', '指标', '语言模型'],
  },
});
