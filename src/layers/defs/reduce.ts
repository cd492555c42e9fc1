import type { Builder } from '../../ir/builder';
import { expectFloat } from '../../ir/expect';
import type { Value } from '../../ir/op';
import { DIMS_PATTERN, exampleAxes, readDims } from '../dimsText';
import { bool, select, text } from '../fields';
import { defineLayer, unaryPorts } from '../layer';

const functions = {
  sum: { en: 'Sum', 'zh-CN': '求和' },
  mean: { en: 'Mean', 'zh-CN': '平均' },
  max: { en: 'Maximum', 'zh-CN': '最大值' },
  min: { en: 'Minimum', 'zh-CN': '最小值' },
  product: { en: 'Product', 'zh-CN': '乘积' },
  l1: { en: 'L1 norm', 'zh-CN': 'L1 范数' },
  l2: { en: 'L2 norm', 'zh-CN': 'L2 范数' },
  logSumExp: { en: 'Log-sum-exp', 'zh-CN': '指数和的对数' },
  variance: { en: 'Variance', 'zh-CN': '方差' },
};

const params = {
  function: select({ en: 'Function', 'zh-CN': '函数' }, 'mean', functions),
  axes: text({ en: 'Axes', 'zh-CN': '轴' }, '-1', {
    pattern: DIMS_PATTERN,
    help: {
      en: 'Axes to reduce: 1 is the first after the batch, -1 the last; none means all of an example.',
      'zh-CN': '要归约的轴：1 是批次之后的第一个，-1 是最后一个；留空表示样本的全部轴。',
    },
  }),
  keepDims: bool({ en: 'Keep axes', 'zh-CN': '保留轴' }, false, {
    help: { en: 'Leave reduced axes with size 1.', 'zh-CN': '保留被归约的轴，大小为 1。' },
  }),
};

/** One number of many along the axes named; the batch stays. */
export const reduce = defineLayer({
  type: 'reduce',
  version: 1,
  migrations: {},
  group: 'shape',
  params,
  ports: unaryPorts,
  brief: ({ function: name, axes }) => `${symbols[name]}${axes.trim() ? ` ${readDims(axes).join(' ')}` : ''}`,
  lower: ({ b }, inputs, { function: name, axes: text, keepDims }) => {
    const x = inputs.x as Value;
    expectFloat(x.type);
    const rank = x.type.shape.length;
    const named = readDims(text);
    const axes = exampleAxes(named.length > 0 ? named : Array.from({ length: rank - 1 }, (_, i) => i + 1), rank);
    return { y: axes.length === 0 ? x : reduced(b, x, name, { axes, keepDims }) };
  },
  docs: {
    name: { en: 'Reduce', 'zh-CN': '归约' },
    summary: {
      en: 'Makes one number of many: the sum, mean, largest, smallest or a norm along some axes.',
      'zh-CN': '把多个数变为一个：沿某些轴求和、平均、最大、最小或范数。',
    },
    formula: 'y_b = \\sum_i x_{b,i}',
    references: ['torch.sum', 'torch.mean', 'torch.amax', 'torch.logsumexp', 'ONNX ReduceSum'],
    aliases: ['sum', 'mean', 'max', 'min', 'norm', 'logsumexp', 'variance', 'Lambda', '求和', '平均'],
  },
});

type Name = keyof typeof functions;
interface Along {
  readonly axes: readonly number[];
  readonly keepDims: boolean;
}

const symbols: Record<Name, string> = {
  sum: 'Σ',
  mean: 'μ',
  max: 'max',
  min: 'min',
  product: 'Π',
  l1: 'L1',
  l2: 'L2',
  logSumExp: 'lse',
  variance: 'σ²',
};
const operators = {
  sum: 'reduceSum',
  mean: 'reduceMean',
  max: 'reduceMax',
  min: 'reduceMin',
  product: 'reduceProd',
  l1: 'reduceL1',
  l2: 'reduceL2',
  logSumExp: 'reduceLogSumExp',
} as const;

function reduced(b: Builder, x: Value, name: Name, along: Along): Value {
  if (name !== 'variance') return b.op(operators[name], [x], along);
  // divided by n: torch.var(unbiased = False)
  const centred = b.op('sub', [x, b.op('reduceMean', [x], { ...along, keepDims: true })]);
  return b.op('reduceMean', [b.op('mul', [centred, centred])], along);
}
