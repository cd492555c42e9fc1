import type { Builder } from '../ir/builder';
import type { Value } from '../ir/op';
import { float, type ParamsOf, select } from '../layers/fields';

/** What can be done to the gradient before the optimizer sees it, as a form. */
export const gradientFields = {
  l1: float({ en: 'L1 penalty', 'zh-CN': 'L1 惩罚' }, 0, 0, 1e6, {
    step: 1e-4,
    help: {
      en: 'Adds this times the sum of absolute weights to the loss: many weights become zero.',
      'zh-CN': '在损失中加上该系数乘以权重绝对值之和，使许多权重变为零。',
    },
  }),
  l2: float({ en: 'L2 penalty', 'zh-CN': 'L2 惩罚' }, 0, 0, 1e6, {
    step: 1e-4,
    help: {
      en: 'Adds half of this times the sum of squared weights to the loss: weights stay small.',
      'zh-CN': '在损失中加上该系数的一半乘以权重平方和，使权重保持较小。',
    },
  }),
  clip: select({ en: 'Clip gradient', 'zh-CN': '梯度裁剪' }, 'none', {
    none: { en: 'No', 'zh-CN': '否' },
    norm: { en: 'By norm', 'zh-CN': '按范数' },
    value: { en: 'By value', 'zh-CN': '按数值' },
  }),
  clipAt: float({ en: 'Clip at', 'zh-CN': '裁剪阈值' }, 1, 1e-6, 1e9, {
    help: {
      en: 'Longest gradient (by norm) or largest element (by value) that passes unchanged.',
      'zh-CN': '不被裁剪的最大梯度长度（按范数）或最大元素（按数值）。',
    },
  }),
};

/** LaTeX of all of them: penalties first, then clipping by norm or by value. */
export const gradientFormula =
  '\\begin{aligned} g &\\leftarrow g + \\lambda_1 \\operatorname{sign} \\theta + \\lambda_2 \\theta \\\\ g &\\leftarrow g \\min(1, c / \\lVert g \\rVert) \\;\\text{ or }\\; \\operatorname{clip}(g, -c, c) \\end{aligned}';

export type GradientTreatment = ParamsOf<typeof gradientFields>;

/** Euclidean norm of a vector [P], rank 0. */
export function euclideanNorm(b: Builder, g: Value): Value {
  return b.op('sqrt', [b.op('reduceSum', [b.op('mul', [g, g])], { axes: [0], keepDims: false })]);
}

/**
 * g + l1 sign(p) + l2 p, then clipped: by norm g min(1, at / (|g| + 1e-6)) as torch.nn.utils.clip_grad_norm_ does it,
 * or by value to [-at, at]. `norm` is that of the raw gradient. Vectors are [P].
 */
export function treatGradient(
  b: Builder,
  { g: raw, norm, p }: { readonly g: Value; readonly norm: Value; readonly p: Value },
  { l1, l2, clip, clipAt }: GradientTreatment,
): Value {
  let g = raw;
  if (l2 > 0) g = b.op('add', [g, b.op('mul', [p, b.scalar(l2)])]);
  if (l1 > 0) g = b.op('add', [g, b.op('mul', [sign(b, p), b.scalar(l1)])]);
  if (clip === 'none') return g;
  const limit = b.scalar(clipAt);
  if (clip === 'value') {
    const below = b.op('where', [b.op('greater', [g, limit]), limit, g]);
    const floor = b.scalar(-clipAt);
    return b.op('where', [b.op('greater', [floor, below]), floor, below]);
  }
  const length = g === raw ? norm : euclideanNorm(b, g);
  const share = b.op('div', [limit, b.op('add', [length, b.scalar(1e-6)])]);
  const one = b.scalar(1);
  return b.op('mul', [g, b.op('where', [b.op('greater', [one, share]), share, one])]);
}

/** -1, 0 or 1. */
function sign(b: Builder, x: Value): Value {
  const zero = b.scalar(0);
  const negative = b.op('where', [b.op('greater', [zero, x]), b.scalar(-1), zero]);
  return b.op('where', [b.op('greater', [x, zero]), b.scalar(1), negative]);
}
