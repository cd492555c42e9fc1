import { isFloat } from '../../core/dtype';
import { atPort } from '../../core/errors';
import type { Builder } from '../../ir/builder';
import { expectDim, expectFloat, expectRank } from '../../ir/expect';
import type { Value } from '../../ir/op';
import { float } from '../fields';
import { defineLayer } from '../layer';
import { oneHot } from '../oneHot';

const params = {
  labelSmoothing: float({ en: 'Label smoothing', 'zh-CN': '标签平滑' }, 0, 0, 0.9, {
    step: 0.05,
    help: { en: 'Share of the target spread evenly over all classes.', 'zh-CN': '均匀分给所有类别的目标比例。' },
  }),
};

/** From logits [B, N] and class numbers [B] or probabilities [B, N]; accuracy is measured beside it. */
export const crossEntropy = defineLayer({
  type: 'crossEntropy',
  version: 1,
  migrations: {},
  group: 'loss',
  params,
  ports: {
    inputs: [
      { id: 'logits', label: { en: 'Scores', 'zh-CN': '得分' } },
      { id: 'target', label: { en: 'Target', 'zh-CN': '目标' } },
    ],
    outputs: [],
  },
  brief: ({ labelSmoothing }) => (labelSmoothing > 0 ? `ε ${labelSmoothing}` : ''),
  lower: ({ b, loss, metric }, inputs, { labelSmoothing }) => {
    const { logits, target } = inputs as { logits: Value; target: Value };
    const { classes, index, wanted } = readTarget(b, logits, target);
    const smoothed =
      labelSmoothing === 0
        ? wanted
        : b.op('add', [b.op('mul', [wanted, b.scalar(1 - labelSmoothing)]), b.scalar(labelSmoothing / classes)]);
    const logProbability = b.op('logSoftmax', [logits], { axis: -1 });
    loss(b.op('neg', [b.op('reduceSum', [b.op('mul', [smoothed, logProbability])], { axes: [1], keepDims: false })]));
    metric(
      'accuracy',
      b.op('cast', [b.op('equal', [b.op('argMax', [logits], { axis: -1 }), index])], { to: 'float32' }),
    );
    return {};
  },
  docs: {
    name: { en: 'Cross-entropy', 'zh-CN': '交叉熵' },
    summary: {
      en: 'Loss for choosing one of several classes; takes scores (before Softmax) and the right class.',
      'zh-CN': '多分类损失；接收 Softmax 之前的得分和正确的类别。',
    },
    formula: 'L = -\\sum_i t_i \\ln \\frac{e^{x_i}}{\\sum_j e^{x_j}}',
    references: [
      'torch.nn.CrossEntropyLoss',
      'Szegedy et al. 2016, Rethinking the Inception architecture (label smoothing)',
    ],
    aliases: ['loss', 'classification', 'nll', 'categorical', '损失', '分类'],
  },
});

/** The target as class numbers int32 [B] and as probabilities float32 [B, N]. */
function readTarget(b: Builder, logits: Value, target: Value) {
  atPort('logits', () => {
    expectFloat(logits.type);
    expectRank(logits.type.shape, 2, '[B, N]');
  });
  const classes = logits.type.shape[1] as number;
  return atPort('target', () => {
    if (isFloat(target.type.dtype)) {
      expectRank(target.type.shape, 2, '[B, N]');
      expectDim(target.type.shape[1], classes, 'N');
      return { classes, wanted: target, index: b.op('argMax', [target], { axis: -1 }) };
    }
    expectRank(target.type.shape, 1, '[B]');
    return { classes, wanted: oneHot(b, target, classes), index: target };
  });
}
