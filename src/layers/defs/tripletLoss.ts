import type { Builder } from '../../ir/builder';
import { expectRank } from '../../ir/expect';
import type { Value } from '../../ir/op';
import { float } from '../fields';
import { defineLayer } from '../layer';
import { expectSame } from '../losses';

const params = {
  margin: float({ en: 'Margin', 'zh-CN': '间隔' }, 1, 0, 1e6, {
    help: {
      en: 'm: by how much the negative must be further from the anchor than the positive to cost nothing.',
      'zh-CN': 'm：负例与锚点的距离比正例至少远出多少才不再有损失。',
    },
  }),
};

/** max(0, |a - p + eps| - |a - n + eps| + margin), eps = 1e-6 as torch has it; all [B, D]. */
export const tripletLoss = defineLayer({
  type: 'tripletLoss',
  version: 1,
  migrations: {},
  group: 'loss',
  params,
  ports: {
    inputs: [
      { id: 'anchor', label: { en: 'Anchor', 'zh-CN': '锚点' } },
      { id: 'positive', label: { en: 'Positive', 'zh-CN': '正例' } },
      { id: 'negative', label: { en: 'Negative', 'zh-CN': '负例' } },
    ],
    outputs: [],
  },
  brief: ({ margin }) => `m ${margin}`,
  lower: ({ b, loss }, inputs, { margin }) => {
    const { anchor, positive, negative } = inputs as { anchor: Value; positive: Value; negative: Value };
    expectRank(anchor.type.shape, 2, '[B, D]');
    expectSame(anchor.type, positive.type, 'anchor', 'positive');
    expectSame(anchor.type, negative.type, 'anchor', 'negative');
    const gap = b.op('sub', [distance(b, anchor, positive), distance(b, anchor, negative)]);
    loss(b.op('relu', [b.op('add', [gap, b.scalar(margin)])]));
    return {};
  },
  docs: {
    name: { en: 'Triplet', 'zh-CN': '三元组损失' },
    summary: {
      en: 'Pulls an anchor towards a positive and away from a negative, up to a margin.',
      'zh-CN': '让锚点靠近正例、远离负例，直到达到间隔。',
    },
    formula: 'L = \\max(0, \\lVert a - p \\rVert - \\lVert a - n \\rVert + m)',
    references: ['Schroff et al. 2015, FaceNet', 'torch.nn.TripletMarginLoss'],
    aliases: ['loss', 'metric learning', 'embedding', '损失', '度量学习'],
  },
});

/** [B, D], [B, D] -> [B]. */
function distance(b: Builder, x: Value, y: Value): Value {
  const difference = b.op('add', [b.op('sub', [x, y]), b.scalar(1e-6)]);
  return b.op('sqrt', [b.op('reduceSum', [b.op('mul', [difference, difference])], { axes: [1], keepDims: false })]);
}
