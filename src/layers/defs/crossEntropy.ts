import { isFloat } from '../../core/dtype';
import { atPort } from '../../core/errors';
import { formatShape } from '../../core/shape';
import { hostTensor } from '../../core/tensor';
import type { Builder } from '../../ir/builder';
import { expectDim, expectFloat, expectRank } from '../../ir/expect';
import type { Value } from '../../ir/op';
import { bool, float, int, type ParamsOf, text } from '../fields';
import { defineLayer } from '../layer';
import { meanPerExample, sumPerExample } from '../losses';
import { oneHot } from '../oneHot';

const NUMBER = '(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?';

const params = {
  labelSmoothing: float({ en: 'Label smoothing', 'zh-CN': '标签平滑' }, 0, 0, 0.9, {
    step: 0.05,
    help: { en: 'Share of the target spread evenly over all classes.', 'zh-CN': '均匀分给所有类别的目标比例。' },
  }),
  classWeights: text({ en: 'Class weights', 'zh-CN': '类别权重' }, '', {
    pattern: new RegExp(`^(?:\\s*${NUMBER}\\s*(?:,\\s*${NUMBER}\\s*)*)?$`),
    help: {
      en: 'How much each class counts, such as 1, 1, 2.5; empty: all alike. Weigh rare classes more.',
      'zh-CN': '每个类别的权重，例如 1, 1, 2.5；留空则各类相同。可给稀少类别更大的权重。',
    },
  }),
  ignore: bool({ en: 'Ignore one class', 'zh-CN': '忽略某个类别' }, false, {
    help: {
      en: 'Leaves positions out, such as the padding of short sequences.',
      'zh-CN': '跳过部分位置，例如短序列的填充。',
    },
  }),
  ignored: int({ en: 'Class to ignore', 'zh-CN': '要忽略的类别' }, 0, -1_000_000, 1_000_000, {
    needs: 'ignore',
    help: {
      en: 'Its number among the classes, counted from 0; or one that no class has, such as -100.',
      'zh-CN': '该类别的编号，从 0 数起；也可以是没有类别使用的数，例如 -100。',
    },
  }),
};

/**
 * From scores [B, ..., N] and class numbers [B, ...] or probabilities [B, ..., N], as torch.nn.CrossEntropyLoss (whose classes lie along
 * axis 1). With class numbers the mean is over the weights of those not ignored, with probabilities over all positions.
 */
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
  lower: ({ b, loss, metric }, inputs, chosen) => {
    const { logits, target } = inputs as { logits: Value; target: Value };
    const read = readTarget(b, { logits, target }, chosen);
    const { counted } = read;
    const kept = (value: Value) => (counted ? b.op('mul', [value, counted]) : value);
    const losses = lossOf(b, logits, read, chosen);
    const weights = isFloat(target.type.dtype) ? undefined : countsOf(b, read);
    if (weights) loss(sumPerExample(b, kept(losses)), sumPerExample(b, kept(weights)));
    else loss(meanPerExample(b, losses));
    const isRight = b.op('equal', [b.op('argMax', [logits], { axis: -1 }), read.index]);
    const right = b.op('cast', [isRight], { to: 'float32' });
    if (counted) metric('accuracy', sumPerExample(b, kept(right)), sumPerExample(b, counted));
    else metric('accuracy', meanPerExample(b, right));
    // what greedy decoding gets right whole: with every token right so far, a decoder reads what it was taught with
    if (logits.type.shape.length > 2) metric('exactMatch', allRight(b, right, counted));
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

type Chosen = ParamsOf<typeof params>;

/** A target as the loss wants it. */
interface Target {
  readonly classes: number;
  /** Probabilities, float32 [B, ..., N]. */
  readonly wanted: Value;
  /** Class numbers, int32 [B, ...]. */
  readonly index: Value;
  /** 1 where a position counts, 0 where it is ignored: float32 [B, ...]; undefined where all count. */
  readonly counted: Value | undefined;
  /** Of each class, float32 [N]; undefined where all weigh alike. */
  readonly weight: Value | undefined;
}

/** -sum over the classes of weight (smoothed target) ln p, [B, ...]. */
function lossOf(b: Builder, logits: Value, { wanted, classes, weight }: Target, { labelSmoothing }: Chosen): Value {
  const smoothed =
    labelSmoothing === 0
      ? wanted
      : b.op('add', [b.op('mul', [wanted, b.scalar(1 - labelSmoothing)]), b.scalar(labelSmoothing / classes)]);
  const weighed = weight ? b.op('mul', [smoothed, weight]) : smoothed;
  const logProbability = b.op('logSoftmax', [logits], { axis: -1 });
  return b.op('neg', [b.op('reduceSum', [b.op('mul', [weighed, logProbability])], { axes: [-1], keepDims: false })]);
}

/** What each position counts in the mean, [B, ...], its being ignored aside; undefined where all count alike. */
function countsOf(b: Builder, { wanted, weight, counted }: Target): Value | undefined {
  if (weight) return b.op('reduceSum', [b.op('mul', [wanted, weight])], { axes: [-1], keepDims: false });
  return counted;
}

function readTarget(b: Builder, { logits, target }: { logits: Value; target: Value }, chosen: Chosen): Target {
  const isShares = isFloat(target.type.dtype);
  const [scores, given] = [logits.type.shape, target.type.shape];
  // scores that have yet to be flattened are wrong at their own port
  const rank = Math.max(2, isShares ? given.length : given.length + 1);
  atPort('logits', () => {
    expectFloat(logits.type);
    if (scores.length < 2 || scores.length > rank) expectRank(scores, rank, rank === 2 ? '[B, N]' : '[B, …, N]');
  });
  const classes = scores.at(-1) as number;
  atPort('target', () => {
    const wanted = isShares ? scores : scores.slice(0, -1);
    expectRank(given, wanted.length, formatShape(wanted));
    for (const [axis, size] of wanted.entries())
      expectDim(given[axis], size, axis === scores.length - 1 ? 'N' : `axis ${axis}`);
  });
  const weight = weightOf(b, chosen.classWeights, classes);
  if (isShares)
    return { classes, wanted: target, index: b.op('argMax', [target], { axis: -1 }), counted: undefined, weight };
  const isIgnored = () => b.op('equal', [target, b.scalar(chosen.ignored, target.type.dtype)]);
  const counted = chosen.ignore ? b.op('cast', [b.op('not', [isIgnored()])], { to: 'float32' }) : undefined;
  return { classes, wanted: oneHot(b, target, classes), index: target, counted, weight };
}

/** float32 [N] of `1, 1, 2.5`; nothing of ''. Throws ShapeError where it is not one for each class. */
function weightOf(b: Builder, list: string, classes: number): Value | undefined {
  if (list.trim() === '') return undefined;
  const weights = list.split(',').map(Number);
  expectDim(weights.length, classes, 'class weights');
  return b.constant(hostTensor('float32', [classes], Float32Array.from(weights)));
}

/** Whether every position of an example that counts is right: float32 [B, ...] -> [B], 1 or 0. */
function allRight(b: Builder, right: Value, counted: Value | undefined): Value {
  const missed = b.op('sub', [b.scalar(1), right]);
  const misses = sumPerExample(b, counted ? b.op('mul', [missed, counted]) : missed);
  return b.op('cast', [b.op('less', [misses, b.scalar(0.5)])], { to: 'float32' });
}
