import { internal } from '../../core/errors';
import type { Builder } from '../../ir/builder';
import { elementsForOne } from '../../ir/flops';
import type { Value } from '../../ir/op';
import { bool, float, select } from '../../layers/fields';
import { adamStep, decayed } from './adam';
import { beta1, beta2, epsilon, movingAverage, weightDecay } from './fields';
import { defineOptimizer, type UpdateArgs } from './optimizer';

const fields = {
  // never 0: the other rate is told as a multiple of it
  learningRate: float({ en: 'Learning rate', 'zh-CN': '学习率' }, 0.02, 1e-12, 1e30, {
    step: 0.001,
    help: { en: 'For matrices: the weights of dense layers.', 'zh-CN': '用于矩阵，即全连接层的权重。' },
  }),
  momentum: float({ en: 'Momentum', 'zh-CN': '动量' }, 0.95, 0, 0.9999, {
    step: 0.01,
    help: { en: 'μ: how slowly the mean of gradients forgets.', 'zh-CN': 'μ：梯度均值的遗忘速度。' },
  }),
  nesterov: bool({ en: 'Nesterov', 'zh-CN': 'Nesterov' }, true, {
    help: { en: 'Looks one momentum step ahead.', 'zh-CN': '先按动量前看一步。' },
  }),
  adjust: select(
    { en: 'Adjust rate', 'zh-CN': '调整学习率' },
    'original',
    {
      original: { en: 'By the shape of the matrix', 'zh-CN': '按矩阵形状' },
      matchRmsAdamW: { en: 'To steps the size of AdamW’s', 'zh-CN': '使步长与 AdamW 相当' },
    },
    {
      help: {
        en: 'By shape: √(rows / columns) for tall matrices. Like AdamW: 0.2 √(larger side), to be used with AdamW’s rates.',
        'zh-CN': '按形状：高矩阵乘以 √(行 / 列)。与 AdamW 相当：乘以 0.2 √(较长边)，配合 AdamW 的学习率使用。',
      },
    },
  ),
  weightDecay: weightDecay(0.01),
  adamLearningRate: float({ en: 'AdamW learning rate', 'zh-CN': 'AdamW 学习率' }, 0.001, 0, 1e30, {
    step: 0.0001,
    help: {
      en: 'For everything that is no matrix: biases, convolutions, scales. The schedule changes it alike.',
      'zh-CN': '用于矩阵以外的参数：偏置、卷积核、缩放系数。学习率调度对其同样生效。',
    },
  }),
  beta1: beta1(0.9),
  beta2: beta2(0.999),
  epsilon: epsilon(1e-8),
};

/** Coefficients of the quintic iteration and how often it runs. */
const [A, B, C] = [3.4445, -4.775, 2.0315] as const;
const ITERATIONS = 5;
const SMALLEST_NORM = 1e-7;

type Args = UpdateArgs<typeof fields>;
type Matrix = readonly [rows: number, columns: number];

/** One matrix, or all that lies between two, float32 [size]. */
interface Stretch {
  readonly size: number;
  readonly matrix: Matrix | undefined;
}

/** The vectors of a stretch, float32 [size]: parameters, gradient, momentum (mean of gradients), mean of squared gradients. */
interface Part {
  readonly p: Value;
  readonly g: Value;
  readonly m: Value;
  readonly v: Value;
}

/** Matrices go along the nearest orthogonal matrix of their momentum, everything else as AdamW takes it. */
export const muon = defineOptimizer({
  type: 'muon',
  name: { en: 'Muon', 'zh-CN': 'Muon' },
  summary: {
    en: 'Steps each weight matrix alike in all directions, the rest by AdamW: fast for Transformers and MLPs.',
    'zh-CN': '对每个权重矩阵在各方向上等幅更新，其余参数用 AdamW：训练 Transformer 和 MLP 很快。',
  },
  formula:
    '\\begin{aligned} M &\\leftarrow \\mu M + (1-\\mu)\\, G \\\\ U &= \\mu M + (1-\\mu)\\, G \\\\ \\Theta &\\leftarrow (1 - \\eta \\lambda)\\, \\Theta - \\eta r\\, \\mathrm{NS}_5(U / \\lVert U \\rVert) \\end{aligned}',
  references: ['Jordan 2024, Muon: An optimizer for hidden layers in neural networks', 'torch.optim.Muon'],
  fields,
  states: () => ['m', 'v'],
  update: (args) => {
    const { b, p, g, states, shapes } = args;
    const stretches = stretchesOf(shapes);
    const whole = { p, g, m: states.m as Value, v: states.v as Value };
    const parts = cut(b, whole, stretches);
    const others = parts.filter((_, i) => !stretches[i]?.matrix);
    const rest = others.length > 0 ? restStep(args, others) : [];
    const next = parts.map((part, i) => {
      const matrix = stretches[i]?.matrix;
      return matrix ? matrixStep(args, matrix, part) : (rest.shift() ?? internal('a parameter without a step'));
    });
    return { p: join(b, next, 'p'), states: { m: join(b, next, 'm'), v: join(b, next, 'v') } };
  },
});

function stretchesOf(shapes: readonly (readonly number[])[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (const shape of shapes) {
    const size = elementsForOne(shape);
    const last = stretches.at(-1);
    if (shape.length === 2) stretches.push({ size, matrix: shape as unknown as Matrix });
    else if (last && !last.matrix) stretches.splice(-1, 1, { ...last, size: last.size + size });
    else stretches.push({ size, matrix: undefined });
  }
  return stretches;
}

function cut(b: Builder, whole: Part, stretches: readonly { readonly size: number }[]): Part[] {
  if (stretches.length === 1) return [whole];
  const split = (x: Value) => b.ops('split', [x], { axis: 0, sizes: stretches.map(({ size }) => size) });
  const { p, g, m, v } = { p: split(whole.p), g: split(whole.g), m: split(whole.m), v: split(whole.v) };
  return stretches.map((_, i) => ({ p: p[i] as Value, g: g[i] as Value, m: m[i] as Value, v: v[i] as Value }));
}

function join(b: Builder, parts: readonly Part[], of: keyof Part): Value {
  const values = parts.map((part) => part[of]);
  return values.length === 1 ? (values[0] as Value) : b.op('concat', values, { axis: 0 });
}

/** AdamW over all parts in one go. */
function restStep(args: Args, parts: readonly Part[]): Part[] {
  const { b, params } = args;
  const { p, g, m, v } = {
    p: join(b, parts, 'p'),
    g: join(b, parts, 'g'),
    m: join(b, parts, 'm'),
    v: join(b, parts, 'v'),
  };
  const lr = b.op('mul', [args.lr, b.scalar(params.adamLearningRate / params.learningRate)]);
  const next = adamStep({ ...args, lr, g, p: decayed(b, p, lr, params.weightDecay), states: { m, v } });
  const whole = { p: next.p, g, m: next.states.m, v: next.states.v };
  return cut(
    b,
    whole,
    parts.map((part) => ({ size: elementsForOne(part.p.type.shape) })),
  );
}

/** m' = mu m + (1 - mu) g; u = m', or mu m' + (1 - mu) g (Nesterov); p' = p (1 - lr decay) - lr ratio orthogonal(u). torch.optim.Muon. */
function matrixStep({ b, lr, params }: Args, matrix: Matrix, { p, g, m: old, v }: Part): Part {
  const { momentum, nesterov, adjust, weightDecay: decay } = params;
  const m = movingAverage(b, old, g, momentum);
  const u = nesterov ? movingAverage(b, m, g, momentum) : m;
  const direction = b.reshape(orthogonal(b, b.reshape(u, matrix)), [matrix[0] * matrix[1]]);
  const size = b.op('mul', [lr, b.scalar(adjust === 'original' ? shapeRatio(matrix) : adamRatio(matrix))]);
  return { p: b.op('sub', [decayed(b, p, lr, decay), b.op('mul', [size, direction])]), g, m, v };
}

const shapeRatio = ([rows, columns]: Matrix): number => Math.sqrt(Math.max(1, rows / columns));
/** Liu et al. 2025, Muon is scalable for LLM training: steps as large as AdamW's in the root of their mean square. */
const adamRatio = ([rows, columns]: Matrix): number => 0.2 * Math.sqrt(Math.max(rows, columns));

/**
 * About U V^T of the singular value decomposition U S V^T of x [rows, columns]: five times x' = a x + (b G + c G G) x with G = x x^T, from
 * x / |x|; for tall x from the right, with G = x^T x.
 */
function orthogonal(b: Builder, x: Value): Value {
  const [rows, columns] = x.type.shape as Matrix;
  const isTall = rows > columns;
  const scaled = (value: Value, by: number) => b.op('mul', [value, b.scalar(by)]);
  const norm = b.op('sqrt', [b.op('reduceSum', [b.op('mul', [x, x])], { axes: [0, 1], keepDims: false })]);
  let y = b.op('div', [x, b.op('max', [norm, b.scalar(SMALLEST_NORM)])]);
  for (let i = 0; i < ITERATIONS; i++) {
    const gram = b.op('gemm', [y, y], isTall ? { transA: true } : { transB: true });
    const twice = b.op('gemm', [gram, gram], {});
    const change = b.op('add', [scaled(gram, B), scaled(twice, C)]);
    y = b.op('add', [scaled(y, A), b.op('gemm', isTall ? [y, change] : [change, y], {})]);
  }
  return y;
}
