import { float } from '../fields';
import { defineLayer } from '../layer';
import { meanPerExample, pairPorts, readPair } from '../losses';

const params = {
  margin: float({ en: 'Margin', 'zh-CN': '间隔' }, 1, 0, 1e6, {
    help: {
      en: 'm: how far beyond 0 a score must lie on the right side to cost nothing.',
      'zh-CN': 'm：得分在正确一侧超过 0 多少才不再有损失。',
    },
  }),
};

/** max(0, margin - x t), targets -1 and 1. */
export const hinge = defineLayer({
  type: 'hinge',
  version: 1,
  migrations: {},
  group: 'loss',
  params,
  ports: pairPorts,
  brief: ({ margin }) => `m ${margin}`,
  lower: ({ b, loss, metric }, inputs, { margin }) => {
    const { prediction, target } = readPair(inputs);
    const agreement = b.op('mul', [prediction, target]);
    loss(meanPerExample(b, b.op('relu', [b.op('sub', [b.scalar(margin), agreement])])));
    const right = b.op('cast', [b.op('greater', [agreement, b.scalar(0)])], { to: 'float32' });
    metric('accuracy', meanPerExample(b, right));
    return {};
  },
  docs: {
    name: { en: 'Hinge', 'zh-CN': '合页损失' },
    summary: {
      en: 'Loss of support vector machines: wants scores on the right side of a margin; targets are -1 and 1.',
      'zh-CN': '支持向量机的损失：要求得分位于间隔的正确一侧；目标为 -1 和 1。',
    },
    formula: 'L = \\max(0, m - x t)',
    references: ['Cortes & Vapnik 1995, Support-vector networks', 'tf.keras.losses.Hinge'],
    aliases: ['loss', 'svm', 'margin', '损失', '支持向量机'],
  },
});
